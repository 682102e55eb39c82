package org.insitu.driver.calibration;

import java.util.Arrays;
import org.insitu.mesh.chip.ChipErrors;
import org.insitu.mesh.chip.ChipLayout;

/**
 * What is known of the static optics of a chip, heaters aside.
 *
 * @param couplerErrorRad splitting error of every coupler [rad], in the order of {@link
 *     ChipLayout#couplers()}; zeros if not measured
 * @param tapGain responsivity of every tap relative to the others of its column, {@code
 *     [column][row]}, positive; ones if not measured
 * @param residual root mean square of measured minus predicted share of a column's power; NaN if
 *     not measured
 */
public record ChipOptics(double[] couplerErrorRad, double[][] tapGain, double residual) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if an error is not finite or a gain not positive
   */
  public ChipOptics {
    if (!Arrays.stream(couplerErrorRad).allMatch(error -> Math.abs(error) < Math.PI / 4)) {
      throw new IllegalArgumentException("coupler errors must lie within ±π/4");
    }
    for (double[] column : tapGain) {
      if (!Arrays.stream(column).allMatch(gain -> gain > 0 && Double.isFinite(gain))) {
        throw new IllegalArgumentException("tap gains must be positive");
      }
    }
  }

  /** Returns what is assumed of a chip whose optics were not measured: that they are perfect. */
  public static ChipOptics perfect(ChipLayout layout) {
    double[][] gain = new double[layout.columns()][layout.rows()];
    for (double[] column : gain) {
      Arrays.fill(column, 1);
    }
    return new ChipOptics(new double[layout.couplers().size()], gain, Double.NaN);
  }

  /** Returns whether the optics were measured. */
  public boolean measured() {
    return !Double.isNaN(residual);
  }

  /** Returns whether this has the shape of a layout. */
  boolean fits(ChipLayout layout) {
    return couplerErrorRad.length == layout.couplers().size()
        && tapGain.length == layout.columns()
        && Arrays.stream(tapGain).allMatch(column -> column.length == layout.rows());
  }

  /** Returns the errors for a model of the chip; loss is not known. */
  public ChipErrors errors(ChipLayout layout) {
    return new ChipErrors(couplerErrorRad, new double[layout.columns()][layout.rows()]);
  }

  /**
   * Turns the powers of a column into the shares of its light, responsivities taken off.
   *
   * @param column column of the chip
   * @param powerW powers of its taps [W]; Not modified
   * @param share shares that sum to 1; Modified
   * @return the sum of the powers, 0 if the column is dark and the shares mean nothing [W]
   */
  public double shares(int column, double[] powerW, double[] share) {
    double total = 0;
    for (int row = 0; row < share.length; row++) {
      share[row] = powerW[row] / tapGain[column][row];
      total += share[row];
    }
    for (int row = 0; row < share.length; row++) {
      share[row] /= total;
    }
    return total;
  }
}
