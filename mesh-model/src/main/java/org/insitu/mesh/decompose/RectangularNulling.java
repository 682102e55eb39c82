package org.insitu.mesh.decompose;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.linear.ComplexMatrix;

/**
 * Clements' order of nulling: antidiagonals from the lower left corner, even ones by nodes at the
 * input (columns of U), odd ones by nodes at the output (rows of U). A layer of phases is left
 * between both.
 *
 * @see <a href="https://doi.org/10.1364/OPTICA.3.001460">Clements et al., Optica 3, 1460 (2016)</a>
 */
final class RectangularNulling {
  private final NodeSplits splits;
  private final int ports;
  private final double[][] re;
  private final double[][] im;
  private final double[] scratchRe;
  private final double[] scratchIm;
  private final double[] sin;
  private final double[] cos;
  private final double[] phaseRe;
  private final double[] phaseIm;
  private final Nulling step = new Nulling();

  private RectangularNulling(Mesh mesh, ComplexMatrix unitary) {
    splits = new NodeSplits(mesh);
    ports = mesh.ports();
    ComplexMatrix work = unitary.copy();
    re = work.re();
    im = work.im();
    scratchRe = new double[ports];
    scratchIm = new double[ports];
    sin = new double[ports];
    cos = new double[ports];
    phaseRe = new double[ports];
    phaseIm = new double[ports];
  }

  static NodeSplits splits(Mesh mesh, ComplexMatrix unitary) {
    return new RectangularNulling(mesh, unitary).run();
  }

  private NodeSplits run() {
    for (int antidiagonal = 0; antidiagonal <= ports - 2; antidiagonal++) {
      if (antidiagonal % 2 == 0) {
        nullFromTheRight(antidiagonal);
      } else {
        nullFromTheLeft(antidiagonal);
      }
    }
    for (int port = 0; port < ports; port++) {
      Unitarity.checkUnit(re[port][port], im[port][port], port);
      splits.layer[port] = Math.atan2(im[port][port], re[port][port]);
    }
    return splits;
  }

  /**
   * Nulls (N-1-j, d-j), j = 0 ... d, by the inverse of a node on columns (d-j, d-j+1). Row after
   * row, so that memory is walked once per antidiagonal and not once per node.
   */
  private void nullFromTheRight(int d) {
    for (int row = ports - 1; row >= 0; row--) {
      int j = ports - 1 - row;
      applyToColumns(re[row], im[row], d, Math.min(j, d + 1));
      if (j <= d) {
        int column = d - j;
        // Row vector (x, y) becomes (x p, y) H with p = e^{-i in}.
        step.nullFirst(re[row][column], im[row][column], re[row][column + 1], im[row][column + 1]);
        sin[j] = step.sin;
        cos[j] = step.cos;
        phaseRe[j] = step.phaseRe;
        phaseIm[j] = step.phaseIm;
        int node = nodeAt(j, column);
        splits.sin[node] = step.sin;
        splits.cos[node] = step.cos;
        splits.in[node] = -step.phaseRad;
        applyOne(re[row], im[row], column, j);
      }
    }
  }

  private void applyToColumns(double[] rowRe, double[] rowIm, int d, int steps) {
    for (int j = 0; j < steps; j++) {
      applyOne(rowRe, rowIm, d - j, j);
    }
  }

  private void applyOne(double[] rowRe, double[] rowIm, int column, int j) {
    double xr = phaseRe[j] * rowRe[column] - phaseIm[j] * rowIm[column];
    double xi = phaseRe[j] * rowIm[column] + phaseIm[j] * rowRe[column];
    double yr = rowRe[column + 1];
    double yi = rowIm[column + 1];
    rowRe[column] = sin[j] * xr + cos[j] * yr;
    rowIm[column] = sin[j] * xi + cos[j] * yi;
    rowRe[column + 1] = cos[j] * xr - sin[j] * yr;
    rowIm[column + 1] = cos[j] * xi - sin[j] * yi;
  }

  /** Nulls (N-1-d+j, j), j = 0 ... d, by the inverse of a node on rows (N-2-d+j, N-1-d+j). */
  private void nullFromTheLeft(int d) {
    for (int j = 0; j <= d; j++) {
      int top = ports - 2 - d + j;
      step.nullSecond(re[top][j], im[top][j], re[top + 1][j], im[top + 1][j]);
      step.applyToRows(re, im, top, j, ports, scratchRe, scratchIm);
      // The node is the inverse: its phase comes after H.
      int node = nodeAt(ports - 1 - j, top);
      splits.sin[node] = step.sin;
      splits.cos[node] = step.cos;
      splits.outTop[node] = -step.phaseRad;
      splits.before[node] = false;
    }
  }

  /** Index of a node in light order: two columns hold N-1 nodes, the even one N/2 of them. */
  private int nodeAt(int column, int row) {
    return column / 2 * (ports - 1) + (column % 2 == 0 ? 0 : ports / 2) + row / 2;
  }
}
