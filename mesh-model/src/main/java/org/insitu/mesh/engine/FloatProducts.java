package org.insitu.mesh.engine;

import java.util.Arrays;

/**
 * Products of complex matrices, as real ones of twice the size: [re; im] of A B is [Ar, -Ai; Ai,
 * Ar] times [Br; Bi]. As many operations, but a tile of the real product leaves registers free.
 */
final class FloatProducts {
  private FloatProducts() {}

  /**
   * Computes the matrix product of a and b.
   *
   * @param ar real parts, {@code [row][k]}
   * @param ai imaginary parts, same shape
   * @param b real parts, then imaginary parts, {@code [2 k][column]}; half as many rows are real
   * @param columns columns of b that count
   * @param c real parts, then imaginary parts, {@code [2 row][column]}; with half as many rows only
   *     the real parts are computed; Modified
   */
  static void multiply(
      FloatKernel kernel, float[][] ar, float[][] ai, float[][] b, int columns, float[][] c) {
    boolean isReal = b.length == ar[0].length;
    float[][] left = new float[c.length][];
    for (int row = 0; row < left.length; row++) {
      boolean isTop = row < ar.length;
      float[] first = isTop ? ar[row] : ai[row - ar.length];
      left[row] = isReal ? first : joined(first, isTop ? ai[row] : ar[row - ar.length], isTop);
    }
    kernel.multiply(left, b, columns, c);
  }

  private static float[] joined(float[] left, float[] right, boolean negative) {
    float[] row = Arrays.copyOf(left, left.length + right.length);
    for (int k = 0; k < right.length; k++) {
      row[left.length + k] = negative ? -right[k] : right[k];
    }
    return row;
  }

  /**
   * Computes the matrix product of a and the transposed b, without conjugation.
   *
   * @param a real parts, then imaginary parts, {@code [2 row][k]}
   * @param b real parts, then imaginary parts, {@code [2 column][k]}; or real parts alone
   * @param isReal whether b has real parts alone
   * @param inner columns of a and b that count
   * @param re real parts, {@code [row][column]}; Modified
   * @param im imaginary parts, same shape; Modified
   */
  static void multiplyTransposed(
      FloatKernel kernel,
      float[][] a,
      float[][] b,
      boolean isReal,
      int inner,
      float[][] re,
      float[][] im) {
    if (isReal) {
      kernel.multiplyTransposed(a, b, inner, rows(re, im));
      return;
    }
    int rows = re.length;
    int columns = b.length / 2;
    float[][] products = new float[a.length][b.length];
    kernel.multiplyTransposed(a, b, inner, products);
    for (int row = 0; row < rows; row++) {
      float[] top = products[row];
      float[] bottom = products[rows + row];
      for (int column = 0; column < columns; column++) {
        re[row][column] = top[column] - bottom[columns + column];
        im[row][column] = bottom[column] + top[columns + column];
      }
    }
  }

  /** Returns the rows of real parts, then those of imaginary parts. */
  static float[][] rows(float[][] re, float[][] im) {
    float[][] rows = Arrays.copyOf(re, re.length + im.length);
    System.arraycopy(im, 0, rows, re.length, im.length);
    return rows;
  }
}
