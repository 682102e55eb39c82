package org.insitu.trainer.network;

import java.util.Locale;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.Topology;

/** How a network begins. */
public enum InitialPhases {
  /** Random unitaries: θ by the Haar measure of a triangular mesh, φ uniform. */
  HAAR {
    @Override
    double[] draw(PhotonicNetwork network, RandomGenerator random) {
      double[] parameters = new double[network.parameters()];
      int nodes = network.mesh().nodeCount();
      for (int layer = 0; layer < network.layers(); layer++) {
        int start = layer * network.layerParameters();
        for (int node = 0; node < nodes; node++) {
          double exponent = 1 / (2.0 * haarOrder(network, node));
          parameters[start + node] =
              2 * StrictMath.acos(StrictMath.pow(random.nextDouble(), exponent));
        }
        for (int node = 0; node < nodes; node++) {
          parameters[start + nodes + node] = 2 * Math.PI * random.nextDouble();
        }
      }
      return parameters;
    }
  },
  /** Every phase uniform in [0, 2π). */
  UNIFORM {
    @Override
    double[] draw(PhotonicNetwork network, RandomGenerator random) {
      double[] parameters = new double[network.parameters()];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = 2 * Math.PI * random.nextDouble();
      }
      return parameters;
    }
  };

  abstract double[] draw(PhotonicNetwork network, RandomGenerator random);

  /**
   * Draws the phases of a network.
   *
   * @param random source; Modified
   * @return phases [rad] in the order of {@link PhotonicNetwork}
   */
  public double[] of(PhotonicNetwork network, RandomGenerator random) {
    return draw(network, random);
  }

  /** Returns the name used in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * α of a node, with the cross amplitude cos(θ/2) = u^{1/2α}: in a triangle the row counted from
   * the top of its diagonal, from 1. Other topologies get 1, for which the split is uniform.
   */
  private static int haarOrder(PhotonicNetwork network, int node) {
    MeshNode at = network.mesh().nodes().get(node);
    return network.mesh().topology() == Topology.TRIANGULAR ? at.row() + 1 : 1;
  }
}
