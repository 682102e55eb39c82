package org.insitu.mesh.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in vectors of the incubating module {@code jdk.incubator.vector}. Found by name where
 * Java was started with that module (ADR 15); nothing else may refer to this class.
 */
final class FloatVectors implements FloatKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  /**
   * Columns of a tile: eight sums, none waiting for another, and what they take fill the registers.
   */
  private static final int TILE = 2 * WIDTH;

  /** Rows of a panel: 16 kB, half of a first-level cache. */
  private static final int CHUNK = 128;

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
      float[] sums) {
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
    pr.add(qs).intoArray(sums, 0);
    qr.sub(ps).intoArray(sums, WIDTH);
  }

  @Override
  public void mixTappedDifference(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      float[] ur,
      float[] ui,
      float[] vr,
      float[] vi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g,
      float[] sums) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    FloatVector minusB = FloatVector.broadcast(SPECIES, -b);
    FloatVector vc = FloatVector.broadcast(SPECIES, c);
    FloatVector ve = FloatVector.broadcast(SPECIES, e);
    FloatVector vf = FloatVector.broadcast(SPECIES, f);
    FloatVector minusF = FloatVector.broadcast(SPECIES, -f);
    FloatVector vg = FloatVector.broadcast(SPECIES, g);
    FloatVector re = FloatVector.zero(SPECIES);
    FloatVector im = FloatVector.zero(SPECIES);
    for (int lane = 0; lane < count; lane += WIDTH) {
      FloatVector p = FloatVector.fromArray(SPECIES, xr, lane);
      FloatVector q = FloatVector.fromArray(SPECIES, xi, lane);
      FloatVector r = FloatVector.fromArray(SPECIES, yr, lane);
      FloatVector s = FloatVector.fromArray(SPECIES, yi, lane);
      FloatVector h = FloatVector.fromArray(SPECIES, ur, lane);
      FloatVector i = FloatVector.fromArray(SPECIES, ui, lane);
      FloatVector j = FloatVector.fromArray(SPECIES, vr, lane);
      FloatVector k = FloatVector.fromArray(SPECIES, vi, lane);
      FloatVector less = h.neg();
      // The difference of each sample first: the two sums are large and alike.
      re = re.add(less.fma(j, p.mul(r)).add(q.mul(s).sub(i.mul(k))));
      im = im.add(q.mul(r).sub(i.mul(j)).add(p.mul(s).add(less.mul(k)).neg()));
      p.fma(va, q.fma(minusB, r.mul(vc))).intoArray(xr, lane);
      q.fma(va, p.fma(vb, s.mul(vc))).intoArray(xi, lane);
      p.fma(ve, q.fma(minusF, r.mul(vg))).intoArray(yr, lane);
      q.fma(ve, p.fma(vf, s.mul(vg))).intoArray(yi, lane);
      h.fma(va, i.fma(minusB, j.mul(vc))).intoArray(ur, lane);
      i.fma(va, h.fma(vb, k.mul(vc))).intoArray(ui, lane);
      h.fma(ve, i.fma(minusF, j.mul(vg))).intoArray(vr, lane);
      i.fma(ve, h.fma(vf, k.mul(vg))).intoArray(vi, lane);
    }
    re.intoArray(sums, 0);
    im.intoArray(sums, WIDTH);
  }

  @Override
  public void mixCorrelated(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      float[] ur,
      float[] ui,
      float[] vr,
      float[] vi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g,
      float[] sums) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    FloatVector minusB = FloatVector.broadcast(SPECIES, -b);
    FloatVector vc = FloatVector.broadcast(SPECIES, c);
    FloatVector ve = FloatVector.broadcast(SPECIES, e);
    FloatVector vf = FloatVector.broadcast(SPECIES, f);
    FloatVector minusF = FloatVector.broadcast(SPECIES, -f);
    FloatVector vg = FloatVector.broadcast(SPECIES, g);
    FloatVector re = FloatVector.zero(SPECIES);
    FloatVector im = FloatVector.zero(SPECIES);
    for (int lane = 0; lane < count; lane += WIDTH) {
      FloatVector p = FloatVector.fromArray(SPECIES, xr, lane);
      FloatVector q = FloatVector.fromArray(SPECIES, xi, lane);
      FloatVector r = FloatVector.fromArray(SPECIES, yr, lane);
      FloatVector s = FloatVector.fromArray(SPECIES, yi, lane);
      FloatVector h = FloatVector.fromArray(SPECIES, ur, lane);
      FloatVector i = FloatVector.fromArray(SPECIES, ui, lane);
      FloatVector j = FloatVector.fromArray(SPECIES, vr, lane);
      FloatVector k = FloatVector.fromArray(SPECIES, vi, lane);
      re = re.add(p.fma(j, q.mul(k)).sub(h.fma(r, i.mul(s))));
      im = im.add(q.fma(j, h.mul(s)).sub(p.fma(k, i.mul(r))));
      p.fma(va, q.fma(minusB, r.mul(vc))).intoArray(xr, lane);
      q.fma(va, p.fma(vb, s.mul(vc))).intoArray(xi, lane);
      p.fma(ve, q.fma(minusF, r.mul(vg))).intoArray(yr, lane);
      q.fma(ve, p.fma(vf, s.mul(vg))).intoArray(yi, lane);
      h.fma(va, i.fma(minusB, j.mul(vc))).intoArray(ur, lane);
      i.fma(va, h.fma(vb, k.mul(vc))).intoArray(ui, lane);
      h.fma(ve, i.fma(minusF, j.mul(vg))).intoArray(vr, lane);
      i.fma(ve, h.fma(vf, k.mul(vg))).intoArray(vi, lane);
    }
    re.intoArray(sums, 0);
    im.intoArray(sums, WIDTH);
  }

  @Override
  public void multiply(
      float[][] ar, float[][] ai, float[][] br, float[][] bi, float[][] re, float[][] im) {
    float[] panel = new float[CHUNK * 2 * TILE];
    float[] sums = new float[2 * TILE];
    int columns = re[0].length;
    for (int from = 0; from < br.length; from += CHUNK) {
      int count = Math.min(CHUNK, br.length - from);
      for (int column = 0; column < columns; column += TILE) {
        int width = Math.min(TILE, columns - column);
        for (int k = 0; k < count; k++) {
          System.arraycopy(br[from + k], column, panel, 2 * TILE * k, width);
          System.arraycopy(bi[from + k], column, panel, 2 * TILE * k + TILE, width);
        }
        for (int row = 0; row < ar.length; row++) {
          tile(ar[row], ai[row], from, count, panel, sums);
          add(sums, 0, re[row], column, width, from > 0);
          add(sums, TILE, im[row], column, width, from > 0);
        }
      }
    }
  }

  /** Multiplies a row of the left by a panel of the right: all sums stay in registers. */
  private static void tile(
      float[] ar, float[] ai, int from, int count, float[] panel, float[] sums) {
    FloatVector plus0 = FloatVector.zero(SPECIES);
    FloatVector plus1 = FloatVector.zero(SPECIES);
    FloatVector minus0 = FloatVector.zero(SPECIES);
    FloatVector minus1 = FloatVector.zero(SPECIES);
    FloatVector cross0 = FloatVector.zero(SPECIES);
    FloatVector cross1 = FloatVector.zero(SPECIES);
    FloatVector back0 = FloatVector.zero(SPECIES);
    FloatVector back1 = FloatVector.zero(SPECIES);
    for (int k = 0; k < count; k++) {
      int at = 2 * TILE * k;
      FloatVector u0 = FloatVector.fromArray(SPECIES, panel, at);
      FloatVector u1 = FloatVector.fromArray(SPECIES, panel, at + WIDTH);
      FloatVector v0 = FloatVector.fromArray(SPECIES, panel, at + 2 * WIDTH);
      FloatVector v1 = FloatVector.fromArray(SPECIES, panel, at + 3 * WIDTH);
      FloatVector a = FloatVector.broadcast(SPECIES, ar[from + k]);
      FloatVector b = FloatVector.broadcast(SPECIES, ai[from + k]);
      plus0 = u0.fma(a, plus0);
      plus1 = u1.fma(a, plus1);
      minus0 = v0.fma(b, minus0);
      minus1 = v1.fma(b, minus1);
      cross0 = v0.fma(a, cross0);
      cross1 = v1.fma(a, cross1);
      back0 = u0.fma(b, back0);
      back1 = u1.fma(b, back1);
    }
    plus0.sub(minus0).intoArray(sums, 0);
    plus1.sub(minus1).intoArray(sums, WIDTH);
    cross0.add(back0).intoArray(sums, 2 * WIDTH);
    cross1.add(back1).intoArray(sums, 3 * WIDTH);
  }

  private static void add(
      float[] sums, int first, float[] row, int column, int width, boolean onTop) {
    for (int i = 0; i < width; i++) {
      row[column + i] = onTop ? row[column + i] + sums[first + i] : sums[first + i];
    }
  }
}
