package org.insitu.mesh.decompose;

/**
 * The 2 × 2 step that moves the power of one complex number into another: with H = [[s, c], [c,
 * -s]], an amplitude a meets the phase p = e^{i phaseRad} and H mixes it with b so that one output
 * is dark. Mutable; one instance is reused for all steps.
 */
final class Nulling {
  /**
   * |amplitude|² below this counts as zero: its square root would lose digits to underflow, and an
   * amplitude of 1e-140 is nothing beside 1.
   */
  private static final double DARK_POWER = 1e-280;

  double sin;
  double cos;
  double phaseRad;
  double phaseRe;
  double phaseIm;

  /** Chooses s a p + c b = 0: the output at the side of a is dark, that of b takes all. */
  void nullFirst(double aRe, double aIm, double bRe, double bIm) {
    choose(aRe, aIm, bRe, bIm, -1);
  }

  /** Chooses c a p - s b = 0: the output at the side of b is dark, that of a takes all. */
  void nullSecond(double aRe, double aIm, double bRe, double bIm) {
    choose(bRe, bIm, aRe, aIm, 1);
    phaseRad = -phaseRad;
    phaseIm = -phaseIm;
  }

  private void choose(double darkRe, double darkIm, double litRe, double litIm, int sign) {
    double darkPower = darkRe * darkRe + darkIm * darkIm;
    double litPower = litRe * litRe + litIm * litIm;
    if (darkPower < DARK_POWER) {
      // Dark already: leave everything as it is, in the bar state that is exactly the identity.
      sin = 1;
      cos = 0;
      phaseRe = -1;
      phaseIm = 0;
      phaseRad = Math.PI;
      return;
    }
    double dark = Math.sqrt(darkPower);
    if (litPower < DARK_POWER) {
      sin = 0;
      cos = 1;
      phaseRe = sign * darkRe / dark;
      phaseIm = -sign * darkIm / dark;
    } else {
      double lit = Math.sqrt(litPower);
      double norm = Math.sqrt(darkPower + litPower);
      sin = lit / norm;
      cos = dark / norm;
      double scale = sign / (dark * lit);
      phaseRe = scale * (litRe * darkRe + litIm * darkIm);
      phaseIm = scale * (litIm * darkRe - litRe * darkIm);
    }
    phaseRad = Math.atan2(phaseIm, phaseRe);
  }

  /**
   * Applies H diag(p, 1) to two rows from a column on. Short loops: each vectorises on JDK 17.
   *
   * @param re real parts of the matrix; Modified
   * @param im imaginary parts; Modified
   * @param top upper of the two rows
   * @param from first column
   * @param to column after the last
   * @param scratchRe workspace of at least {@code to}; Modified
   * @param scratchIm workspace of at least {@code to}; Modified
   */
  void applyToRows(
      double[][] re,
      double[][] im,
      int top,
      int from,
      int to,
      double[] scratchRe,
      double[] scratchIm) {
    double pr = phaseRe;
    double pi = phaseIm;
    double[] ar = re[top];
    double[] ai = im[top];
    for (int k = from; k < to; k++) {
      scratchRe[k] = pr * ar[k] - pi * ai[k];
      scratchIm[k] = pr * ai[k] + pi * ar[k];
    }
    mix(scratchRe, ar, re[top + 1], from, to);
    mix(scratchIm, ai, im[top + 1], from, to);
  }

  private void mix(double[] a, double[] top, double[] bottom, int from, int to) {
    double s = sin;
    double c = cos;
    for (int k = from; k < to; k++) {
      double b = bottom[k];
      top[k] = s * a[k] + c * b;
      bottom[k] = c * a[k] - s * b;
    }
  }
}
