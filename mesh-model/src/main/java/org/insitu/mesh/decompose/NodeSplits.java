package org.insitu.mesh.decompose;

import java.util.Arrays;
import org.insitu.mesh.Mesh;

/**
 * A unitary as nodes that are not yet tied to heaters: per node, in light order,
 *
 * <p>V = diag(e^{i outTop}, e^{i outBottom}) [[sin, cos], [cos, -sin]] diag(e^{i in}, 1)
 *
 * <p>and one layer of phases per port that lies after all nodes marked {@code before} and ahead of
 * all others. Kept as phase angles and magnitudes, no node is ever degenerate.
 */
final class NodeSplits {
  final Mesh mesh;
  final double[] sin;
  final double[] cos;
  final double[] in;
  final double[] outTop;
  final double[] outBottom;
  final boolean[] before;
  final double[] layer;

  /** Creates identities (bar nodes) before a layer without phases. */
  NodeSplits(Mesh mesh) {
    this.mesh = mesh;
    int nodes = mesh.nodeCount();
    sin = new double[nodes];
    cos = new double[nodes];
    in = new double[nodes];
    outTop = new double[nodes];
    outBottom = new double[nodes];
    before = new boolean[nodes];
    layer = new double[mesh.ports()];
    Arrays.fill(before, true);
  }
}
