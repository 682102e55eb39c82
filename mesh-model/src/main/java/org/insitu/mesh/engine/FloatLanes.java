package org.insitu.mesh.engine;

import java.util.Arrays;

/** Blocks in single precision; see {@link Lanes} for what the methods do. */
class FloatLanes implements Lanes<FloatBatch> {
  private static final int QUARTER = FloatLoops.QUARTER;

  /** Below this many lanes adding up one by one beats folding. */
  private static final int FEW = 100;

  private static final FloatLoops[] RING = FloatLoops.values();

  /** Never written to. */
  private static final float[] DARK = new float[MOST];

  final float[][] re;
  final float[][] im;
  private final float[] productRe = new float[MOST];
  private final float[] productIm = new float[MOST];
  private final float[] halfRe = new float[FloatLoops.HALF];
  private final float[] halfIm = new float[FloatLoops.HALF];
  private final float[] quarterRe = new float[QUARTER];
  private final float[] quarterIm = new float[QUARTER];
  private float[] spareTop = new float[MOST];
  private float[] spareBottom = new float[MOST];
  private float[] spareTopIm = new float[MOST];
  private float[] spareBottomIm = new float[MOST];
  private final double[] slotSum = new double[MOST];
  private final double[] sum = new double[2];
  private int count;
  private int turn;

  FloatLanes(int ports) {
    re = new float[ports][MOST];
    im = new float[ports][MOST];
  }

