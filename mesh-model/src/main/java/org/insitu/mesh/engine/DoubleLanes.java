package org.insitu.mesh.engine;

import java.util.Arrays;
import org.insitu.mesh.linear.ComplexBatch;

/** Blocks in double precision; see {@link Lanes} for what the methods do. */
class DoubleLanes implements Lanes<ComplexBatch> {
  private static final int QUARTER = DoubleLoops.QUARTER;

  /** Below this many lanes adding up one by one beats folding. */
  private static final int FEW = 100;

  private static final DoubleLoops[] RING = DoubleLoops.values();

  final double[][] re;
  final double[][] im;
  private final double[] productRe = new double[MOST];
  private final double[] productIm = new double[MOST];
  private final double[] halfRe = new double[DoubleLoops.HALF];
  private final double[] halfIm = new double[DoubleLoops.HALF];
  private final double[] quarterRe = new double[QUARTER];
  private final double[] quarterIm = new double[QUARTER];
  private double[] spareTop = new double[MOST];
  private double[] spareBottom = new double[MOST];
  private double[] spareTopIm = new double[MOST];
  private double[] spareBottomIm = new double[MOST];
  private final double[] sum = new double[2];
  private int count;
  private int turn;

  DoubleLanes(int ports) {
    re = new double[ports][MOST];
    im = new double[ports][MOST];
  }

  @Override
  public void load(ComplexBatch batch, int from, int samples) {
    for (int port = 0; port < re.length; port++) {
      System.arraycopy(batch.re()[port], from, re[port], 0, samples);
      System.arraycopy(batch.im()[port], from, im[port], 0, samples);
    }
    darken(samples);
  }

  @Override
  public void loadBasis(int from, int samples) {
    for (int port = 0; port < re.length; port++) {
      Arrays.fill(re[port], 0);
      Arrays.fill(im[port], 0);
      if (port >= from && port < from + samples) {
        re[port][port - from] = 1;
      }
    }
    darken(samples);
  }

  @Override
  public void load(double[][][] realParts, double[][][] imaginaryParts, int from, int samples) {
    for (int port = 0; port < re.length; port++) {
      fill(re[port], realParts, port, from, samples);
      fill(im[port], imaginaryParts, port, from, samples);
    }
    darken(samples);
  }

  private static void fill(double[] lanes, double[][][] slots, int port, int from, int samples) {
    for (int lane = 0; lane < samples; lane++) {
      double sum = 0;
      for (double[][] slot : slots) {
        sum += slot[port][from + lane];
      }
      lanes[lane] = sum;
    }
  }

  /**
   * Clears what an earlier, longer block left in the products, which are folded as a whole, and the
   * lanes that fill up the last vector.
   */
  private void darken(int samples) {
    if (samples < count) {
      Arrays.fill(productRe, samples, MOST, 0);
      Arrays.fill(productIm, samples, MOST, 0);
    }
    count = samples;
    for (int port = 0; port < re.length; port++) {
      Arrays.fill(re[port], samples, padded(), 0);
      Arrays.fill(im[port], samples, padded(), 0);
    }
  }

  /** Returns the number of lanes up to the end of the last vector. */
  final int padded() {
    return (count + DoubleKernel.WIDTH - 1) / DoubleKernel.WIDTH * DoubleKernel.WIDTH;
  }

  @Override
  public void store(ComplexBatch batch, int from) {
    for (int port = 0; port < re.length; port++) {
      System.arraycopy(re[port], 0, batch.re()[port], from, count);
      System.arraycopy(im[port], 0, batch.im()[port], from, count);
    }
  }

  @Override
  public void storeTurned(ComplexBatch batch, int from) {
    for (int port = 0; port < re.length; port++) {
      for (int lane = 0; lane < count; lane++) {
        batch.set(from + lane, port, re[port][lane], im[port][lane]);
      }
    }
  }

  @Override
  public boolean multipliesFast() {
    return false;
  }

