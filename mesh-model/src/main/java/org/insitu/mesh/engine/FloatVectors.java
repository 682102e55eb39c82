package org.insitu.mesh.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in vectors of the incubating module {@code jdk.incubator.vector}. Found by name where
 * Java was started with that module (ADR 15); nothing else may refer to this class.
 */
final class FloatVectors implements FloatKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  /** Columns of a tile of two rows: its eight sums and what they take fill the registers. */
  private static final int TILE = 2 * WIDTH;

  /** Length of a panel's row: real parts, then imaginary parts. */
  private static final int STRIDE = 2 * TILE;

  /** Rows of a panel: 19 kB, more than half of a first-level cache; a full block is two of them. */
  private static final int CHUNK = 152;

  FloatVectors() {
    if (FloatVector.SPECIES_PREFERRED.vectorBitSize() < SPECIES.vectorBitSize()) {
      throw new UnsupportedOperationException("vectors of 256 bits are not native here");
    }
  }

  @Override
  public void mix(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    FloatVector minusB = FloatVector.broadcast(SPECIES, -b);
    FloatVector vc = FloatVector.broadcast(SPECIES, c);
    FloatVector ve = FloatVector.broadcast(SPECIES, e);
    FloatVector vf = FloatVector.broadcast(SPECIES, f);
    FloatVector minusF = FloatVector.broadcast(SPECIES, -f);
    FloatVector vg = FloatVector.broadcast(SPECIES, g);
    for (int lane = 0; lane < count; lane += WIDTH) {
      FloatVector p = FloatVector.fromArray(SPECIES, xr, lane);
      FloatVector q = FloatVector.fromArray(SPECIES, xi, lane);
      FloatVector r = FloatVector.fromArray(SPECIES, yr, lane);
      FloatVector s = FloatVector.fromArray(SPECIES, yi, lane);
      p.fma(va, q.fma(minusB, r.mul(vc))).intoArray(xr, lane);
      q.fma(va, p.fma(vb, s.mul(vc))).intoArray(xi, lane);
      p.fma(ve, q.fma(minusF, r.mul(vg))).intoArray(yr, lane);
      q.fma(ve, p.fma(vf, s.mul(vg))).intoArray(yi, lane);
    }
  }

  @Override
  public void mixTapped(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g,
      float[] sums,
      int at) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    FloatVector minusB = FloatVector.broadcast(SPECIES, -b);
    FloatVector vc = FloatVector.broadcast(SPECIES, c);
    FloatVector ve = FloatVector.broadcast(SPECIES, e);
    FloatVector vf = FloatVector.broadcast(SPECIES, f);
    FloatVector minusF = FloatVector.broadcast(SPECIES, -f);
    FloatVector vg = FloatVector.broadcast(SPECIES, g);
    // Four sums, so that no addition waits for the one before.
    FloatVector pr = FloatVector.zero(SPECIES);
    FloatVector qs = FloatVector.zero(SPECIES);
    FloatVector qr = FloatVector.zero(SPECIES);
    FloatVector ps = FloatVector.zero(SPECIES);
    for (int lane = 0; lane < count; lane += WIDTH) {
      FloatVector p = FloatVector.fromArray(SPECIES, xr, lane);
      FloatVector q = FloatVector.fromArray(SPECIES, xi, lane);
      FloatVector r = FloatVector.fromArray(SPECIES, yr, lane);
      FloatVector s = FloatVector.fromArray(SPECIES, yi, lane);
      pr = p.fma(r, pr);
      qs = q.fma(s, qs);
      qr = q.fma(r, qr);
      ps = p.fma(s, ps);
      p.fma(va, q.fma(minusB, r.mul(vc))).intoArray(xr, lane);
      q.fma(va, p.fma(vb, s.mul(vc))).intoArray(xi, lane);
      p.fma(ve, q.fma(minusF, r.mul(vg))).intoArray(yr, lane);
      q.fma(ve, p.fma(vf, s.mul(vg))).intoArray(yi, lane);
    }
    pr.add(qs).intoArray(sums, at);
    qr.sub(ps).intoArray(sums, at + WIDTH);
  }

  @Override
  public void turn(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float cos,
      float sin,
      float tangent,
      float minusSine) {
    FloatVector va = FloatVector.broadcast(SPECIES, cos);
    FloatVector vb = FloatVector.broadcast(SPECIES, sin);
    FloatVector minusB = FloatVector.broadcast(SPECIES, -sin);
    FloatVector vt = FloatVector.broadcast(SPECIES, tangent);
    FloatVector vs = FloatVector.broadcast(SPECIES, minusSine);
    for (int lane = 0; lane < count; lane += WIDTH) {
      FloatVector p = FloatVector.fromArray(SPECIES, xr, lane);
      FloatVector q = FloatVector.fromArray(SPECIES, xi, lane);
      FloatVector r = FloatVector.fromArray(SPECIES, yr, lane);
      FloatVector s = FloatVector.fromArray(SPECIES, yi, lane);
      FloatVector m = p.fma(va, q.fma(minusB, r.mul(vt)));
      FloatVector n = q.fma(va, p.fma(vb, s.mul(vt)));
      FloatVector o = m.fma(vs, r);
      FloatVector t = n.fma(vs, s);
      o.intoArray(yr, lane);
      t.intoArray(yi, lane);
      o.fma(vt, m).intoArray(xr, lane);
      t.fma(vt, n).intoArray(xi, lane);
    }
  }

  @Override
  public void turnTapped(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float cos,
      float sin,
      float tangent,
      float minusSine,
      float[] sums,
      int at) {
    FloatVector va = FloatVector.broadcast(SPECIES, cos);
    FloatVector vb = FloatVector.broadcast(SPECIES, sin);
    FloatVector minusB = FloatVector.broadcast(SPECIES, -sin);
    FloatVector vt = FloatVector.broadcast(SPECIES, tangent);
    FloatVector vs = FloatVector.broadcast(SPECIES, minusSine);
    // Four sums, so that no addition waits for the one before.
    FloatVector pr = FloatVector.zero(SPECIES);
    FloatVector qs = FloatVector.zero(SPECIES);
    FloatVector qr = FloatVector.zero(SPECIES);
    FloatVector ps = FloatVector.zero(SPECIES);
    for (int lane = 0; lane < count; lane += WIDTH) {
      FloatVector p = FloatVector.fromArray(SPECIES, xr, lane);
      FloatVector q = FloatVector.fromArray(SPECIES, xi, lane);
      FloatVector r = FloatVector.fromArray(SPECIES, yr, lane);
      FloatVector s = FloatVector.fromArray(SPECIES, yi, lane);
      pr = p.fma(r, pr);
      qs = q.fma(s, qs);
      qr = q.fma(r, qr);
      ps = p.fma(s, ps);
      FloatVector m = p.fma(va, q.fma(minusB, r.mul(vt)));
      FloatVector n = q.fma(va, p.fma(vb, s.mul(vt)));
      FloatVector o = m.fma(vs, r);
      FloatVector t = n.fma(vs, s);
      o.intoArray(yr, lane);
      t.intoArray(yi, lane);
      o.fma(vt, m).intoArray(xr, lane);
      t.fma(vt, n).intoArray(xi, lane);
    }
    pr.add(qs).intoArray(sums, at);
    qr.sub(ps).intoArray(sums, at + WIDTH);
  }

  @Override
  public double dot(float[] a, float[] b, int count) {
    // Four sums: none waits for another, and each stays short, which in single precision counts.
    FloatVector first = FloatVector.zero(SPECIES);
    FloatVector second = FloatVector.zero(SPECIES);
    FloatVector third = FloatVector.zero(SPECIES);
    FloatVector fourth = FloatVector.zero(SPECIES);
    int lane = 0;
    for (; lane <= count - 4 * WIDTH; lane += 4 * WIDTH) {
      first =
          FloatVector.fromArray(SPECIES, a, lane)
              .fma(FloatVector.fromArray(SPECIES, b, lane), first);
      second =
          FloatVector.fromArray(SPECIES, a, lane + WIDTH)
              .fma(FloatVector.fromArray(SPECIES, b, lane + WIDTH), second);
      third =
          FloatVector.fromArray(SPECIES, a, lane + 2 * WIDTH)
              .fma(FloatVector.fromArray(SPECIES, b, lane + 2 * WIDTH), third);
      fourth =
          FloatVector.fromArray(SPECIES, a, lane + 3 * WIDTH)
              .fma(FloatVector.fromArray(SPECIES, b, lane + 3 * WIDTH), fourth);
    }
    for (; lane < count; lane += WIDTH) {
      first =
          FloatVector.fromArray(SPECIES, a, lane)
              .fma(FloatVector.fromArray(SPECIES, b, lane), first);
    }
    FloatVector all = first.add(second).add(third.add(fourth));
    double sum = 0;
    for (int part = 0; part < WIDTH; part++) {
      sum += all.lane(part);
    }
    return sum;
  }

  @Override
  public void multiply(
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

  @Override
  public void multiplyTransposed(
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
