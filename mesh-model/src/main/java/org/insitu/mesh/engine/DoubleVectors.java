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
      double[] sums,
      int at) {
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
    pr.add(qs).intoArray(sums, at);
    qr.sub(ps).intoArray(sums, at + WIDTH);
  }

  @Override
  public void turn(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double cos,
      double sin,
      double tangent,
      double minusSine) {
    DoubleVector va = DoubleVector.broadcast(SPECIES, cos);
    DoubleVector vb = DoubleVector.broadcast(SPECIES, sin);
    DoubleVector minusB = DoubleVector.broadcast(SPECIES, -sin);
    DoubleVector vt = DoubleVector.broadcast(SPECIES, tangent);
    DoubleVector vs = DoubleVector.broadcast(SPECIES, minusSine);
    for (int lane = 0; lane < count; lane += WIDTH) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, xr, lane);
      DoubleVector q = DoubleVector.fromArray(SPECIES, xi, lane);
      DoubleVector r = DoubleVector.fromArray(SPECIES, yr, lane);
      DoubleVector s = DoubleVector.fromArray(SPECIES, yi, lane);
      DoubleVector m = p.fma(va, q.fma(minusB, r.mul(vt)));
      DoubleVector n = q.fma(va, p.fma(vb, s.mul(vt)));
      DoubleVector o = m.fma(vs, r);
      DoubleVector t = n.fma(vs, s);
      o.intoArray(yr, lane);
      t.intoArray(yi, lane);
      o.fma(vt, m).intoArray(xr, lane);
      t.fma(vt, n).intoArray(xi, lane);
    }
  }

  @Override
  public void turnTapped(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double cos,
      double sin,
      double tangent,
      double minusSine,
      double[] sums,
      int at) {
    DoubleVector va = DoubleVector.broadcast(SPECIES, cos);
    DoubleVector vb = DoubleVector.broadcast(SPECIES, sin);
    DoubleVector minusB = DoubleVector.broadcast(SPECIES, -sin);
    DoubleVector vt = DoubleVector.broadcast(SPECIES, tangent);
    DoubleVector vs = DoubleVector.broadcast(SPECIES, minusSine);
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
      DoubleVector m = p.fma(va, q.fma(minusB, r.mul(vt)));
      DoubleVector n = q.fma(va, p.fma(vb, s.mul(vt)));
      DoubleVector o = m.fma(vs, r);
      DoubleVector t = n.fma(vs, s);
      o.intoArray(yr, lane);
      t.intoArray(yi, lane);
      o.fma(vt, m).intoArray(xr, lane);
      t.fma(vt, n).intoArray(xi, lane);
    }
    pr.add(qs).intoArray(sums, at);
    qr.sub(ps).intoArray(sums, at + WIDTH);
  }

  @Override
  public double dot(double[] a, double[] b, int count) {
    // Four sums: none waits for another, and each stays short, which in single precision counts.
    DoubleVector first = DoubleVector.zero(SPECIES);
    DoubleVector second = DoubleVector.zero(SPECIES);
    DoubleVector third = DoubleVector.zero(SPECIES);
    DoubleVector fourth = DoubleVector.zero(SPECIES);
    int lane = 0;
    for (; lane <= count - 4 * WIDTH; lane += 4 * WIDTH) {
      first =
          DoubleVector.fromArray(SPECIES, a, lane)
              .fma(DoubleVector.fromArray(SPECIES, b, lane), first);
      second =
          DoubleVector.fromArray(SPECIES, a, lane + WIDTH)
              .fma(DoubleVector.fromArray(SPECIES, b, lane + WIDTH), second);
      third =
          DoubleVector.fromArray(SPECIES, a, lane + 2 * WIDTH)
              .fma(DoubleVector.fromArray(SPECIES, b, lane + 2 * WIDTH), third);
      fourth =
          DoubleVector.fromArray(SPECIES, a, lane + 3 * WIDTH)
              .fma(DoubleVector.fromArray(SPECIES, b, lane + 3 * WIDTH), fourth);
    }
    for (; lane < count; lane += WIDTH) {
      first =
          DoubleVector.fromArray(SPECIES, a, lane)
              .fma(DoubleVector.fromArray(SPECIES, b, lane), first);
    }
    DoubleVector all = first.add(second).add(third.add(fourth));
    double sum = 0;
    for (int part = 0; part < WIDTH; part++) {
      sum += all.lane(part);
    }
    return sum;
  }
}
