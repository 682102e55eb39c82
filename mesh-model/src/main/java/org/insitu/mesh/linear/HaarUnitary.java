package org.insitu.mesh.linear;

import java.util.random.RandomGenerator;

/**
 * Random unitaries of the Haar measure: Q of the QR factorisation of a matrix of independent
 * complex Gaussians, with a real positive diagonal of R, which is the phase fix that makes it Haar.
 *
 * @see <a href="https://arxiv.org/abs/math-ph/0609050">Mezzadri, Notices AMS 54, 592 (2007)</a>
 */
public final class HaarUnitary {
  private HaarUnitary() {}

  /**
   * Draws a unitary; the same generator state gives the same matrix.
   *
   * @param size N, at least 1
   * @param random source of 2N² Gaussians
   * @throws IllegalArgumentException if {@code size} is less than 1
   */
  public static ComplexMatrix sample(int size, RandomGenerator random) {
    if (size < 1) {
      throw new IllegalArgumentException("a matrix has at least 1 row, not " + size);
    }
    ComplexMatrix unitary = ComplexMatrix.zeros(size, size);
    for (int row = 0; row < size; row++) {
      double[] re = unitary.re()[row];
      double[] im = unitary.im()[row];
      for (int column = 0; column < size; column++) {
        re[column] = random.nextGaussian();
        im[column] = random.nextGaussian();
      }
      // Twice is enough: one more pass brings Gram-Schmidt to machine precision.
      for (int pass = 0; pass < 2; pass++) {
        for (int earlier = 0; earlier < row; earlier++) {
          removeProjection(re, im, unitary.re()[earlier], unitary.im()[earlier]);
        }
        normalise(re, im);
      }
    }
    return unitary;
  }

  /** Subtracts (qᴴ v) q from v. */
  private static void removeProjection(double[] re, double[] im, double[] qr, double[] qi) {
    double overlapRe = 0;
    double overlapIm = 0;
    for (int k = 0; k < re.length; k++) {
      overlapRe += qr[k] * re[k] + qi[k] * im[k];
      overlapIm += qr[k] * im[k] - qi[k] * re[k];
    }
    for (int k = 0; k < re.length; k++) {
      re[k] -= overlapRe * qr[k] - overlapIm * qi[k];
      im[k] -= overlapRe * qi[k] + overlapIm * qr[k];
    }
  }

  private static void normalise(double[] re, double[] im) {
    double power = 0;
    for (int k = 0; k < re.length; k++) {
      power += re[k] * re[k] + im[k] * im[k];
    }
    double scale = 1 / Math.sqrt(power);
    for (int k = 0; k < re.length; k++) {
      re[k] *= scale;
      im[k] *= scale;
    }
  }
}
