package org.insitu.mesh.decompose;

import java.util.random.RandomGenerator;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;

/**
 * Random phases with which a mesh is a Haar unitary: cross power cos²(θ/2) = r^{1/α} with r uniform
 * in (0, 1), φ and γ uniform.
 *
 * <p>α = |I| + |O| - N - 1, where I are the inputs that reach the node and O the outputs that it
 * reaches; row + 1 in a triangle. In a chain, row + 1 makes the last row of U a uniform vector.
 *
 * @see <a href="https://doi.org/10.1103/PhysRevApplied.11.064044">Pai et al., PRApplied 11, 064044
 *     (2019)</a>
 */
public final class HaarPhases {
  private HaarPhases() {}

  /**
   * Draws phases, γ included; the same generator state gives the same phases.
   *
   * @param random source of 2 uniforms per node and one per port
   */
  public static MeshPhases sample(Mesh mesh, RandomGenerator random) {
    int[] alpha = exponents(mesh);
    double[] theta = new double[alpha.length];
    double[] phi = new double[alpha.length];
    for (int node = 0; node < alpha.length; node++) {
      theta[node] = 2 * Math.acos(Math.pow(random.nextDouble(), 0.5 / alpha[node]));
      phi[node] = 2 * Math.PI * random.nextDouble();
    }
    double[] gamma = new double[mesh.ports()];
    for (int port = 0; port < gamma.length; port++) {
      gamma[port] = 2 * Math.PI * random.nextDouble();
    }
    return new MeshPhases(theta, phi, gamma);
  }

  /** Returns α per node, in light order. */
  public static int[] exponents(Mesh mesh) {
    int nodes = mesh.nodeCount();
    int[] alpha = new int[nodes];
    if (mesh.topology() == Topology.CHAIN) {
      for (int node = 0; node < nodes; node++) {
        alpha[node] = mesh.nodes().get(node).row() + 1;
      }
      return alpha;
    }
    Reach inputs = new Reach(mesh.ports());
    Reach outputs = new Reach(mesh.ports());
    for (int node = 0; node < nodes; node++) {
      alpha[node] += inputs.meet(mesh.nodes().get(node));
    }
    for (int node = nodes - 1; node >= 0; node--) {
      alpha[node] += outputs.meet(mesh.nodes().get(node)) - mesh.ports() - 1;
    }
    return alpha;
  }

  /** Range of ports whose light can be on each port. */
  private static final class Reach {
    private final int[] lowest;
    private final int[] highest;

    Reach(int ports) {
      lowest = new int[ports];
      highest = new int[ports];
      for (int port = 0; port < ports; port++) {
        lowest[port] = port;
        highest[port] = port;
      }
    }

    /** Mixes the two ports of a node and returns the number of ports that meet in it. */
    int meet(MeshNode node) {
      int top = node.row();
      lowest[top] = Math.min(lowest[top], lowest[top + 1]);
      highest[top] = Math.max(highest[top], highest[top + 1]);
      lowest[top + 1] = lowest[top];
      highest[top + 1] = highest[top];
      return highest[top] - lowest[top] + 1;
    }
  }
}
