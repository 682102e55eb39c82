package org.insitu.mesh.engine;

import java.util.Arrays;
import org.insitu.mesh.linear.ComplexBatch;

/**
 * A complex matrix in single precision that multiplies batches fast. Mutable; owned by whoever made
 * it.
 *
 * @param re real parts, {@code [row][column]}
 * @param im imaginary parts, same shape
 */
public record FloatMatrix(float[][] re, float[][] im) {
  /** Taken in turn: see {@link FloatLoops}. */
  private static final FloatLoops[] RING = FloatLoops.values();

  /** Returns a rounded copy of what N basis vectors came out as, one column per sample. */
  public static FloatMatrix of(ComplexBatch columns) {
    FloatBatch rounded = FloatBatch.of(columns);
    return new FloatMatrix(rounded.re(), rounded.im());
  }

  /**
   * Computes Σ g xᵀ over the samples, without conjugation.
   *
   * @param g gives the rows, {@code [port][sample]}; Not modified
   * @param x gives the columns, as many samples; Not modified
   */
  public static FloatMatrix correlation(FloatBatch g, FloatBatch x) {
    FloatMatrix sum =
        new FloatMatrix(new float[g.ports()][x.ports()], new float[g.ports()][x.ports()]);
    if (VectorKernels.FLOATS.isPresent()) {
      FloatProducts.multiplyTransposed(VectorKernels.FLOATS.get(), g, x, sum);
    } else {
      // Sample by sample: nothing is added up across lanes, so the loops vectorise.
      multiplyByLoops(g.re(), g.im(), transposed(x.re()), transposed(x.im()), sum.re, sum.im);
    }
    return sum;
  }

  /**
   * Computes y = U x.
   *
   * @param x {@code [port][sample]}; Not modified
   * @param y another batch; Modified
   */
  public void multiply(FloatBatch x, FloatBatch y) {
    multiply(re, im, x.re(), x.im(), y.re(), y.im());
  }

  /**
   * Computes y = Uᵀ x.
   *
   * @param x {@code [port][sample]}; Not modified
   * @param y another batch; Modified
   */
  public void multiplyTransposed(FloatBatch x, FloatBatch y) {
    multiply(transposed(re), transposed(im), x.re(), x.im(), y.re(), y.im());
  }

  private static void multiply(
      float[][] ar, float[][] ai, float[][] br, float[][] bi, float[][] re, float[][] im) {
    if (VectorKernels.FLOATS.isPresent()) {
      VectorKernels.FLOATS
          .get()
          .multiply(
              FloatProducts.wide(new FloatBatch(ar, ai)),
              FloatProducts.rows(br, bi),
              2 * br.length,
              re[0].length,
              FloatProducts.rows(re, im));
    } else {
      multiplyByLoops(ar, ai, br, bi, re, im);
    }
  }

  static void multiplyByLoops(
      float[][] ar, float[][] ai, float[][] br, float[][] bi, float[][] re, float[][] im) {
    int turn = 0;
    for (int row = 0; row < ar.length; row++) {
      Arrays.fill(re[row], 0);
      Arrays.fill(im[row], 0);
      for (int k = 0; k < br.length; k++) {
        turn = turn == RING.length - 1 ? 0 : turn + 1;
        RING[turn].accumulateProduct(
            br[k], bi[k], re[row], im[row], re[row].length, ar[row][k], ai[row][k]);
      }
    }
  }

  private static float[][] transposed(float[][] rows) {
    float[][] transposed = new float[rows[0].length][rows.length];
    for (int row = 0; row < rows.length; row++) {
      float[] values = rows[row];
      for (int column = 0; column < values.length; column++) {
        transposed[column][row] = values[column];
      }
    }
    return transposed;
  }
}
