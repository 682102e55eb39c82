package org.insitu.mesh.engine;

/**
 * M = Σ x gᵀ of a batch, transposed to {@code [port of g][port of x]} so that its columns are the
 * cotangents of the basis vectors.
 *
 * @param re real parts
 * @param im imaginary parts
 */
record Correlation(double[][] re, double[][] im) {

  /** Adds up the slots in their order. */
  static Correlation of(double[][][] slotsRe, double[][][] slotsIm) {
    int ports = slotsRe[0].length;
    double[][] re = new double[ports][ports];
    double[][] im = new double[ports][ports];
    for (int x = 0; x < ports; x++) {
      for (int g = 0; g < ports; g++) {
        for (int slot = 0; slot < slotsRe.length; slot++) {
          re[g][x] += slotsRe[slot][x][g];
          im[g][x] += slotsIm[slot][x][g];
        }
      }
    }
    return new Correlation(re, im);
  }
}
