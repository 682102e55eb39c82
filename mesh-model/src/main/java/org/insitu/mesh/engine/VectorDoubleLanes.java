package org.insitu.mesh.engine;

/** Blocks in double precision in explicit vectors. */
final class VectorDoubleLanes extends DoubleLanes {
  /** Nodes whose sums wait for being added up: a loop of its own over them is fast. */
  private static final int WAITING = 64;

  private static final int PER_NODE = 2 * DoubleKernel.WIDTH;

  private final DoubleKernel kernel;
  private final double[] sums = new double[WAITING * PER_NODE];

  VectorDoubleLanes(int ports, DoubleKernel kernel) {
    super(ports);
    this.kernel = kernel;
  }

  @Override
  public void mix(PassPlan plan, int k) {
    int top = plan.top[k];
    if (plan.turns) {
      kernel.turn(
          re[top],
          im[top],
          re[top + 1],
          im[top + 1],
          padded(),
          plan.turnCos[k],
          plan.turnSin[k],
          plan.tangent[k],
          -plan.c[k]);
    } else {
      kernel.mix(
          re[top],
          im[top],
          re[top + 1],
          im[top + 1],
          padded(),
          plan.a[k],
          plan.b[k],
          plan.c[k],
          plan.e[k],
          plan.f[k],
          plan.g[k]);
    }
  }

  @Override
  public void passTapped(PassPlan plan, double weight, TapTotals totals) {
    for (int from = 0; from < plan.top.length; from += WAITING) {
      int count = Math.min(WAITING, plan.top.length - from);
      for (int i = 0; i < count; i++) {
        mixTapped(plan, from + i, PER_NODE * i);
      }
      for (int i = 0; i < count; i++) {
        totals.re[from + i] += weight * sum(PER_NODE * i);
        totals.im[from + i] += weight * sum(PER_NODE * i + DoubleKernel.WIDTH);
      }
    }
  }

  private void mixTapped(PassPlan plan, int k, int at) {
    int top = plan.top[k];
    if (plan.turns) {
      kernel.turnTapped(
          re[top],
          im[top],
          re[top + 1],
          im[top + 1],
          padded(),
          plan.turnCos[k],
          plan.turnSin[k],
          plan.tangent[k],
          -plan.c[k],
          sums,
          at);
    } else {
      kernel.mixTapped(
          re[top],
          im[top],
          re[top + 1],
          im[top + 1],
          padded(),
          plan.a[k],
          plan.b[k],
          plan.c[k],
          plan.e[k],
          plan.f[k],
          plan.g[k],
          sums,
          at);
    }
  }

  @Override
  double dot(double[] a, double[] b) {
    return kernel.dot(a, b, padded());
  }

  /** Adds up in a fixed order. */
  private double sum(int at) {
    return (sums[at] + sums[at + 1]) + (sums[at + 2] + sums[at + 3]);
  }
}
