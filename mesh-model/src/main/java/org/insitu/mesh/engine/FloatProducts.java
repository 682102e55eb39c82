package org.insitu.mesh.engine;

import java.util.Arrays;

/**
 * Products of complex matrices, as real ones of twice the size: [re; im] of A B is [Ar, -Ai; Ai,
 * Ar] times [Br; Bi]. As many operations, but a tile of the real product leaves registers free.
 */
final class FloatProducts {
  private FloatProducts() {}

  /**
   * Returns the real matrix [Ar, -Ai; Ai, Ar]. Its left half alone multiplies real batches, its
   * upper half alone gives real parts.
   */
  static float[][] wide(FloatBatch a) {
    float[][] wide = new float[2 * a.ports()][2 * a.samples()];
    fillWide(a, wide);
    return wide;
  }

  /** Writes it over another one. */
  static void fillWide(FloatBatch a, float[][] wide) {
    int rows = a.ports();
    int columns = a.samples();
    for (int row = 0; row < rows; row++) {
      float[] re = a.re()[row];
      float[] im = a.im()[row];
      System.arraycopy(re, 0, wide[row], 0, columns);
      System.arraycopy(im, 0, wide[rows + row], 0, columns);
      System.arraycopy(re, 0, wide[rows + row], columns, columns);
      for (int k = 0; k < columns; k++) {
        wide[row][columns + k] = -im[k];
      }
    }
  }

  /**
   * Computes the matrix product of a and the transposed b, without conjugation.
   *
   * @param a {@code [row][k]}
   * @param b {@code [column][k]}, as long
   * @param product {@code [row][column]}; Modified
   */
  static void multiplyTransposed(
      FloatKernel kernel, FloatBatch a, FloatBatch b, FloatMatrix product) {
    int columns = b.ports();
    float[][] parts = new float[2 * a.ports()][2 * columns];
    kernel.multiplyTransposed(
        rows(a.re(), a.im()), rows(b.re(), b.im()), a.samples(), 2 * columns, parts);
    for (int row = 0; row < a.ports(); row++) {
      float[] ofRe = parts[row];
      float[] ofIm = parts[a.ports() + row];
      for (int column = 0; column < columns; column++) {
        product.re()[row][column] = ofRe[column] - ofIm[columns + column];
        product.im()[row][column] = ofIm[column] + ofRe[columns + column];
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
