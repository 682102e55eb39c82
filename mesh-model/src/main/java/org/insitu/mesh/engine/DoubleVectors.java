package org.insitu.mesh.engine;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in vectors of the incubating module {@code jdk.incubator.vector}. Found by name where
 * Java was started with that module (ADR 15); nothing else may refer to this class.
 */
final class DoubleVectors implements DoubleKernel {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;

  DoubleVectors() {
    if (DoubleVector.SPECIES_PREFERRED.vectorBitSize() < SPECIES.vectorBitSize()) {
      throw new UnsupportedOperationException("vectors of 256 bits are not native here");
    }
  }

  @Override
  public void mix(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g) {
    DoubleVector va = DoubleVector.broadcast(SPECIES, a);
    DoubleVector vb = DoubleVector.broadcast(SPECIES, b);
    DoubleVector minusB = DoubleVector.broadcast(SPECIES, -b);
    DoubleVector vc = DoubleVector.broadcast(SPECIES, c);
    DoubleVector ve = DoubleVector.broadcast(SPECIES, e);
    DoubleVector vf = DoubleVector.broadcast(SPECIES, f);
    DoubleVector minusF = DoubleVector.broadcast(SPECIES, -f);
    DoubleVector vg = DoubleVector.broadcast(SPECIES, g);
    for (int lane = 0; lane < count; lane += WIDTH) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, xr, lane);
      DoubleVector q = DoubleVector.fromArray(SPECIES, xi, lane);
      DoubleVector r = DoubleVector.fromArray(SPECIES, yr, lane);
      DoubleVector s = DoubleVector.fromArray(SPECIES, yi, lane);
      p.fma(va, q.fma(minusB, r.mul(vc))).intoArray(xr, lane);
      q.fma(va, p.fma(vb, s.mul(vc))).intoArray(xi, lane);
      p.fma(ve, q.fma(minusF, r.mul(vg))).intoArray(yr, lane);
      q.fma(ve, p.fma(vf, s.mul(vg))).intoArray(yi, lane);
    }
  }

  @Override
  public void mixTapped(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sums) {
    DoubleVector va = DoubleVector.broadcast(SPECIES, a);
    DoubleVector vb = DoubleVector.broadcast(SPECIES, b);
    DoubleVector minusB = DoubleVector.broadcast(SPECIES, -b);
    DoubleVector vc = DoubleVector.broadcast(SPECIES, c);
    DoubleVector ve = DoubleVector.broadcast(SPECIES, e);
    DoubleVector vf = DoubleVector.broadcast(SPECIES, f);
    DoubleVector minusF = DoubleVector.broadcast(SPECIES, -f);
    DoubleVector vg = DoubleVector.broadcast(SPECIES, g);
    // Four sums, so that no addition waits for the one before.
    DoubleVector pr = DoubleVector.zero(SPECIES);
    DoubleVector qs = DoubleVector.zero(SPECIES);
    DoubleVector qr = DoubleVector.zero(SPECIES);
    DoubleVector ps = DoubleVector.zero(SPECIES);
    for (int lane = 0; lane < count; lane += WIDTH) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, xr, lane);
      DoubleVector q = DoubleVector.fromArray(SPECIES, xi, lane);
      DoubleVector r = DoubleVector.fromArray(SPECIES, yr, lane);
      DoubleVector s = DoubleVector.fromArray(SPECIES, yi, lane);
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
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      double[] ur,
      double[] ui,
      double[] vr,
      double[] vi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sums) {
    DoubleVector va = DoubleVector.broadcast(SPECIES, a);
    DoubleVector vb = DoubleVector.broadcast(SPECIES, b);
    DoubleVector minusB = DoubleVector.broadcast(SPECIES, -b);
    DoubleVector vc = DoubleVector.broadcast(SPECIES, c);
    DoubleVector ve = DoubleVector.broadcast(SPECIES, e);
    DoubleVector vf = DoubleVector.broadcast(SPECIES, f);
    DoubleVector minusF = DoubleVector.broadcast(SPECIES, -f);
    DoubleVector vg = DoubleVector.broadcast(SPECIES, g);
    DoubleVector re = DoubleVector.zero(SPECIES);
    DoubleVector im = DoubleVector.zero(SPECIES);
    for (int lane = 0; lane < count; lane += WIDTH) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, xr, lane);
      DoubleVector q = DoubleVector.fromArray(SPECIES, xi, lane);
      DoubleVector r = DoubleVector.fromArray(SPECIES, yr, lane);
      DoubleVector s = DoubleVector.fromArray(SPECIES, yi, lane);
      DoubleVector h = DoubleVector.fromArray(SPECIES, ur, lane);
      DoubleVector i = DoubleVector.fromArray(SPECIES, ui, lane);
      DoubleVector j = DoubleVector.fromArray(SPECIES, vr, lane);
      DoubleVector k = DoubleVector.fromArray(SPECIES, vi, lane);
      DoubleVector less = h.neg();
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
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      double[] ur,
      double[] ui,
      double[] vr,
      double[] vi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sums) {
    DoubleVector va = DoubleVector.broadcast(SPECIES, a);
    DoubleVector vb = DoubleVector.broadcast(SPECIES, b);
    DoubleVector minusB = DoubleVector.broadcast(SPECIES, -b);
    DoubleVector vc = DoubleVector.broadcast(SPECIES, c);
    DoubleVector ve = DoubleVector.broadcast(SPECIES, e);
    DoubleVector vf = DoubleVector.broadcast(SPECIES, f);
    DoubleVector minusF = DoubleVector.broadcast(SPECIES, -f);
    DoubleVector vg = DoubleVector.broadcast(SPECIES, g);
    DoubleVector re = DoubleVector.zero(SPECIES);
    DoubleVector im = DoubleVector.zero(SPECIES);
    for (int lane = 0; lane < count; lane += WIDTH) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, xr, lane);
      DoubleVector q = DoubleVector.fromArray(SPECIES, xi, lane);
      DoubleVector r = DoubleVector.fromArray(SPECIES, yr, lane);
      DoubleVector s = DoubleVector.fromArray(SPECIES, yi, lane);
      DoubleVector h = DoubleVector.fromArray(SPECIES, ur, lane);
      DoubleVector i = DoubleVector.fromArray(SPECIES, ui, lane);
      DoubleVector j = DoubleVector.fromArray(SPECIES, vr, lane);
      DoubleVector k = DoubleVector.fromArray(SPECIES, vi, lane);
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
}
