package org.insitu.mesh.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in vectors of the incubating module {@code jdk.incubator.vector}. Found by name where
 * Java was started with that module (ADR 15); nothing else may refer to this class.
 */
final class FloatVectors implements FloatKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

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
  public void turnCoherency(
      float[] re,
      float[] im,
      int first,
      int second,
      int width,
      int count,
      float[] turns,
      int rows,
      int columns,
      int stride) {
    FloatVector ca = FloatVector.fromArray(SPECIES, turns, columns);
    FloatVector cb = FloatVector.fromArray(SPECIES, turns, columns + stride);
    FloatVector minusCb = FloatVector.fromArray(SPECIES, turns, columns + 2 * stride);
    FloatVector ct = FloatVector.fromArray(SPECIES, turns, columns + 3 * stride);
    FloatVector cs = FloatVector.fromArray(SPECIES, turns, columns + 4 * stride);
    int topFirst = first;
    int topSecond = second;
    for (int row = rows; row < rows + count; row++) {
      int bottomFirst = topFirst + width;
      int bottomSecond = topSecond + width;
      FloatVector va = FloatVector.broadcast(SPECIES, turns[row]);
      FloatVector vb = FloatVector.broadcast(SPECIES, turns[row + stride]);
      FloatVector minusB = FloatVector.broadcast(SPECIES, turns[row + 2 * stride]);
      FloatVector vt = FloatVector.broadcast(SPECIES, turns[row + 3 * stride]);
      FloatVector vs = FloatVector.broadcast(SPECIES, turns[row + 4 * stride]);
      FloatVector p = FloatVector.fromArray(SPECIES, re, topFirst);
      FloatVector q = FloatVector.fromArray(SPECIES, im, topFirst);
      FloatVector r = FloatVector.fromArray(SPECIES, re, bottomFirst);
      FloatVector s = FloatVector.fromArray(SPECIES, im, bottomFirst);
      FloatVector m = p.fma(va, q.fma(minusB, r.mul(vt)));
      FloatVector n = q.fma(va, p.fma(vb, s.mul(vt)));
      FloatVector bottomFirstRe = m.fma(vs, r);
      FloatVector bottomFirstIm = n.fma(vs, s);
      FloatVector topFirstRe = bottomFirstRe.fma(vt, m);
      FloatVector topFirstIm = bottomFirstIm.fma(vt, n);
      p = FloatVector.fromArray(SPECIES, re, topSecond);
      q = FloatVector.fromArray(SPECIES, im, topSecond);
      r = FloatVector.fromArray(SPECIES, re, bottomSecond);
      s = FloatVector.fromArray(SPECIES, im, bottomSecond);
      m = p.fma(va, q.fma(minusB, r.mul(vt)));
      n = q.fma(va, p.fma(vb, s.mul(vt)));
      FloatVector bottomSecondRe = m.fma(vs, r);
      FloatVector bottomSecondIm = n.fma(vs, s);
      FloatVector topSecondRe = bottomSecondRe.fma(vt, m);
      FloatVector topSecondIm = bottomSecondIm.fma(vt, n);
      // Columns turn by the conjugate.
      m = topFirstRe.fma(ca, topFirstIm.fma(cb, topSecondRe.mul(ct)));
      n = topFirstIm.fma(ca, topFirstRe.fma(minusCb, topSecondIm.mul(ct)));
      topSecondRe = m.fma(cs, topSecondRe);
      topSecondIm = n.fma(cs, topSecondIm);
      topSecondRe.intoArray(re, topSecond);
      topSecondIm.intoArray(im, topSecond);
      topSecondRe.fma(ct, m).intoArray(re, topFirst);
      topSecondIm.fma(ct, n).intoArray(im, topFirst);
      m = bottomFirstRe.fma(ca, bottomFirstIm.fma(cb, bottomSecondRe.mul(ct)));
      n = bottomFirstIm.fma(ca, bottomFirstRe.fma(minusCb, bottomSecondIm.mul(ct)));
      bottomSecondRe = m.fma(cs, bottomSecondRe);
      bottomSecondIm = n.fma(cs, bottomSecondIm);
      bottomSecondRe.intoArray(re, bottomSecond);
      bottomSecondIm.intoArray(im, bottomSecond);
      bottomSecondRe.fma(ct, m).intoArray(re, bottomFirst);
      bottomSecondIm.fma(ct, n).intoArray(im, bottomFirst);
      topFirst += 2 * width;
      topSecond += 2 * width;
    }
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
  public void multiply(float[][] a, float[][] b, int inner, int columns, float[][] c) {
    ProductVectors.multiply(a, b, inner, columns, c);
  }

  @Override
  public void multiplyTransposed(float[][] a, float[][] b, int inner, int columns, float[][] c) {
    ProductVectors.multiplyTransposed(a, b, inner, columns, c);
  }
}
