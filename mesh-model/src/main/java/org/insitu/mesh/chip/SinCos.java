package org.insitu.mesh.chip;

/**
 * Sine and cosine with the same bits on every JDK, CPU and compiler tier, several times faster than
 * {@link StrictMath}.
 *
 * <p>{@code Math.sin} may differ in the last bit between JDKs; here everything is additions and
 * multiplications, which Java fixes exactly. The argument is brought to [-π/4, π/4] by subtracting
 * a multiple of π/2 that is held in two parts (Cody and Waite), then Taylor series follow: the
 * first terms left out are x¹⁹/19! and x²⁰/20!, under 1e-19 there. Errors stay below 2e-16 plus
 * 1e-17 per turn.
 */
final class SinCos {
  /** Upper 33 bits of π/2: its products with whole numbers below 2²⁰ are exact. */
  private static final double HALF_PI_HIGH = 0x1.921fb544p0;

  /** π/2 less its upper part. */
  private static final double HALF_PI_LOW = 0x1.0b4611a626331p-34;

  private static final double PER_HALF_PI = 2 / Math.PI;

  private static final double S3 = -1.0 / 6;
  private static final double S5 = 1.0 / 120;
  private static final double S7 = -1.0 / 5040;
  private static final double S9 = 1.0 / 362880;
  private static final double S11 = -1.0 / 39916800;
  private static final double S13 = 1.0 / 6227020800.0;
  private static final double S15 = -1.0 / 1307674368000.0;
  private static final double S17 = 1.0 / 355687428096000.0;

  private static final double C2 = -1.0 / 2;
  private static final double C4 = 1.0 / 24;
  private static final double C6 = -1.0 / 720;
  private static final double C8 = 1.0 / 40320;
  private static final double C10 = -1.0 / 3628800;
  private static final double C12 = 1.0 / 479001600;
  private static final double C14 = -1.0 / 87178291200.0;
  private static final double C16 = 1.0 / 20922789888000.0;
  private static final double C18 = -1.0 / 6402373705728000.0;

  private SinCos() {}

  /**
   * Computes both.
   *
   * @param x argument [rad], |x| below 1e6; NaN gives NaN
   * @param out sine and cosine; Modified
   */
  static void of(double x, double[] out) {
    double turns = Math.rint(x * PER_HALF_PI);
    double r = (x - turns * HALF_PI_HIGH) - turns * HALF_PI_LOW;
    double z = r * r;
    double tail =
        z * (S3 + z * (S5 + z * (S7 + z * (S9 + z * (S11 + z * (S13 + z * (S15 + z * S17)))))));
    double s = r + r * tail;
    double c =
        1
            + z
                * (C2
                    + z
                        * (C4
                            + z
                                * (C6
                                    + z
                                        * (C8
                                            + z
                                                * (C10
                                                    + z
                                                        * (C12
                                                            + z * (C14 + z * (C16 + z * C18))))))));
    switch ((int) turns & 3) {
      case 0 -> {
        out[0] = s;
        out[1] = c;
      }
      case 1 -> {
        out[0] = c;
        out[1] = -s;
      }
      case 2 -> {
        out[0] = -s;
        out[1] = -c;
      }
      default -> {
        out[0] = -c;
        out[1] = s;
      }
    }
  }
}
