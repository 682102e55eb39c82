package org.insitu.gui.model;

import java.util.Arrays;
import java.util.Optional;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/**
 * What was last written to and read from a chip. Immutable: arrays belong to the snapshot, Not
 * modified.
 *
 * @param layout layout of the chip
 * @param voltageV voltage of every heater [V], in the order of the layout
 * @param tapW power last read at every tap [W], {@code [column][row]}
 * @param age per column, readings of the chip since it was read; negative if it never was
 * @param direction direction of light
 * @param laser the laser
 * @param chipSeconds time on the chip since it was opened [s]
 */
public record ChipTelemetry(
    ChipLayout layout,
    double[] voltageV,
    double[][] tapW,
    long[] age,
    Direction direction,
    Light laser,
    double chipSeconds) {
  /**
   * The laser.
   *
   * @param powerW its power at the chip [W], 0 if it is dark
   * @param maxPowerW highest power that the bench allows [W]; infinite if not known
   * @param tuning its wavelength and range; empty if it is not under control
   */
  public record Light(double powerW, double maxPowerW, Optional<LaserTuning> tuning) {}

  /** Readings after which a column no longer tells about the light of now. */
  private static final long FRESH = 64;

  /** Returns the same chip with every heater at 0 V and the laser dark; no tap was read since. */
  ChipTelemetry safe() {
    long[] never = new long[age.length];
    Arrays.fill(never, -1);
    return new ChipTelemetry(
        layout,
        new double[voltageV.length],
        new double[tapW.length][layout.rows()],
        never,
        direction,
        new Light(0, laser.maxPowerW(), laser.tuning()),
        chipSeconds);
  }

  /** Returns whether a column was read lately. */
  public boolean fresh(int column) {
    return age[column] >= 0 && age[column] < FRESH;
  }

  /** Returns the power that a heater takes [W], V²/R with its nominal resistance. */
  public double heaterPowerW(int heater) {
    return voltageV[heater] * voltageV[heater] / layout.limits().heaterResistanceOhm();
  }

  /** Returns the power that all heaters take [W]. */
  public double totalHeaterPowerW() {
    double sum = 0;
    for (int heater = 0; heater < voltageV.length; heater++) {
      sum += heaterPowerW(heater);
    }
    return sum;
  }

  /** Returns the share of its column's light at a tap, 0..1; 0 in the dark. */
  public double share(int column, int row) {
    double sum = 0;
    for (double power : tapW[column]) {
      sum += Math.max(0, power);
    }
    return sum > 0 ? Math.max(0, tapW[column][row]) / sum : 0;
  }
}
