package org.insitu.mesh.linear;

/**
 * A dense complex matrix, {@code [row][column]}, real and imaginary parts apart. Mutable; owned by
 * whoever made it.
 *
 * @param re real parts
 * @param im imaginary parts, same shape
 */
public record ComplexMatrix(double[][] re, double[][] im) {
  /** Returns a zero matrix. */
  public static ComplexMatrix zeros(int rows, int columns) {
    return new ComplexMatrix(new double[rows][columns], new double[rows][columns]);
  }

  /** Returns the identity. */
  public static ComplexMatrix identity(int size) {
    ComplexMatrix identity = zeros(size, size);
    for (int i = 0; i < size; i++) {
      identity.re[i][i] = 1;
    }
    return identity;
  }

  /** Returns the number of rows. */
  public int rows() {
    return re.length;
  }

  /** Returns the number of columns. */
  public int columns() {
    return re.length == 0 ? 0 : re[0].length;
  }

  /** Returns this · other as a new matrix. */
  public ComplexMatrix times(ComplexMatrix other) {
    if (columns() != other.rows()) {
      throw new IllegalArgumentException(
          "cannot multiply " + columns() + " columns by " + other.rows() + " rows");
    }
    ComplexMatrix product = zeros(rows(), other.columns());
    for (int i = 0; i < rows(); i++) {
      double[] outRe = product.re[i];
      double[] outIm = product.im[i];
      for (int k = 0; k < columns(); k++) {
        double ar = re[i][k];
        double ai = im[i][k];
        double[] br = other.re[k];
        double[] bi = other.im[k];
        for (int j = 0; j < outRe.length; j++) {
          outRe[j] += ar * br[j] - ai * bi[j];
          outIm[j] += ar * bi[j] + ai * br[j];
        }
      }
    }
    return product;
  }

  /** Returns the conjugate transpose as a new matrix. */
  public ComplexMatrix adjoint() {
    ComplexMatrix result = zeros(re[0].length, re.length);
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        result.re[j][i] = re[i][j];
        result.im[j][i] = -im[i][j];
      }
    }
    return result;
  }

  /** Returns the largest |this - other| over all entries. */
  public double maxDifference(ComplexMatrix other) {
    if (rows() != other.rows() || columns() != other.columns()) {
      throw new IllegalArgumentException("matrices differ in shape");
    }
    double max = 0;
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        max = Math.max(max, Math.hypot(re[i][j] - other.re[i][j], im[i][j] - other.im[i][j]));
      }
    }
    return max;
  }

  /** Returns a deep copy. */
  public ComplexMatrix copy() {
    ComplexMatrix copy = zeros(rows(), columns());
    for (int i = 0; i < rows(); i++) {
      System.arraycopy(re[i], 0, copy.re[i], 0, columns());
      System.arraycopy(im[i], 0, copy.im[i], 0, columns());
    }
    return copy;
  }
}
