package org.insitu.driver.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.insitu.driver.GlassBench;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.PhaseCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorTest {
  /** Noise-free sweeps are fitted to the optimiser's stopping rule, about 1e-8 rad. */
  private static final double TOLERANCE_RAD = 1e-6;

  private static final ChipLayout LAYOUT = ChipLayoutReader.preset("amf420");

  private static Calibration calibrate(GlassBench bench) throws DeviceException {
    return new Calibrator(bench, CalibrationSettings.PUBLISHED, CalibrationListener.NONE).run();
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {11, 12, 13})
  void thetaCurvesAreTheHiddenOnes(long seed) throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, seed);
    Calibration calibration = calibrate(bench);
    assertTrue(calibration.failed().isEmpty());
    for (int i = 0; i < LAYOUT.heaters().size(); i++) {
      if (LAYOUT.heaters().get(i).kind() == HeaterKind.THETA) {
        for (double voltageV = 1; voltageV <= 5; voltageV += 0.5) {
          double error =
              MeshOffsets.wrapSigned(
                  calibration.heaters().get(i).curve().phaseRad(voltageV)
                      - bench.curve(i).phaseRad(voltageV));
          assertEquals(0, error, TOLERANCE_RAD, "seed " + seed + " heater " + i);
        }
      }
    }
  }

  @Test
  void phiCurvesCloseEveryLoopAsTheHiddenOnesDo() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 21);
    Calibration calibration = calibrate(bench);
    int loops = 0;
    for (Cell cell : Cell.of(LAYOUT)) {
      double sum = 0;
      for (int phi : cell.phis()) {
        double voltageV = 1.5 + 0.1 * phi;
        double found = calibration.heaters().get(phi).curve().phaseRad(voltageV);
        sum += cell.sign(phi) * (found - bench.curve(phi).phaseRad(voltageV));
      }
      assertEquals(0, MeshOffsets.wrapSigned(sum), TOLERANCE_RAD, "cell " + cell);
      loops++;
    }
    assertEquals(10, loops, "a 6 x 19 chip has ten loops");
  }

  @Test
  void everyVoltageIsIdleOrInsideTheSweptRange() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 5);
    calibrate(bench);
    assertTrue(bench.voltageRange()[0] >= LAYOUT.limits().sweepMinVoltageV());
    assertTrue(bench.voltageRange()[1] <= LAYOUT.limits().maxVoltageV());
  }

  @Test
  void heatersAreDoneInThePublishedOrder() throws DeviceException {
    List<String> order = new ArrayList<>();
    new Calibrator(
            new GlassBench(LAYOUT, 5),
            CalibrationSettings.PUBLISHED,
            new CalibrationListener() {
              @Override
              public void heaterDone(HeaterCalibration calibration) {
                order.add(calibration.heater().name());
              }
            })
        .run();
    assertEquals(
        List.of(
            "theta(1,1)",
            "theta(5,0)",
            "theta(9,0)",
            "theta(13,0)",
            "theta(17,1)", // row 0
            "theta(3,2)",
            "theta(7,1)",
            "theta(11,1)",
            "theta(15,2)", // row 1, and so on
            "theta(5,3)",
            "theta(9,2)",
            "theta(13,3)",
            "theta(7,4)",
            "theta(11,4)",
            "theta(9,5)"),
        order.subList(0, 15));
    assertEquals(LAYOUT.heaters().size(), Set.copyOf(order).size());
  }

  @Test
  void deadThetaIsNamedAndMakesTheChipUnusable() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 5);
    int dead = LAYOUT.heaterAt(7, 1).orElseThrow();
    bench.stick(dead);
    Calibration calibration = calibrate(bench);
    assertEquals(HeaterState.FAILED, calibration.heaters().get(dead).state());
    CalibrationProblem problem =
        assertThrows(CalibrationProblem.Incomplete.class, calibration::requireUsable);
    assertTrue(problem.getMessage().contains("theta(7,1) on channel 26"), problem.getMessage());
  }

  @Test
  void deadMeshPhiKeepsItsIdlePhaseAndTheRestStaysRight() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 5);
    int dead = LAYOUT.heaterAt(8, 0).orElseThrow();
    bench.stick(dead);
    Calibration calibration = calibrate(bench);
    assertEquals(HeaterState.FAILED, calibration.heaters().get(dead).state());
    calibration.requireUsable();
    for (Cell cell : Cell.of(LAYOUT)) {
      double sum = 0;
      for (int phi : cell.phis()) {
        HeaterCalibration own = calibration.heaters().get(phi);
        double hidden = bench.curve(phi).phaseRad(phi == dead ? 0 : 2);
        double found = phi == dead ? own.idlePhaseRad() : own.curve().phaseRad(2);
        sum += cell.sign(phi) * (found - hidden);
      }
      assertEquals(0, MeshOffsets.wrapSigned(sum), TOLERANCE_RAD, "cell " + cell);
    }
  }

  @Test
  void recalibratingOneHeaterKeepsTheOthersAndItsLoops() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 8);
    Calibration first = calibrate(bench);
    int phi = LAYOUT.heaterAt(6, 1).orElseThrow();
    Calibration second =
        new Calibrator(bench, CalibrationSettings.PUBLISHED, CalibrationListener.NONE)
            .recalibrate(first, Set.of(phi));
    for (int i = 0; i < first.heaters().size(); i++) {
      PhaseCurve before = first.heaters().get(i).curve();
      PhaseCurve after = second.heaters().get(i).curve();
      if (i == phi) {
        double change = MeshOffsets.wrapSigned(after.phaseRad(3) - before.phaseRad(3));
        assertEquals(0, change, TOLERANCE_RAD);
      } else {
        assertEquals(before, after);
      }
    }
  }

  @Test
  void calibrationOfAnotherChipIsRefused() throws DeviceException {
    Calibration calibration = calibrate(new GlassBench(LAYOUT, 8));
    CalibrationProblem problem =
        assertThrows(
            CalibrationProblem.Mismatch.class, () -> calibration.requireFor("other", LAYOUT));
    assertTrue(problem.getMessage().contains("other"), problem.getMessage());
  }

  @Test
  void benchIsLeftIdleAndLitForTheNextUser() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 8);
    calibrate(bench);
    assertFalse(bench.isSafe());
  }

  @Test
  void everyRouteLeadsThroughUsableMzisOnly() {
    RouteFinder routes = new RouteFinder(LAYOUT);
    int entry = LAYOUT.heaterAt(1, 1).orElseThrow();
    int target = LAYOUT.heaterAt(9, 5).orElseThrow();
    Route route = routes.to(target, heater -> true).orElseThrow();
    assertEquals(4, route.crossed().size(), "down the generator, one row per cross");
    assertEquals(4, route.inputRow());
    assertTrue(routes.to(target, heater -> heater != entry).isEmpty());
    for (int heater : route.crossed()) {
      Heater mzi = LAYOUT.heaters().get(heater);
      assertTrue(mzi.column() < LAYOUT.heaters().get(target).column());
    }
  }
}
