package org.insitu.mesh.engine;

/** Blocks in single precision in explicit vectors. */
final class VectorFloatLanes extends FloatLanes {
  private final FloatKernel kernel;
  private final float[] sums = new float[2 * FloatKernel.WIDTH];

  VectorFloatLanes(int ports, FloatKernel kernel) {
    super(ports);
    this.kernel = kernel;
  }

  @Override
  public void mix(int top, double a, double b, double c, double e, double f, double g) {
    kernel.mix(
        re[top],
        im[top],
        re[top + 1],
        im[top + 1],
        padded(),
        (float) a,
        (float) b,
        (float) c,
        (float) e,
        (float) f,
        (float) g);
  }

  @Override
  public void mixTapped(
      int top, double a, double b, double c, double e, double f, double g, double[] sum) {
    kernel.mixTapped(
        re[top],
        im[top],
        re[top + 1],
        im[top + 1],
        padded(),
        (float) a,
        (float) b,
        (float) c,
        (float) e,
        (float) f,
        (float) g,
        sums);
    addUp(sum);
  }

  @Override
  public void mixTappedDifference(
      int top,
      Lanes<FloatBatch> less,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sum) {
    FloatLanes other = (FloatLanes) less;
    kernel.mixTappedDifference(
        re[top],
        im[top],
        re[top + 1],
        im[top + 1],
        other.re[top],
        other.im[top],
        other.re[top + 1],
        other.im[top + 1],
        padded(),
        (float) a,
        (float) b,
        (float) c,
        (float) e,
        (float) f,
        (float) g,
        sums);
    addUp(sum);
  }

  @Override
  public void mixCorrelated(
      int top,
      Lanes<FloatBatch> other,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sum) {
    FloatLanes second = (FloatLanes) other;
    kernel.mixCorrelated(
        re[top],
        im[top],
        re[top + 1],
        im[top + 1],
        second.re[top],
        second.im[top],
        second.re[top + 1],
        second.im[top + 1],
        padded(),
        (float) a,
        (float) b,
        (float) c,
        (float) e,
        (float) f,
        (float) g,
        sums);
    addUp(sum);
  }

  @Override
  void product(
      float[][] xr, float[][] xi, float[][] yr, float[][] yi, float[][] sumRe, float[][] sumIm) {
    kernel.multiply(xr, xi, yr, yi, sumRe, sumIm);
  }

  /** Adds up in a fixed order. */
  private void addUp(double[] sum) {
    double re = 0;
    double im = 0;
    for (int lane = 0; lane < FloatKernel.WIDTH; lane += 2) {
      re += (double) sums[lane] + sums[lane + 1];
      im += (double) sums[FloatKernel.WIDTH + lane] + sums[FloatKernel.WIDTH + lane + 1];
    }
    sum[0] = re;
    sum[1] = im;
  }
}