  @Override
  public void product(ComplexBatch matrix, Lanes<ComplexBatch> from, boolean realPartsOnly) {
    DoubleLanes factor = (DoubleLanes) from;
    for (int row = 0; row < re.length; row++) {
      Arrays.fill(re[row], 0);
      Arrays.fill(im[row], 0);
      for (int k = 0; k < re.length; k++) {
        double a = matrix.re()[row][k];
        double b = matrix.im()[row][k];
        for (int lane = 0; lane < factor.count; lane++) {
          re[row][lane] += a * factor.re[k][lane] - b * factor.im[k][lane];
          im[row][lane] += a * factor.im[k][lane] + b * factor.re[k][lane];
        }
      }
    }
    darken(factor.count);
  }

  @Override
  public void mix(PassPlan plan, int k) {
    int top = plan.top[k];
    double a = plan.a[k];
    double b = plan.b[k];
    double c = plan.c[k];
    double e = plan.e[k];
    double f = plan.f[k];
    double g = plan.g[k];
    double[] xr = re[top];
    double[] xi = im[top];
    double[] yr = re[top + 1];
    double[] yi = im[top + 1];
    double[] pr = spareTop;
    double[] pi = spareTopIm;
    double[] qr = spareBottom;
    double[] qi = spareBottomIm;
    DoubleLoops loops = next();
    loops.combine(xr, xi, yr, pr, qr, count, a, -b, c, e, -f, g);
    loops.combine(xi, xr, yi, pi, qi, count, a, b, c, e, f, g);
    // Outputs and spares trade places; nothing is copied.
    re[top] = pr;
    re[top + 1] = qr;
    im[top] = pi;
    im[top + 1] = qi;
    spareTop = xr;
    spareBottom = yr;
    spareTopIm = xi;
    spareBottomIm = yi;
  }

  @Override
  public void passTapped(PassPlan plan, double weight, TapTotals totals) {
    for (int k = 0; k < plan.top.length; k++) {
      correlate(plan.top[k]);
      totals.re[k] += weight * sum[0];
      totals.im[k] += weight * sum[1];
      mix(plan, k);
    }
  }

  private void correlate(int top) {
    DoubleLoops loops = next();
    loops.multiply(re[top], im[top], re[top + 1], im[top + 1], productRe, productIm, count);
    addUp(loops);
  }

  private void addUp(DoubleLoops loops) {
    if (count < FEW) {
      total(productRe, productIm, count);
    } else {
      loops.foldToHalf(productRe, productIm, halfRe, halfIm);
      loops.foldToQuarter(halfRe, halfIm, quarterRe, quarterIm);
      total(quarterRe, quarterIm, QUARTER);
    }
  }

  private DoubleLoops next() {
    turn = turn == 2 ? 0 : turn + 1;
    return RING[turn];
  }

  /** Adds up in a fixed order, eight sums at a time so that they do not wait for each other. */
  private void total(double[] re, double[] im, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int lane = 0;
    for (; lane < n - 3; lane += 4) {
      a += re[lane];
      b += re[lane + 1];
      c += re[lane + 2];
      d += re[lane + 3];
      e += im[lane];
      f += im[lane + 1];
      g += im[lane + 2];
      h += im[lane + 3];
    }
    for (; lane < n; lane++) {
      a += re[lane];
      e += im[lane];
    }
    sum[0] = a + b + (c + d);
    sum[1] = e + f + (g + h);
  }

  @Override
  public double power(int port) {
    return dot(re[port], re[port]) + dot(im[port], im[port]);
  }

  /** Returns Σ a b; lanes up to the end of the last vector are zero. */
  double dot(double[] a, double[] b) {
    double even = 0;
    double odd = 0;
    // Two sums that do not wait for each other.
    for (int lane = 0; lane < padded(); lane += 2) {
      even += a[lane] * b[lane];
      odd += a[lane + 1] * b[lane + 1];
    }
    return even + odd;
  }

  @Override
  public void rotate(int port, double cos, double sin) {
    double[] r = re[port];
    double[] i = im[port];
    double[] rotatedRe = spareTop;
    double[] rotatedIm = spareBottom;
    double c = cos;
    double s = sin;
    for (int lane = 0; lane < count; lane++) {
      double real = r[lane];
      double imaginary = i[lane];
      rotatedRe[lane] = c * real - s * imaginary;
      rotatedIm[lane] = c * imaginary + s * real;
    }
    re[port] = rotatedRe;
    im[port] = rotatedIm;
    spareTop = r;
    spareBottom = i;
  }

