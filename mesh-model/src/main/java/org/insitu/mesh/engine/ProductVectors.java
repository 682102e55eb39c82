package org.insitu.mesh.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products of {@link FloatVectors}: a panel of columns at a time lies in the first-level
 * cache, and sums of a tile stay in registers over all its rows.
 *
 * @see FloatKernel
 */
final class ProductVectors {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int WIDTH = FloatKernel.WIDTH;

  /** Columns of a tile of two rows: its eight sums and what they take fill the registers. */
  private static final int TILE = 2 * WIDTH;

  /** Length of a panel's row: real parts, then imaginary parts. */
  private static final int STRIDE = 2 * TILE;

  /** Rows of a panel: 19 kB, more than half of a first-level cache; a full block is two of them. */
  private static final int CHUNK = 152;

  private ProductVectors() {}

  static void multiply(
      float[][] ar,
      float[][] ai,
      float[][] br,
      float[][] bi,
      int columns,
      float[][] re,
      float[][] im) {
    float[] panel = new float[CHUNK * STRIDE];
    float[] sums = new float[4 * TILE];
    for (int from = 0; from < br.length; from += CHUNK) {
      int count = Math.min(CHUNK, br.length - from);
      for (int column = 0; column < columns; column += TILE) {
        int width = Math.min(TILE, columns - column);
        for (int k = 0; k < count; k++) {
          System.arraycopy(br[from + k], column, panel, STRIDE * k, width);
          System.arraycopy(bi[from + k], column, panel, STRIDE * k + TILE, width);
        }
        multiplyPanel(ar, ai, from, count, panel, sums, column, width, re, im);
      }
    }
  }

  static void multiplyTransposed(
      float[][] ar,
      float[][] ai,
      float[][] br,
      float[][] bi,
      int inner,
      float[][] re,
      float[][] im) {
    float[] panel = new float[CHUNK * STRIDE];
    float[] sums = new float[4 * TILE];
    for (int from = 0; from < inner; from += CHUNK) {
      int count = Math.min(CHUNK, inner - from);
      for (int column = 0; column < br.length; column += TILE) {
        int width = Math.min(TILE, br.length - column);
        for (int j = 0; j < width; j++) {
          layColumn(br[column + j], bi[column + j], from, count, panel, j);
        }
        multiplyPanel(ar, ai, from, count, panel, sums, column, width, re, im);
      }
    }
  }

  private static void layColumn(
      float[] re, float[] im, int from, int count, float[] panel, int first) {
    for (int k = 0, at = first; k < count; k++, at += STRIDE) {
      panel[at] = re[from + k];
      panel[at + TILE] = im[from + k];
    }
  }

  private static void multiplyPanel(
      float[][] ar,
      float[][] ai,
      int from,
      int count,
      float[] panel,
      float[] sums,
      int column,
      int width,
      float[][] re,
      float[][] im) {
    boolean onTop = from > 0;
    for (int row = 0; row < re.length; row += 2) {
      // An odd row at the end is its own partner.
      int second = Math.min(row + 1, re.length - 1);
      tile(ar[row], ai[row], ar[second], ai[second], from, count, panel, sums);
      put(sums, 0, re[row], column, width, onTop);
      put(sums, TILE, im[row], column, width, onTop);
      if (second > row) {
        put(sums, 2 * TILE, re[second], column, width, onTop);
        put(sums, 3 * TILE, im[second], column, width, onTop);
      }
    }
  }

