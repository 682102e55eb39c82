package org.insitu.mesh.chip;

/**
 * Static optical imperfections of a whole chip.
 *
 * @param couplerErrorRad splitting error of every coupler [rad], in the order of {@link
 *     ChipLayout#couplers()}
 * @param lossDb loss of every waveguide section [dB], {@code [column][row]}, positive attenuates
 */
public record ChipErrors(double[] couplerErrorRad, double[][] lossDb) {
  /** Returns a perfect chip. */
  public static ChipErrors none(ChipLayout layout) {
    return new ChipErrors(
        new double[layout.couplers().size()], new double[layout.columns()][layout.rows()]);
  }
}