  @Override
  public void load(FloatBatch batch, int from, int samples) {
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

  private void fill(float[] lanes, double[][][] slots, int port, int from, int samples) {
    System.arraycopy(slots[0][port], from, slotSum, 0, samples);
    for (int slot = 1; slot < slots.length; slot++) {
      add(slots[slot][port], from, slotSum, samples);
    }
    for (int lane = 0; lane < samples; lane++) {
      lanes[lane] = (float) slotSum[lane];
    }
  }

  private static void add(double[] values, int from, double[] sums, int n) {
    for (int i = 0; i < n; i++) {
      sums[i] += values[from + i];
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

  /** Takes a number of samples, which whoever calls fills in. */
  final void resize(int samples) {
    darken(samples);
  }

  /** Returns the number of samples. */
  final int count() {
    return count;
  }

  /** Returns whether all imaginary parts are 0, as behind an activation. */
  final boolean isReal() {
    for (float[] port : im) {
      if (Arrays.mismatch(port, 0, count, DARK, 0, count) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of lanes up to the end of the last vector. */
  final int padded() {
    return (count + FloatKernel.WIDTH - 1) / FloatKernel.WIDTH * FloatKernel.WIDTH;
  }

  @Override
  public void store(FloatBatch batch, int from) {
    for (int port = 0; port < re.length; port++) {
      System.arraycopy(re[port], 0, batch.re()[port], from, count);
      System.arraycopy(im[port], 0, batch.im()[port], from, count);
    }
  }

  @Override
  public void storeTurned(FloatBatch batch, int from) {
    for (int port = 0; port < re.length; port++) {
      for (int lane = 0; lane < count; lane++) {
        batch.re()[from + lane][port] = re[port][lane];
        batch.im()[from + lane][port] = im[port][lane];
      }
    }
  }

  @Override
  public boolean multipliesFast() {
    return false;
  }

  @Override
  public void product(FloatBatch matrix, Lanes<FloatBatch> from, boolean realPartsOnly) {
    FloatLanes factor = (FloatLanes) from;
    FloatMatrix.multiplyByLoops(matrix.re(), matrix.im(), factor.re, factor.im, re, im);
    resize(factor.count);
  }

  @Override
  public void mix(PassPlan plan, int k) {
    int top = plan.top[k];
    float a = (float) plan.a[k];
    float b = (float) plan.b[k];
    float c = (float) plan.c[k];
    float e = (float) plan.e[k];
    float f = (float) plan.f[k];
    float g = (float) plan.g[k];
    float[] xr = re[top];
    float[] xi = im[top];
    float[] yr = re[top + 1];
    float[] yi = im[top + 1];
    float[] pr = spareTop;
    float[] pi = spareTopIm;
    float[] qr = spareBottom;
    float[] qi = spareBottomIm;
    FloatLoops loops = next();
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
    FloatLoops loops = next();
    loops.multiply(re[top], im[top], re[top + 1], im[top + 1], productRe, productIm, count);
    addUp(loops);
  }

  private void addUp(FloatLoops loops) {
    if (count < FEW) {
      total(productRe, productIm, count);
    } else {
      loops.foldToHalf(productRe, productIm, halfRe, halfIm);
      loops.foldToQuarter(halfRe, halfIm, quarterRe, quarterIm);
      total(quarterRe, quarterIm, QUARTER);
    }
  }

  private FloatLoops next() {
    turn = turn == 2 ? 0 : turn + 1;
    return RING[turn];
  }

  /** Adds up in a fixed order, eight sums at a time so that they do not wait for each other. */
  private void total(float[] re, float[] im, int n) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
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
  double dot(float[] a, float[] b) {
    double even = 0;
    double odd = 0;
    // Two sums that do not wait for each other.
    for (int lane = 0; lane < padded(); lane += 2) {
      even += (double) a[lane] * b[lane];
      odd += (double) a[lane + 1] * b[lane + 1];
    }
    return even + odd;
  }

  @Override
  public void rotate(int port, double cos, double sin) {
    float[] r = re[port];
    float[] i = im[port];
    float[] rotatedRe = spareTop;
    float[] rotatedIm = spareBottom;
    float c = (float) cos;
    float s = (float) sin;
    for (int lane = 0; lane < count; lane++) {
      float real = r[lane];
      float imaginary = i[lane];
      rotatedRe[lane] = c * real - s * imaginary;
      rotatedIm[lane] = c * imaginary + s * real;
    }
    re[port] = rotatedRe;
    im[port] = rotatedIm;
    spareTop = r;
    spareBottom = i;
  }

  @Override
  public void addGamma(Lanes<FloatBatch> cotangents, double[] gamma) {
    FloatLanes factor = (FloatLanes) cotangents;
    for (int port = 0; port < gamma.length; port++) {
      gamma[port] -= dot(re[port], factor.im[port]) + dot(im[port], factor.re[port]);
    }
  }

  @Override
  public void addProducts(Lanes<FloatBatch> other, double[][] sumRe, double[][] sumIm) {
    int ports = re.length;
    // Sample by sample, so that the loops run over ports and nothing is added up across lanes.
    float[][] turnedRe = new float[count][ports];
    float[][] turnedIm = new float[count][ports];
    FloatLanes factor = (FloatLanes) other;
    for (int port = 0; port < ports; port++) {
      float[] fromRe = factor.re[port];
      float[] fromIm = factor.im[port];
      for (int lane = 0; lane < count; lane++) {
        turnedRe[lane][port] = fromRe[lane];
        turnedIm[lane][port] = fromIm[lane];
      }
    }
    float[][] productsRe = new float[ports][ports];
    float[][] productsIm = new float[ports][ports];
    FloatMatrix.multiplyByLoops(re, im, turnedRe, turnedIm, productsRe, productsIm);
    add(productsRe, productsIm, sumRe, sumIm);
  }

  static void add(float[][] re, float[][] im, double[][] sumRe, double[][] sumIm) {
    for (int row = 0; row < re.length; row++) {
      for (int port = 0; port < re.length; port++) {
        sumRe[row][port] += re[row][port];
        sumIm[row][port] += im[row][port];
      }
    }
  }

  @Override
  public void conjugate() {
    for (float[] port : im) {
      negate(port, count);
    }
  }

  private static void negate(float[] values, int n) {
    for (int lane = 0; lane < n; lane++) {
      values[lane] = -values[lane];
    }
  }

  @Override
  public void addReversed(Lanes<FloatBatch> adjoint, double scale) {
    FloatLanes reversed = (FloatLanes) adjoint;
    for (int port = 0; port < re.length; port++) {
      // -i conj(a + ib) = -b - ia
      subtract(re[port], reversed.im[port], (float) scale, count);
      subtract(im[port], reversed.re[port], (float) scale, count);
    }
  }

  private static void subtract(float[] from, float[] values, float scale, int n) {
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
