package org.insitu.mesh.engine;

/**
 * M = Σ x gᵀ of a batch, transposed to {@code [port of g][port of x]} so that its columns are the
 * cotangents of the basis vectors, and scaled: a cotangent much larger than its basis vector would
 * cost digits when powers are subtracted.
 *
 * @param re real parts, scaled
 * @param im imaginary parts, scaled
 * @param scale what the parts were divided by
 */
record Correlation(double[][] re, double[][] im, double scale) {

  /** Adds up the slots in their order. */
  static Correlation of(double[][][] slotsRe, double[][][] slotsIm) {
    int ports = slotsRe[0].length;
    double[][] re = new double[ports][ports];
    double[][] im = new double[ports][ports];
    double largest = 0;
    for (int x = 0; x < ports; x++) {
      double power = 0;
      for (int g = 0; g < ports; g++) {
        for (int slot = 0; slot < slotsRe.length; slot++) {
          re[g][x] += slotsRe[slot][x][g];
          im[g][x] += slotsIm[slot][x][g];
        }
        power += re[g][x] * re[g][x] + im[g][x] * im[g][x];
      }
      largest = Math.max(largest, power);
    }
    double scale = largest > 0 ? Math.sqrt(largest) : 1;
    for (int g = 0; g < ports; g++) {
      for (int x = 0; x < ports; x++) {
        re[g][x] /= scale;
        im[g][x] /= scale;
      }
    }
    return new Correlation(re, im, scale);
  }

  /** Returns a gradient in the units of the batch. */
  double[] scaled(double[] gradient) {
    double[] result = new double[gradient.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = gradient[i] * scale;
    }
    return result;
  }
}
