package org.insitu.mesh.engine;

/** Blocks in single precision in explicit vectors. */
final class VectorFloatLanes extends FloatLanes {
  /** Nodes whose sums wait for being added up: a loop of its own over them is fast. */
  private static final int WAITING = 64;

  private static final int PER_NODE = 2 * FloatKernel.WIDTH;

  private final FloatKernel kernel;
  private final float[] sums = new float[WAITING * PER_NODE];

  /** Kept for {@link #addProducts}, which training calls all the time. */
  private float[][] products = {};

  VectorFloatLanes(int ports, FloatKernel kernel) {
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
          (float) plan.turnCos[k],
          (float) plan.turnSin[k],
          (float) plan.tangent[k],
          (float) -plan.c[k]);
    } else {
      kernel.mix(
          re[top],
          im[top],
          re[top + 1],
          im[top + 1],
          padded(),
          (float) plan.a[k],
          (float) plan.b[k],
          (float) plan.c[k],
          (float) plan.e[k],
          (float) plan.f[k],
          (float) plan.g[k]);
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
        totals.im[from + i] += weight * sum(PER_NODE * i + FloatKernel.WIDTH);
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
          (float) plan.turnCos[k],
          (float) plan.turnSin[k],
          (float) plan.tangent[k],
          (float) -plan.c[k],
          sums,
          at);
    } else {
      kernel.mixTapped(
          re[top],
          im[top],
          re[top + 1],
          im[top + 1],
          padded(),
          (float) plan.a[k],
          (float) plan.b[k],
          (float) plan.c[k],
          (float) plan.e[k],
          (float) plan.f[k],
          (float) plan.g[k],
          sums,
          at);
    }
  }

  @Override
  double dot(float[] a, float[] b) {
    return kernel.dot(a, b, padded());
  }

  @Override
  public void addProducts(Lanes<FloatBatch> other, double[][] sumRe, double[][] sumIm) {
    FloatLanes factor = (FloatLanes) other;
    int ports = re.length;
    boolean isReal = factor.isReal();
    if (products.length != 2 * ports) {
      products = new float[2 * ports][2 * ports];
    }
    kernel.multiplyTransposed(
        FloatProducts.rows(re, im),
        isReal ? factor.re : FloatProducts.rows(factor.re, factor.im),
        padded(),
        isReal ? ports : 2 * ports,
        products);
    for (int row = 0; row < ports; row++) {
      float[] ofRe = products[row];
      float[] ofIm = products[ports + row];
      add(ofRe, 0, sumRe[row]);
      add(ofIm, 0, sumIm[row]);
      if (!isReal) {
        subtract(ofIm, ports, sumRe[row]);
        add(ofRe, ports, sumIm[row]);
      }
    }
  }

  private static void add(float[] values, int from, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[from + i];
    }
  }

  private static void subtract(float[] values, int from, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] -= values[from + i];
    }
  }

  @Override
  public boolean multipliesFast() {
    return true;
  }

  @Override
  public void product(FloatBatch matrix, Lanes<FloatBatch> from, boolean realPartsOnly) {
    FloatLanes factor = (FloatLanes) from;
    boolean isReal = factor.isReal();
    kernel.multiply(
        FloatProducts.wide(matrix),
        isReal ? factor.re : FloatProducts.rows(factor.re, factor.im),
        isReal ? re.length : 2 * re.length,
        factor.padded(),
        realPartsOnly ? re : FloatProducts.rows(re, im));
    resize(factor.count());
  }

  /** Adds up in a fixed order. */
  private double sum(int at) {
    double left = ((double) sums[at] + sums[at + 1]) + ((double) sums[at + 2] + sums[at + 3]);
    double right = ((double) sums[at + 4] + sums[at + 5]) + ((double) sums[at + 6] + sums[at + 7]);
    return left + right;
  }
}
