package org.insitu.driver.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.chip.PhaseCurve;

/**
 * Finds the voltages that give wanted phases, thermal crosstalk taken off.
 *
 * <p>With crosstalk K, heater i has the phase c_i + d_i + Σ_j K_ij d_j, where c_i is its phase at 0
 * V and d_j the drive phase of heater j. The drive phases are found by iterating d_i = wanted_i -
 * c_i - Σ_j K_ij d_j (mod 2π), which converges because the rows of K sum to far less than 1. The
 * period of each d_i is chosen once, the lowest that its curve reaches, and followed afterwards; a
 * heater that crosstalk pushes over the end of its range moves to the next period.
 *
 * <p>A heater without curve has no say: it stays where it is, and its heat is part of what the
 * others were calibrated with.
 */
public final class DriveSolver {
  /** Phases closer than this are the same: a tenth of the finest step of a 14-bit source. */
  public static final double SAME_RAD = 1e-5;

  private static final double TWO_PI = 2 * Math.PI;

  /** Each step gains a factor of the largest row sum of K, about ten. */
  private static final int MAX_STEPS = 30;

  private final PhaseCurve[] curves;
  private final double[] lowestRad;
  private final double[] highestRad;
  private final int[][] disturbing;
  private final double[][] share;
  private final boolean coupled;

  /**
   * Prepares a solver.
   *
   * @param curves curve of each heater, empty for one that cannot be set
   * @param crosstalk {@code [disturbed][disturbing]}
   */
  public DriveSolver(List<Optional<PhaseCurve>> curves, double[][] crosstalk) {
    int count = curves.size();
    this.curves = new PhaseCurve[count];
    lowestRad = new double[count];
    highestRad = new double[count];
    disturbing = new int[count][];
    share = new double[count][];
    boolean any = false;
    for (int i = 0; i < count; i++) {
      this.curves[i] = curves.get(i).orElse(null);
      if (this.curves[i] != null) {
        lowestRad[i] = driveRad(i, this.curves[i].minVoltageV());
        highestRad[i] = driveRad(i, this.curves[i].maxVoltageV());
      }
      double[] row = crosstalk[i];
      disturbing[i] = nonZero(row);
      share[i] = Arrays.stream(disturbing[i]).mapToDouble(j -> row[j]).toArray();
      any |= disturbing[i].length > 0;
    }
    coupled = any;
  }

  /**
   * Returns the drive phases that give phases [rad].
   *
   * @param phaseRad wanted phase of every heater [rad]; Not modified
   */
  public double[] drive(double[] phaseRad) {
    return drive(phaseRad, -1, 0);
  }

  /**
   * Returns the drive phases that give phases while one heater is driven as told.
   *
   * @param phaseRad wanted phase of every other heater [rad]; Not modified
   * @param fixed the heater that is told, or -1
   * @param fixedRad its drive phase [rad]
   */
  double[] drive(double[] phaseRad, int fixed, double fixedRad) {
    double[] drive = new double[curves.length];
    for (int i = 0; i < drive.length; i++) {
      if (curves[i] != null) {
        drive[i] = lowestRad[i] + MeshPhases.wrap(phaseRad[i] - curves[i].c0() - lowestRad[i]);
      }
    }
    if (fixed >= 0) {
      drive[fixed] = fixedRad;
    }
    double moved = coupled ? Double.POSITIVE_INFINITY : 0;
    for (int step = 0; step < MAX_STEPS && moved > SAME_RAD / 10; step++) {
      moved = 0;
      for (int i = 0; i < drive.length; i++) {
        if (curves[i] != null && i != fixed) {
          double next = next(i, phaseRad[i], drive);
          moved = Math.max(moved, Math.abs(next - drive[i]));
          drive[i] = next;
        }
      }
    }
    return drive;
  }

  private double next(int i, double phaseRad, double[] drive) {
    double wanted = phaseRad - curves[i].c0() - heatRad(i, drive);
    double near = wanted + TWO_PI * Math.rint((drive[i] - wanted) / TWO_PI);
    if (near < lowestRad[i]) {
      return near + TWO_PI;
    }
    return near > highestRad[i] ? near - TWO_PI : near;
  }

  /** Returns what the drive phases of the others add to a heater [rad]. */
  double heatRad(int heater, double[] drive) {
    double heat = 0;
    for (int k = 0; k < disturbing[heater].length; k++) {
      heat += share[heater][k] * drive[disturbing[heater][k]];
    }
    return heat;
  }

  /** Returns the voltage of a drive phase [V]; the heater must have a curve. */
  public double voltageV(int heater, double driveRad) {
    // Rounding may lead out of the range by a few units in the last place.
    double inside = Math.min(highestRad[heater], Math.max(lowestRad[heater], driveRad));
    return curves[heater].unwrappedVoltageV(inside + curves[heater].c0());
  }

  /**
   * Returns the phases that voltages give, thermal crosstalk included [rad], not wrapped; NaN for a
   * heater without curve or outside the voltages of its curve.
   *
   * @param voltageV voltage of every heater [V]; Not modified
   */
  public double[] phaseRad(double[] voltageV) {
    double[] drive = drives(voltageV);
    double[] phase = new double[curves.length];
    for (int i = 0; i < phase.length; i++) {
      phase[i] =
          curves[i] == null || !reaches(i, voltageV[i])
              ? Double.NaN
              : curves[i].c0() + drive[i] + heatRad(i, drive);
    }
    return phase;
  }

  /**
   * Returns the lowest voltage that gives one heater a phase while all others stay as they are [V].
   *
   * @param heater the heater; it must have a curve
   * @param phaseRad wanted phase [rad], crosstalk of the others included
   * @param voltageV voltage of every heater [V]; Not modified
   */
  public double voltageV(int heater, double phaseRad, double[] voltageV) {
    double wanted = phaseRad - curves[heater].c0() - heatRad(heater, drives(voltageV));
    return voltageV(heater, lowestRad[heater] + MeshPhases.wrap(wanted - lowestRad[heater]));
  }

  private double[] drives(double[] voltageV) {
    double[] drive = new double[curves.length];
    for (int i = 0; i < drive.length; i++) {
      drive[i] = driveRad(i, voltageV[i]);
    }
    return drive;
  }

  private boolean reaches(int heater, double voltageV) {
    return voltageV >= curves[heater].minVoltageV() && voltageV <= curves[heater].maxVoltageV();
  }

  /** Returns the drive phase at a voltage [rad]; 0 for a heater without curve. */
  public double driveRad(int heater, double voltageV) {
    return curves[heater] == null ? 0 : curves[heater].phaseRad(voltageV) - curves[heater].c0();
  }

  /** Returns whether a heater can be set. */
  public boolean canSet(int heater) {
    return curves[heater] != null;
  }

  private static int[] nonZero(double[] row) {
    int[] found = new int[row.length];
    int count = 0;
    for (int j = 0; j < row.length; j++) {
      if (row[j] != 0) {
        found[count++] = j;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
