package org.insitu.mesh.engine;

/**
 * One direction of light through a mesh as numbers, nodes in the order of the visit.
 *
 * <p>Node k acts on ports (top, top + 1) as x' = (a + ib) x + c y, y' = (e + if) x + g y. Its θ tap
 * sees k1|x|² + k2|y|² + k3 Re(x conj y) + k4 Im(x conj y). Its φ tap sees k0 times the power of
 * the top port, in front of the node forward and behind it backward. Behind the last node every
 * port gets the phase that the nodes handed on. Mutable, rewritten whenever phases change.
 *
 * <p>Nodes without loss turn: a + ib = g t, e + if = -c t with t = e^{iψ} and g + ic = e^{iα}, g
 * not negative.
 */
final class PassPlan {
  final int[] top;
  final double[] a;
  final double[] b;
  final double[] c;
  final double[] e;
  final double[] f;
  final double[] g;

  /** Whether all nodes turn, and the next three arrays hold: Re t, Im t, and tan(α/2). */
  final boolean turns;

  final double[] turnCos;
  final double[] turnSin;
  final double[] tangent;
  final double[] k0;
  final double[] k1;
  final double[] k2;
  final double[] k3;
  final double[] k4;
  final double[] outCos;
  final double[] outSin;

  /**
   * Creates an empty plan.
   *
   * @param top upper port of every node
   * @param turns whether no node has loss
   */
  PassPlan(int[] top, int ports, boolean turns) {
    this.top = top;
    this.turns = turns;
    int nodes = top.length;
    a = new double[nodes];
    b = new double[nodes];
    c = new double[nodes];
    e = new double[nodes];
    f = new double[nodes];
    g = new double[nodes];
    turnCos = new double[turns ? nodes : 0];
    turnSin = new double[turns ? nodes : 0];
    tangent = new double[turns ? nodes : 0];
    k0 = new double[nodes];
    k1 = new double[nodes];
    k2 = new double[nodes];
    k3 = new double[nodes];
    k4 = new double[nodes];
    outCos = new double[ports];
    outSin = new double[ports];
  }

  /** Finds how far the nodes turn, once the six numbers of each are there. */
  void findTurns() {
    for (int k = 0; k < tangent.length; k++) {
      turnCos[k] = a[k] * g[k] - e[k] * c[k];
      turnSin[k] = b[k] * g[k] - f[k] * c[k];
      tangent[k] = c[k] / (1 + g[k]);
    }
  }
}
