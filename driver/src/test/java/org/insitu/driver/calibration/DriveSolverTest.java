package org.insitu.driver.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.chip.PhaseCurve;
import org.junit.jupiter.api.Test;

class DriveSolverTest {
  /** The solver stops within a tenth of {@link DriveSolver#SAME_RAD}. */
  private static final double TOLERANCE_RAD = 1e-5;

  private static final double[][] CROSSTALK = {{0, 0.05, 0.01}, {0.03, 0, 0.02}, {0, 0.04, 0}};

  private final DriveSolver solver =
      new DriveSolver(List.of(curve(0.3, 0.5), curve(2.1, 0.45), curve(5.5, 0.6)), CROSSTALK);

  private static Optional<PhaseCurve> curve(double c0, double c1) {
    return Optional.of(new PhaseCurve(c0, c1, 0, 0, 0, 5));
  }

  private double[] voltages(double... wantedRad) {
    double[] drive = solver.drive(wantedRad);
    double[] voltage = new double[drive.length];
    for (int i = 0; i < voltage.length; i++) {
      voltage[i] = solver.voltageV(i, drive[i]);
    }
    return voltage;
  }

  private static void assertPhase(double wanted, double found) {
    double off = MeshPhases.wrap(found - wanted + Math.PI) - Math.PI;
    assertEquals(0, off, TOLERANCE_RAD);
  }

  @Test
  void phasesOfItsVoltagesAreThoseThatWereWanted() {
    double[] wanted = {1.0, 4.0, 0.2};
    double[] found = solver.phaseRad(voltages(wanted));
    for (int i = 0; i < wanted.length; i++) {
      assertPhase(wanted[i], found[i]);
    }
  }

  @Test
  void setsOneHeaterAmongOthersThatStay() {
    double[] voltage = voltages(1.0, 4.0, 0.2);
    voltage[1] = solver.voltageV(1, 3.0, voltage);
    assertPhase(3.0, solver.phaseRad(voltage)[1]);
  }

  @Test
  void doesNotGuessPhasesWithoutOrBeyondACurve() {
    DriveSolver partial =
        new DriveSolver(List.of(Optional.empty(), curve(1, 0.5), curve(1, 0.5)), CROSSTALK);
    double[] found = partial.phaseRad(new double[] {2, 2, 6});
    assertTrue(Double.isNaN(found[0]));
    assertEquals(1 + 0.5 * 4 + 0.02 * 0.5 * 36, found[1], TOLERANCE_RAD);
    assertTrue(Double.isNaN(found[2]));
  }
}
