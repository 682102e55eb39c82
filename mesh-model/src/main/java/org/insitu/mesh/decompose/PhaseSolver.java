package org.insitu.mesh.decompose;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;

/**
 * Ties node splits to heaters, in light order: a node takes over the phases that its predecessors
 * leave on its ports, realises the split with θ and the phase difference with φ, and leaves the
 * rest on its outputs; what arrives at the end is γ.
 */
final class PhaseSolver {
  private final NodeSplits splits;
  private final double[] theta;
  private final double[] phi;
  private final double[] carried;
  private final boolean[] passedLayer;
  private final double[] missingSplit;

  private PhaseSolver(NodeSplits splits) {
    this.splits = splits;
    Mesh mesh = splits.mesh;
    theta = new double[mesh.nodeCount()];
    phi = new double[mesh.nodeCount()];
    missingSplit = new double[mesh.nodeCount()];
    carried = new double[mesh.ports()];
    passedLayer = new boolean[mesh.ports()];
  }

  /** Phases, and per node by how much the bar power |T00|² misses the wanted one. */
  record Solution(MeshPhases phases, double[] missingSplit) {}

  /** Solves for a perfect mesh; every split can be reached. */
  static MeshPhases solve(NodeSplits splits) {
    PhaseSolver solver = new PhaseSolver(splits);
    for (int node = 0; node < solver.theta.length; node++) {
      double half = Math.atan2(splits.sin[node], splits.cos[node]);
      solver.theta[node] = 2 * half;
      // T = e^{i(π/2 + θ/2)} H diag(e^{iφ}, 1)
      solver.place(node, 0, Math.PI / 2 + half, Math.PI / 2 + half);
    }
    return solver.finish();
  }

  /** Solves for a mesh with coupler errors; splits out of reach become the nearest reachable. */
  static Solution solve(NodeSplits splits, MeshErrors errors) {
    PhaseSolver solver = new PhaseSolver(splits);
    double[] left = errors.couplerErrorLeft();
    double[] right = errors.couplerErrorRight();
    for (int node = 0; node < solver.theta.length; node++) {
      solver.placeImperfect(node, left[node], right[node]);
    }
    return new Solution(solver.finish(), solver.missingSplit);
  }

  /**
   * Bar power of an imperfect node is sin²(eL+eR) cos²(θ/2) + cos²(eL-eR) sin²(θ/2), so that
   * tan²(θ/2) = (s² - sin²(eL+eR)) / (c² - sin²(eL-eR)) for a wanted s² + c² = 1.
   */
  private void placeImperfect(int node, double leftRad, double rightRad) {
    double s = splits.sin[node];
    double c = splits.cos[node];
    double sinSum = Math.sin(leftRad + rightRad);
    double sinDifference = Math.sin(leftRad - rightRad);
    double aboveCross = s * s - sinSum * sinSum;
    double belowBar = c * c - sinDifference * sinDifference;
    if (aboveCross * belowBar >= 0) {
      theta[node] = 2 * Math.atan2(Math.sqrt(Math.abs(aboveCross)), Math.sqrt(Math.abs(belowBar)));
    } else {
      boolean cross = Math.abs(aboveCross) < Math.abs(belowBar);
      theta[node] = cross ? 0 : Math.PI;
      missingSplit[node] = Math.min(Math.abs(aboveCross), Math.abs(belowBar));
    }
    ImperfectNode at = ImperfectNode.of(theta[node], leftRad, rightRad);
    place(node, at.inRad(), at.outTopRad(), at.outBottomRad());
  }

  /**
   * Chooses φ for a device diag(e^{i top}, e^{i bottom}) H diag(e^{i in}, 1) diag(e^{iφ}, 1) and
   * carries on what it adds to or lacks of the wanted output phases.
   */
  private void place(int node, double deviceIn, double deviceTop, double deviceBottom) {
    int row = splits.mesh.nodes().get(node).row();
    if (!splits.before[node]) {
      passLayer(row);
      passLayer(row + 1);
    }
    double top = splits.outTop[node] + splits.in[node] + carried[row];
    double bottom = carried[row + 1];
    if (splits.cos[node] == 0) {
      // Nothing crosses, so φ is free: π makes the node the identity, as conventions have it.
      phi[node] = Math.PI;
      top -= phi[node] + deviceIn;
    } else {
      phi[node] = splits.in[node] + carried[row] - bottom - deviceIn;
      top = splits.outTop[node] + bottom;
    }
    // Wrapped on the way: thousands of nodes would otherwise add up angles and lose digits.
    carried[row] = MeshPhases.wrap(top - deviceTop);
    carried[row + 1] = MeshPhases.wrap(splits.outBottom[node] + bottom - deviceBottom);
  }

  private void passLayer(int port) {
    if (!passedLayer[port]) {
      passedLayer[port] = true;
      carried[port] += splits.layer[port];
    }
  }

  private MeshPhases finish() {
    for (int port = 0; port < carried.length; port++) {
      passLayer(port);
    }
    return new MeshPhases(theta, phi, carried);
  }
}
