package org.insitu.mesh.decompose;

import org.insitu.mesh.linear.ComplexMatrix;

/** Refuses matrices that no lossless mesh can be. */
final class Unitarity {
  /** A matrix typed or measured to six digits passes; a mistake does not. */
  private static final double TOLERANCE = 1e-6;

  private Unitarity() {}

  /**
   * Checks shape, finiteness and Σ|U_ij|² = N. With {@link #checkUnit} for all that is left on the
   * diagonal nothing can be left off it, so both together prove unitarity in O(N²).
   *
   * @throws IllegalArgumentException if a check fails
   */
  static void check(ComplexMatrix matrix, int ports) {
    if (matrix.rows() != ports || matrix.columns() != ports) {
      throw new IllegalArgumentException(
          "a mesh of %d ports cannot be a %d x %d matrix"
              .formatted(ports, matrix.rows(), matrix.columns()));
    }
    double total = 0;
    for (int i = 0; i < ports; i++) {
      for (int j = 0; j < ports; j++) {
        double re = matrix.re()[i][j];
        double im = matrix.im()[i][j];
        total += re * re + im * im;
      }
    }
    if (!Double.isFinite(total)) {
      throw new IllegalArgumentException("the matrix has an entry that is not finite");
    }
    if (Math.abs(total / ports - 1) > TOLERANCE) {
      throw new IllegalArgumentException(
          "the matrix is not unitary: its mean column power is " + total / ports + ", not 1");
    }
  }

  /**
   * Checks that nulling left a number of modulus 1 on the diagonal.
   *
   * @throws IllegalArgumentException if not
   */
  static void checkUnit(double re, double im, int port) {
    double modulus = Math.hypot(re, im);
    if (!(Math.abs(modulus - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(
          "the matrix is not unitary: nulling leaves modulus %s at port %d, not 1"
              .formatted(modulus, port));
    }
  }
}
