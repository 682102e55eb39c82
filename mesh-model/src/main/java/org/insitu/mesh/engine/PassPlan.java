package org.insitu.mesh.engine;

/**
 * One direction of light through a mesh as numbers, nodes in the order of the visit.
 *
 * <p>Node k acts on ports (top, top + 1) as x' = (a + ib) x + c y, y' = (e + if) x + g y. Its θ tap
 * sees k1|x|² + k2|y|² + k3 Re(x conj y) + k4 Im(x conj y). Its φ tap sees k0 times the power of
 * the top port, in front of the node forward and behind it backward. Behind the last node every
 * port gets the phase that the nodes handed on. Mutable, rewritten whenever phases change.
 */
final class PassPlan {
  final int[] top;
  final double[] a;
  final double[] b;
  final double[] c;
  final double[] e;
  final double[] f;
  final double[] g;
  final double[] k0;
  final double[] k1;
  final double[] k2;
  final double[] k3;
  final double[] k4;
  final double[] outCos;
  final double[] outSin;

  PassPlan(int[] top, int ports) {
    this.top = top;
    int nodes = top.length;
    a = new double[nodes];
    b = new double[nodes];
    c = new double[nodes];
    e = new double[nodes];
    f = new double[nodes];
    g = new double[nodes];
    k0 = new double[nodes];
    k1 = new double[nodes];
    k2 = new double[nodes];
    k3 = new double[nodes];
    k4 = new double[nodes];
    outCos = new double[ports];
    outSin = new double[ports];
  }
}
