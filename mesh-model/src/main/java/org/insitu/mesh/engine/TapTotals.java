package org.insitu.mesh.engine;

/**
 * What the powers of all taps follow from, in one direction of light: weighted sums over samples of
 * the power X of every port in front of the mesh, and of the correlation C = Σ x conj(y) of the two
 * ports in front of every node. All are linear in samples and passes; so whatever adds and takes
 * away waves does it here, and the taps are read once in the end.
 */
final class TapTotals {
  /** Real parts of C, nodes in the order of the visit. */
  final double[] re;

  /** Imaginary parts of C. */
  final double[] im;

  /** X per port. */
  final double[] power;

  TapTotals(int nodes, int ports) {
    re = new double[nodes];
    im = new double[nodes];
    power = new double[ports];
  }

  /** Adds the sums of other samples. */
  void add(TapTotals other) {
    add(re, other.re);
    add(im, other.im);
    add(power, other.power);
  }

  static void add(double[] into, double[] values) {
    for (int i = 0; i < into.length; i++) {
      into[i] += values[i];
    }
  }

  /**
   * Reads the taps. Powers are carried from node to node: behind one a port has |a + ib|² X + c² Y
   * + 2 Re((a + ib) c C).
   *
   * @param visit light-order index of every node of the plan
   * @param phiBehind whether the φ tap sees what leaves the node (backward) or what enters it
   * @param theta powers at the θ taps, light order; Modified
   * @param phi powers at the φ taps; Modified
   */
  void read(PassPlan plan, int[] visit, boolean phiBehind, double[] theta, double[] phi) {
    double[] carried = power.clone();
    for (int k = 0; k < visit.length; k++) {
      int top = plan.top[k];
      double a = plan.a[k];
      double b = plan.b[k];
      double c = plan.c[k];
      double e = plan.e[k];
      double f = plan.f[k];
      double g = plan.g[k];
      double x = carried[top];
      double y = carried[top + 1];
      carried[top] = (a * a + b * b) * x + c * c * y + 2 * c * (a * re[k] - b * im[k]);
      carried[top + 1] = (e * e + f * f) * x + g * g * y + 2 * g * (e * re[k] - f * im[k]);
      int node = visit[k];
      theta[node] = plan.k1[k] * x + plan.k2[k] * y + plan.k3[k] * re[k] + plan.k4[k] * im[k];
      phi[node] = plan.k0[k] * (phiBehind ? carried[top] : x);
    }
  }
}
