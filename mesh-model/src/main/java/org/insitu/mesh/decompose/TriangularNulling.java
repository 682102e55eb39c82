package org.insitu.mesh.decompose;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.linear.ComplexMatrix;

/**
 * Reck's order of nulling: for i = N-1 ... 1 a chain of nodes down column i of Uᴴ collects its
 * power in row i; the chain is diagonal N-1-i of the mesh.
 *
 * @see <a href="https://doi.org/10.1103/PhysRevLett.73.58">Reck et al., PRL 73, 58 (1994)</a>
 */
final class TriangularNulling {
  private TriangularNulling() {}

  static NodeSplits splits(Mesh mesh, ComplexMatrix unitary) {
    int ports = mesh.ports();
    NodeSplits splits = new NodeSplits(mesh);
    int[][] nodeAt = nodesByDiagonal(mesh);
    ComplexMatrix work = unitary.adjoint();
    double[][] re = work.re();
    double[][] im = work.im();
    double[] scratchRe = new double[ports];
    double[] scratchIm = new double[ports];
    Nulling step = new Nulling();
    for (int column = ports - 1; column >= 1; column--) {
      int[] nodes = nodeAt[ports - 1 - column];
      for (int row = 0; row < column; row++) {
        step.nullFirst(re[row][column], im[row][column], re[row + 1][column], im[row + 1][column]);
        step.applyToRows(re, im, row, 0, column + 1, scratchRe, scratchIm);
        splits.sin[nodes[row]] = step.sin;
        splits.cos[nodes[row]] = step.cos;
        splits.in[nodes[row]] = step.phaseRad;
      }
    }
    // What is left of Uᴴ is diag(e^{-i layer}).
    for (int port = 0; port < ports; port++) {
      Unitarity.checkUnit(re[port][port], im[port][port], port);
      splits.layer[port] = -Math.atan2(im[port][port], re[port][port]);
    }
    return splits;
  }

  private static int[][] nodesByDiagonal(Mesh mesh) {
    int ports = mesh.ports();
    int[][] nodeAt = new int[ports - 1][];
    for (int diagonal = 0; diagonal < ports - 1; diagonal++) {
      nodeAt[diagonal] = new int[ports - 1 - diagonal];
    }
    for (int node = 0; node < mesh.nodeCount(); node++) {
      MeshNode at = mesh.nodes().get(node);
      nodeAt[(at.column() - at.row()) / 2][at.row()] = node;
    }
    return nodeAt;
  }
}
