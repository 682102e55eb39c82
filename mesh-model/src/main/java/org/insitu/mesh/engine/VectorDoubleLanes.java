package org.insitu.mesh.engine;

import org.insitu.mesh.linear.ComplexBatch;

/** Blocks in double precision in explicit vectors. */
final class VectorDoubleLanes extends DoubleLanes {
  private final DoubleKernel kernel;
  private final double[] sums = new double[2 * DoubleKernel.WIDTH];

  VectorDoubleLanes(int ports, DoubleKernel kernel) {
    super(ports);
    this.kernel = kernel;
  }

  @Override
  public void mix(int top, double a, double b, double c, double e, double f, double g) {
    kernel.mix(re[top], im[top], re[top + 1], im[top + 1], padded(), a, b, c, e, f, g);
  }

  @Override
  public void mixTapped(
      int top, double a, double b, double c, double e, double f, double g, double[] sum) {
    kernel.mixTapped(re[top], im[top], re[top + 1], im[top + 1], padded(), a, b, c, e, f, g, sums);
    addUp(sum);
  }

  @Override
  public void mixTappedDifference(
      int top,
      Lanes<ComplexBatch> less,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sum) {
    DoubleLanes other = (DoubleLanes) less;
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
        a,
        b,
        c,
        e,
        f,
        g,
        sums);
    addUp(sum);
  }

  @Override
  public void mixCorrelated(
      int top,
      Lanes<ComplexBatch> other,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sum) {
    DoubleLanes second = (DoubleLanes) other;
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
        a,
        b,
        c,
        e,
        f,
        g,
        sums);
    addUp(sum);
  }

  /** Adds up in a fixed order. */
  private void addUp(double[] sum) {
    double re = 0;
    double im = 0;
    for (int lane = 0; lane < DoubleKernel.WIDTH; lane += 2) {
      re += sums[lane] + sums[lane + 1];
      im += sums[DoubleKernel.WIDTH + lane] + sums[DoubleKernel.WIDTH + lane + 1];
    }
    sum[0] = re;
    sum[1] = im;
  }
}