  @Override
  public void addGamma(Lanes<ComplexBatch> cotangents, double[] gamma) {
    DoubleLanes factor = (DoubleLanes) cotangents;
    for (int port = 0; port < gamma.length; port++) {
      gamma[port] -= dot(re[port], factor.im[port]) + dot(im[port], factor.re[port]);
    }
  }

  @Override
  public void addProducts(Lanes<ComplexBatch> other, double[][] sumRe, double[][] sumIm) {
    int ports = re.length;
    // Sample by sample, so that the loops run over ports and nothing is added up across lanes; one
    // sample of zeros more makes the number even.
    int even = count + count % 2;
    double[][] turnedRe = new double[even][ports];
    double[][] turnedIm = new double[even][ports];
    DoubleLanes factor = (DoubleLanes) other;
    for (int lane = 0; lane < count; lane++) {
      for (int port = 0; port < ports; port++) {
        turnedRe[lane][port] = factor.re[port][lane];
        turnedIm[lane][port] = factor.im[port][lane];
      }
    }
    double[] rowRe = new double[ports];
    double[] rowIm = new double[ports];
    for (int row = 0; row < ports; row++) {
      Arrays.fill(rowRe, 0);
      Arrays.fill(rowIm, 0);
      double[] xr = re[row];
      double[] xi = im[row];
      for (int lane = 0; lane < even; lane += 2) {
        double[] ar = turnedRe[lane];
        double[] ai = turnedIm[lane];
        double[] br = turnedRe[lane + 1];
        double[] bi = turnedIm[lane + 1];
        double nextRe = lane + 1 < count ? xr[lane + 1] : 0;
        double nextIm = lane + 1 < count ? xi[lane + 1] : 0;
        DoubleLoops loops = next();
        loops.accumulate(ar, ai, br, bi, rowRe, ports, xr[lane], -xi[lane], nextRe, -nextIm);
        loops.accumulate(ar, ai, br, bi, rowIm, ports, xi[lane], xr[lane], nextIm, nextRe);
      }
      for (int port = 0; port < ports; port++) {
        sumRe[row][port] += rowRe[port];
        sumIm[row][port] += rowIm[port];
      }
    }
  }

  @Override
  public void conjugate() {
    for (double[] port : im) {
      negate(port, count);
    }
  }

  private static void negate(double[] values, int n) {
    for (int lane = 0; lane < n; lane++) {
      values[lane] = -values[lane];
    }
  }

  @Override
  public void addReversed(Lanes<ComplexBatch> adjoint, double scale) {
    DoubleLanes reversed = (DoubleLanes) adjoint;
    for (int port = 0; port < re.length; port++) {
      // -i conj(a + ib) = -b - ia
      subtract(re[port], reversed.im[port], scale, count);
      subtract(im[port], reversed.re[port], scale, count);
    }
  }

  private static void subtract(double[] from, double[] values, double scale, int n) {
    for (int lane = 0; lane < n; lane++) {
      from[lane] -= scale * values[lane];
    }
  }

  @Override
  public void tapPowers(
      int top,
      double k0,
      double k1,
      double k2,
      double k3,
      double k4,
      double[] arm,
      double[] input,
      int from) {
    for (int lane = 0; lane < count; lane++) {
      double a = re[top][lane];
      double b = im[top][lane];
      double c = re[top + 1][lane];
      double d = im[top + 1][lane];
      double power = a * a + b * b;
      input[from + lane] = k0 * power;
      arm[from + lane] =
          k1 * power + k2 * (c * c + d * d) + k3 * (a * c + b * d) + k4 * (b * c - a * d);
    }
  }

  @Override
  public void powers(int port, double factor, double[] power, int from) {
    for (int lane = 0; lane < count; lane++) {
      double a = re[port][lane];
      double b = im[port][lane];
      power[from + lane] = factor * (a * a + b * b);
    }
  }
}
