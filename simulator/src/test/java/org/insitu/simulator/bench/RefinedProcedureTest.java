package org.insitu.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationListener;
import org.insitu.driver.calibration.CalibrationSettings;
import org.insitu.driver.calibration.Calibrator;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.calibration.SplitFit;
import org.insitu.driver.chip.CalibratedChip;
import org.insitu.driver.chip.FidelityTest;
import org.insitu.driver.chip.ReadSettings;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.decompose.Decomposition;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.simulator.chip.Level;
import org.insitu.simulator.chip.VirtualChip;
import org.insitu.simulator.chip.VirtualChipTruth;
import org.junit.jupiter.api.Test;

/** What the refined procedure finds, against what the virtual chip hides. */
class RefinedProcedureTest {
  /** A tenth of the errors that are looked for. */
  private static final double COUPLER_TOLERANCE_RAD = 0.002;

  private static final double GAIN_TOLERANCE = 0.003;

  /** A chip that drifts by 0.1 rad within a minute is of little use if nobody looks. */
  private static final double TRACKED = 0.99;

  private static final double DRIFT_RAD = 0.05;

  /** A fifth of the drift: the prior of the estimate shrinks it a little. */
  private static final double DRIFT_TOLERANCE_RAD = 0.01;

  private static VirtualChip chip(String imperfections) {
    YamlNode overrides = YamlNode.parse("chip.yaml", "{%s}".formatted(imperfections));
    return new VirtualChip(
        ChipLayoutReader.preset("amf420"), Level.IDEAL.imperfections().with(overrides), 5);
  }

  private static Calibration refined(VirtualBench bench, int readings) throws DeviceException {
    CalibrationSettings settings = CalibrationSettings.REFINED.withOptics(readings, 4);
    return new Calibrator(bench, settings, CalibrationListener.NONE).run();
  }

  @Test
  void findsCouplersAndTaps() throws DeviceException {
    VirtualChip chip = chip("couplerErrorRad: 0.02, tapSpread: 0.03, frameNoise: 0.01");
    try (VirtualBench bench = new VirtualBench("test", "test", chip)) {
      Calibration calibration = refined(bench, 100);
      assertTrue(calibration.optics().measured());
      double[] couplers = VirtualChipTruth.errors(chip).couplerErrorRad();
      double squares = 0;
      for (int i = 0; i < couplers.length; i++) {
        double off = calibration.optics().couplerErrorRad()[i] - couplers[i];
        squares += off * off / couplers.length;
      }
      assertTrue(Math.sqrt(squares) < COUPLER_TOLERANCE_RAD, "rms " + Math.sqrt(squares));
      double[][] taps = VirtualChipTruth.responsivity(chip);
      // Rows above the reference are lit at random settings all along the mesh.
      for (int column = 10; column <= 14; column++) {
        double[] found = calibration.optics().tapGain()[column];
        double scale = Arrays.stream(found, 0, 4).sum() / Arrays.stream(taps[column], 0, 4).sum();
        for (int row = 0; row < 4; row++) {
          assertEquals(scale * taps[column][row], found[row], GAIN_TOLERANCE);
        }
      }
    }
  }

  @Test
  void followsTheDriftOfTheHeaters() throws ProcessorException {
    String drift = "phaseDriftRad: 0.1, phaseDriftTime: 60 s";
    double left = fidelity(drift, ReadSettings.REFINED.withTrackEvery(Duration.ZERO));
    double tracked = fidelity(drift, ReadSettings.REFINED.withTrackEvery(Duration.ofSeconds(2)));
    assertTrue(tracked > TRACKED, "tracked " + tracked);
    assertTrue(left < TRACKED, "left alone " + left);
  }

  @Test
  void tellsByHowMuchOneHeaterHasDrifted() throws DeviceException {
    VirtualBench bench = new VirtualBench("test", "test", chip("frameNoise: 0.003"));
    Calibration fresh = refined(bench, 40);
    int drifted = bench.layout().heaters(HeaterRole.MESH, HeaterKind.THETA)[2];
    try (CalibratedChip chip =
        new CalibratedChip(bench, older(fresh, drifted), ReadSettings.REFINED)) {
      double[] drift = chip.measureDrift();
      for (int heater = 0; heater < drift.length; heater++) {
        assertEquals(heater == drifted ? DRIFT_RAD : 0, drift[heater], DRIFT_TOLERANCE_RAD);
      }
      // Once taken off, it is not found again on top.
      assertEquals(DRIFT_RAD, chip.measureDrift()[drifted], DRIFT_TOLERANCE_RAD);
    }
  }

  /** Returns a calibration that was right before one heater drifted. */
  private static Calibration older(Calibration fresh, int heater) {
    List<HeaterCalibration> heaters = new ArrayList<>(fresh.heaters());
    HeaterCalibration now = heaters.get(heater);
    SplitFit fit = now.fit().orElseThrow();
    SplitFit before =
        new SplitFit(
            fit.curve().withOffset(fit.curve().c0() - DRIFT_RAD),
            fit.visibility(),
            fit.floor(),
            fit.residual(),
            fit.phaseErrorRad());
    heaters.set(
        heater,
        new HeaterCalibration(
            now.heater(), now.state(), Optional.of(before), now.idlePhaseRad(), now.sweeps(), ""));
    return new Calibration(
        fresh.chipId(),
        fresh.layoutName(),
        heaters,
        fresh.crosstalk(),
        fresh.optics(),
        fresh.sweepPoints(),
        fresh.chipSeconds());
  }

  private static double fidelity(String imperfections, ReadSettings settings)
      throws ProcessorException {
    VirtualBench bench = new VirtualBench("test", "test", chip(imperfections));
    try (CalibratedChip chip = new CalibratedChip(bench, refined(bench, 40), settings)) {
      SplittableRandom random = new SplittableRandom(5);
      return new FidelityTest(chip, Decomposition::phases)
          .run(() -> HaarUnitary.sample(4, random), 40, random, done -> {})
          .complex()
          .mean();
    }
  }
}
