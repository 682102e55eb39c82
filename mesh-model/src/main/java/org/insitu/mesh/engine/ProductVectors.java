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

  /** Columns of a tile of four rows: its eight sums and what they take fit the registers. */
  private static final int TILE = NetworkEngine.TILE;

  /** Rows of a tile. */
  private static final int ROWS = 4;

  /** Rows of a panel: 10 kB, a third of a first-level cache. */
  private static final int CHUNK = 160;

  /** One per thread: training takes thousands of products a second. */
  private static final ThreadLocal<float[]> PANEL =
      ThreadLocal.withInitial(() -> new float[CHUNK * TILE]);

  /** No index of a panel, and Java cannot know: see {@link #tile}. */
  @SuppressWarnings("NonFinalStaticField")
  private static int nowhere = -1;

  private ProductVectors() {}

  static void multiply(float[][] a, float[][] b, int inner, int columns, float[][] c) {
    float[] panel = PANEL.get();
    float[][] sums = new float[ROWS][TILE];
    for (int from = 0; from < inner; from += CHUNK) {
      int count = Math.min(CHUNK, inner - from);
      for (int column = 0; column < columns; column += TILE) {
        int width = Math.min(TILE, columns - column);
        layRows(b, from, count, column, width, panel);
        multiplyPanel(a, from, count, panel, sums, column, width, c);
      }
    }
  }

  static void multiplyTransposed(float[][] a, float[][] b, int inner, int columns, float[][] c) {
    float[] panel = PANEL.get();
    float[][] sums = new float[ROWS][TILE];
    for (int from = 0; from < inner; from += CHUNK) {
      int count = Math.min(CHUNK, inner - from);
      for (int column = 0; column < columns; column += TILE) {
        int width = Math.min(TILE, columns - column);
        int j = 0;
        for (; j + WIDTH <= width; j += WIDTH) {
          layColumns(
              b[column + j],
              b[column + j + 1],
              b[column + j + 2],
              b[column + j + 3],
              b[column + j + 4],
              b[column + j + 5],
              b[column + j + 6],
              b[column + j + 7],
              from,
              count,
              panel,
              j);
        }
        for (; j < width; j++) {
          layColumn(b[column + j], from, count, panel, j);
        }
        multiplyPanel(a, from, count, panel, sums, column, width, c);
      }
    }
  }

  private static void layRows(
      float[][] b, int from, int count, int column, int width, float[] panel) {
    for (int k = 0, at = 0; k < count; k++, at += TILE) {
      float[] row = b[from + k];
      if (width == TILE) {
        FloatVector.fromArray(SPECIES, row, column).intoArray(panel, at);
        FloatVector.fromArray(SPECIES, row, column + WIDTH).intoArray(panel, at + WIDTH);
      } else {
        System.arraycopy(row, column, panel, at, width);
      }
    }
  }

  /** Lays eight columns: rows that are far from each other in memory are then fetched together. */
  private static void layColumns(
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] b4,
      float[] b5,
      float[] b6,
      float[] b7,
      int from,
      int count,
      float[] panel,
      int first) {
    for (int k = 0, at = first; k < count; k++, at += TILE) {
      panel[at] = b0[from + k];
      panel[at + 1] = b1[from + k];
      panel[at + 2] = b2[from + k];
      panel[at + 3] = b3[from + k];
      panel[at + 4] = b4[from + k];
      panel[at + 5] = b5[from + k];
      panel[at + 6] = b6[from + k];
      panel[at + 7] = b7[from + k];
    }
  }

  private static void layColumn(float[] b, int from, int count, float[] panel, int first) {
    for (int k = 0, at = first; k < count; k++, at += TILE) {
      panel[at] = b[from + k];
    }
  }

  private static void multiplyPanel(
      float[][] a,
      int from,
      int count,
      float[] panel,
      float[][] sums,
      int column,
      int width,
      float[][] c) {
    int last = c.length - 1;
    for (int row = 0; row < c.length; row += ROWS) {
      // At the end the last row stands in for those that are missing.
      float[] second = a[Math.min(row + 1, last)];
      float[] third = a[Math.min(row + 2, last)];
      float[] fourth = a[Math.min(row + 3, last)];
      if (from == 0 && width == TILE && row + ROWS <= c.length) {
        tile(
            a[row],
            second,
            third,
            fourth,
            0,
            count,
            panel,
            c[row],
            c[row + 1],
            c[row + 2],
            c[row + 3],
            column);
      } else {
        tile(
            a[row], second, third, fourth, from, count, panel, sums[0], sums[1], sums[2], sums[3],
            0);
        for (int i = 0; i < ROWS && row + i <= last; i++) {
          put(sums[i], c[row + i], column, width, from > 0);
        }
      }
    }
  }

  /**
   * Multiplies four rows of the left by a panel of the right: all sums stay in registers. Both
   * indices are counted by the loop, as bounds are then checked once in front of it or once for
   * four steps; with products of one index they are checked at every access, at half the speed.
   *
   * <p>Between steps there are branches that are never taken. Without them Java loads what all four
   * steps need before the first of them, which is more than there are registers. One step at a time
   * costs twice the instructions, which counts where others share the processor's core.
   *
   * <p>Every step is written out, as sums that went through a method of their own would leave the
   * registers where Java does not inline it.
   */
  private static void tile(
      float[] r0,
      float[] r1,
      float[] r2,
      float[] r3,
      int from,
      int count,
      float[] panel,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      int column) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector u0;
    FloatVector u1;
    FloatVector a;
    int end = from + count;
    int never = nowhere;
    int k = from;
    int at = 0;
    for (; k < end - 3; k += 4, at += 4 * TILE) {
      u0 = FloatVector.fromArray(SPECIES, panel, at);
      u1 = FloatVector.fromArray(SPECIES, panel, at + WIDTH);
      a = FloatVector.broadcast(SPECIES, r0[k]);
      s00 = u0.fma(a, s00);
      s01 = u1.fma(a, s01);
      a = FloatVector.broadcast(SPECIES, r1[k]);
      s10 = u0.fma(a, s10);
      s11 = u1.fma(a, s11);
      a = FloatVector.broadcast(SPECIES, r2[k]);
      s20 = u0.fma(a, s20);
      s21 = u1.fma(a, s21);
      a = FloatVector.broadcast(SPECIES, r3[k]);
      s30 = u0.fma(a, s30);
      s31 = u1.fma(a, s31);
      if (at == never - 1) {
        break;
      }
      u0 = FloatVector.fromArray(SPECIES, panel, at + TILE);
      u1 = FloatVector.fromArray(SPECIES, panel, at + TILE + WIDTH);
      a = FloatVector.broadcast(SPECIES, r0[k + 1]);
      s00 = u0.fma(a, s00);
      s01 = u1.fma(a, s01);
      a = FloatVector.broadcast(SPECIES, r1[k + 1]);
      s10 = u0.fma(a, s10);
      s11 = u1.fma(a, s11);
      a = FloatVector.broadcast(SPECIES, r2[k + 1]);
      s20 = u0.fma(a, s20);
      s21 = u1.fma(a, s21);
      a = FloatVector.broadcast(SPECIES, r3[k + 1]);
      s30 = u0.fma(a, s30);
      s31 = u1.fma(a, s31);
      if (at == never - 2) {
        break;
      }
      u0 = FloatVector.fromArray(SPECIES, panel, at + 2 * TILE);
      u1 = FloatVector.fromArray(SPECIES, panel, at + 2 * TILE + WIDTH);
      a = FloatVector.broadcast(SPECIES, r0[k + 2]);
      s00 = u0.fma(a, s00);
      s01 = u1.fma(a, s01);
      a = FloatVector.broadcast(SPECIES, r1[k + 2]);
      s10 = u0.fma(a, s10);
      s11 = u1.fma(a, s11);
      a = FloatVector.broadcast(SPECIES, r2[k + 2]);
      s20 = u0.fma(a, s20);
      s21 = u1.fma(a, s21);
      a = FloatVector.broadcast(SPECIES, r3[k + 2]);
      s30 = u0.fma(a, s30);
      s31 = u1.fma(a, s31);
      if (at == never - 3) {
        break;
      }
      u0 = FloatVector.fromArray(SPECIES, panel, at + 3 * TILE);
      u1 = FloatVector.fromArray(SPECIES, panel, at + 3 * TILE + WIDTH);
      a = FloatVector.broadcast(SPECIES, r0[k + 3]);
      s00 = u0.fma(a, s00);
      s01 = u1.fma(a, s01);
      a = FloatVector.broadcast(SPECIES, r1[k + 3]);
      s10 = u0.fma(a, s10);
      s11 = u1.fma(a, s11);
      a = FloatVector.broadcast(SPECIES, r2[k + 3]);
      s20 = u0.fma(a, s20);
      s21 = u1.fma(a, s21);
      a = FloatVector.broadcast(SPECIES, r3[k + 3]);
      s30 = u0.fma(a, s30);
      s31 = u1.fma(a, s31);
    }
    for (; k < end; k++, at += TILE) {
      u0 = FloatVector.fromArray(SPECIES, panel, at);
      u1 = FloatVector.fromArray(SPECIES, panel, at + WIDTH);
      a = FloatVector.broadcast(SPECIES, r0[k]);
      s00 = u0.fma(a, s00);
      s01 = u1.fma(a, s01);
      a = FloatVector.broadcast(SPECIES, r1[k]);
      s10 = u0.fma(a, s10);
      s11 = u1.fma(a, s11);
      a = FloatVector.broadcast(SPECIES, r2[k]);
      s20 = u0.fma(a, s20);
      s21 = u1.fma(a, s21);
      a = FloatVector.broadcast(SPECIES, r3[k]);
      s30 = u0.fma(a, s30);
      s31 = u1.fma(a, s31);
    }
    s00.intoArray(c0, column);
    s01.intoArray(c0, column + WIDTH);
    s10.intoArray(c1, column);
    s11.intoArray(c1, column + WIDTH);
    s20.intoArray(c2, column);
    s21.intoArray(c2, column + WIDTH);
    s30.intoArray(c3, column);
    s31.intoArray(c3, column + WIDTH);
  }

  private static void put(float[] sums, float[] row, int column, int width, boolean onTop) {
    for (int j = 0; j < width; j++) {
      row[column + j] = onTop ? row[column + j] + sums[j] : sums[j];
    }
  }
}