  /**
   * Multiplies two rows of the left by a panel of the right: all sums stay in registers. Both
   * indices are counted by the loop, as bounds are then checked once in front of it; with products
   * of one index they are checked at every access, at half the speed.
   */
  private static void tile(
      float[] r0,
      float[] i0,
      float[] r1,
      float[] i1,
      int from,
      int count,
      float[] panel,
      float[] sums) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector re00 = zero;
    FloatVector re01 = zero;
    FloatVector im00 = zero;
    FloatVector im01 = zero;
    FloatVector re10 = zero;
    FloatVector re11 = zero;
    FloatVector im10 = zero;
    FloatVector im11 = zero;
    for (int k = from, at = 0; k < from + count; k++, at += STRIDE) {
      FloatVector a = FloatVector.broadcast(SPECIES, r0[k]);
      FloatVector b = FloatVector.broadcast(SPECIES, i0[k]);
      FloatVector c = FloatVector.broadcast(SPECIES, r1[k]);
      FloatVector d = FloatVector.broadcast(SPECIES, i1[k]);
      FloatVector u0 = FloatVector.fromArray(SPECIES, panel, at);
      FloatVector u1 = FloatVector.fromArray(SPECIES, panel, at + WIDTH);
      re00 = u0.fma(a, re00);
      im00 = u0.fma(b, im00);
      re10 = u0.fma(c, re10);
      im10 = u0.fma(d, im10);
      re01 = u1.fma(a, re01);
      im01 = u1.fma(b, im01);
      re11 = u1.fma(c, re11);
      im11 = u1.fma(d, im11);
      FloatVector v0 = FloatVector.fromArray(SPECIES, panel, at + 2 * WIDTH);
      FloatVector v1 = FloatVector.fromArray(SPECIES, panel, at + 3 * WIDTH);
      im00 = v0.fma(a, im00);
      im10 = v0.fma(c, im10);
      im01 = v1.fma(a, im01);
      im11 = v1.fma(c, im11);
      FloatVector minusB = FloatVector.broadcast(SPECIES, -i0[k]);
      FloatVector minusD = FloatVector.broadcast(SPECIES, -i1[k]);
      re00 = v0.fma(minusB, re00);
      re10 = v0.fma(minusD, re10);
      re01 = v1.fma(minusB, re01);
      re11 = v1.fma(minusD, re11);
    }
    re00.intoArray(sums, 0);
    re01.intoArray(sums, WIDTH);
    im00.intoArray(sums, 2 * WIDTH);
    im01.intoArray(sums, 3 * WIDTH);
    re10.intoArray(sums, 4 * WIDTH);
    re11.intoArray(sums, 5 * WIDTH);
    im10.intoArray(sums, 6 * WIDTH);
    im11.intoArray(sums, 7 * WIDTH);
  }

  static void multiplyReal(float[][] a, float[][] b, int columns, float[][] c) {
    float[] panel = new float[CHUNK * TILE];
    float[] sums = new float[4 * TILE];
    for (int from = 0; from < b.length; from += CHUNK) {
      int count = Math.min(CHUNK, b.length - from);
      for (int column = 0; column < columns; column += TILE) {
        int width = Math.min(TILE, columns - column);
        for (int k = 0; k < count; k++) {
          System.arraycopy(b[from + k], column, panel, TILE * k, width);
        }
        multiplyRealPanel(a, from, count, panel, sums, column, width, c);
      }
    }
  }

  static void multiplyRealTransposed(float[][] a, float[][] b, int inner, float[][] c) {
    float[] panel = new float[CHUNK * TILE];
    float[] sums = new float[4 * TILE];
    for (int from = 0; from < inner; from += CHUNK) {
      int count = Math.min(CHUNK, inner - from);
      for (int column = 0; column < b.length; column += TILE) {
        int width = Math.min(TILE, b.length - column);
        for (int j = 0; j < width; j++) {
          layRealColumn(b[column + j], from, count, panel, j);
        }
        multiplyRealPanel(a, from, count, panel, sums, column, width, c);
      }
    }
  }

  private static void layRealColumn(float[] b, int from, int count, float[] panel, int first) {
    for (int k = 0, at = first; k < count; k++, at += TILE) {
      panel[at] = b[from + k];
    }
  }

  private static void multiplyRealPanel(
      float[][] a,
      int from,
      int count,
      float[] panel,
      float[] sums,
      int column,
      int width,
      float[][] c) {
    int last = c.length - 1;
    for (int row = 0; row < c.length; row += 4) {
      // At the end the last row stands in for those that are missing.
      float[] second = a[Math.min(row + 1, last)];
      float[] third = a[Math.min(row + 2, last)];
      float[] fourth = a[Math.min(row + 3, last)];
      realTile(a[row], second, third, fourth, from, count, panel, sums);
      for (int i = 0; i < 4 && row + i <= last; i++) {
        put(sums, i * TILE, c[row + i], column, width, from > 0);
      }
    }
  }

  /**
   * Multiplies four rows of the left by a panel of the right.
   *
   * @see #tile
   */
  private static void realTile(
      float[] r0,
      float[] r1,
      float[] r2,
      float[] r3,
      int from,
      int count,
      float[] panel,
      float[] sums) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    for (int k = from, at = 0; k < from + count; k++, at += TILE) {
      FloatVector u0 = FloatVector.fromArray(SPECIES, panel, at);
      FloatVector u1 = FloatVector.fromArray(SPECIES, panel, at + WIDTH);
      FloatVector a = FloatVector.broadcast(SPECIES, r0[k]);
      FloatVector b = FloatVector.broadcast(SPECIES, r1[k]);
      FloatVector c = FloatVector.broadcast(SPECIES, r2[k]);
      FloatVector d = FloatVector.broadcast(SPECIES, r3[k]);
      s00 = u0.fma(a, s00);
      s01 = u1.fma(a, s01);
      s10 = u0.fma(b, s10);
      s11 = u1.fma(b, s11);
      s20 = u0.fma(c, s20);
      s21 = u1.fma(c, s21);
      s30 = u0.fma(d, s30);
      s31 = u1.fma(d, s31);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, WIDTH);
    s10.intoArray(sums, TILE);
    s11.intoArray(sums, TILE + WIDTH);
    s20.intoArray(sums, 2 * TILE);
    s21.intoArray(sums, 2 * TILE + WIDTH);
    s30.intoArray(sums, 3 * TILE);
    s31.intoArray(sums, 3 * TILE + WIDTH);
  }

  private static void put(
      float[] sums, int first, float[] row, int column, int width, boolean onTop) {
    if (width == TILE) {
      FloatVector left = FloatVector.fromArray(SPECIES, sums, first);
      FloatVector right = FloatVector.fromArray(SPECIES, sums, first + WIDTH);
      if (onTop) {
        left = left.add(FloatVector.fromArray(SPECIES, row, column));
        right = right.add(FloatVector.fromArray(SPECIES, row, column + WIDTH));
      }
      left.intoArray(row, column);
      right.intoArray(row, column + WIDTH);
    } else {
      for (int j = 0; j < width; j++) {
        row[column + j] = onTop ? row[column + j] + sums[first + j] : sums[first + j];
      }
    }
  }
}
