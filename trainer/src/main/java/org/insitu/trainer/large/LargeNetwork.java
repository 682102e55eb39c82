package org.insitu.trainer.large;

import java.util.Arrays;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.decompose.HaarPhases;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * Layers of one mesh each. Its parameters are, layer by layer, θ of the nodes in light order, φ of
 * the nodes, and γ of the ports if they are trained.
 *
 * @param mesh mesh of every layer
 * @param layers number of layers, at least 1
 * @param trainsGamma whether output phases, which a computer applies, are trained too
 */
public record LargeNetwork(Mesh mesh, int layers, boolean trainsGamma) {
  /** Returns the number of parameters of one layer. */
  public int layerParameters() {
    return 2 * mesh.nodeCount() + (trainsGamma ? mesh.ports() : 0);
  }

  /** Returns the number of all parameters. */
  public int parameters() {
    return layers * layerParameters();
  }

  /**
   * Draws parameters with which every layer is a Haar unitary but for its output phases, which are
   * 0.
   *
   * @param random source; Modified
   * @return phases [rad]
   */
  public double[] initial(RandomGenerator random) {
    double[] parameters = new double[parameters()];
    int[] exponents = HaarPhases.exponents(mesh);
    for (int layer = 0; layer < layers; layer++) {
      int start = layer * layerParameters();
      for (int node = 0; node < exponents.length; node++) {
        // StrictMath: the same phases on every JDK.
        double cross = StrictMath.pow(random.nextDouble(), 0.5 / exponents[node]);
        parameters[start + node] = 2 * StrictMath.acos(cross);
        parameters[start + exponents.length + node] = 2 * Math.PI * random.nextDouble();
      }
    }
    return parameters;
  }

  /** Returns the phases of one layer; γ is 0 unless it is trained. */
  public MeshPhases phases(double[] parameters, int layer) {
    int nodes = mesh.nodeCount();
    int start = layer * layerParameters();
    double[] theta = Arrays.copyOfRange(parameters, start, start + nodes);
    double[] phi = Arrays.copyOfRange(parameters, start + nodes, start + 2 * nodes);
    double[] gamma =
        trainsGamma
            ? Arrays.copyOfRange(parameters, start + 2 * nodes, start + layerParameters())
            : new double[mesh.ports()];
    return new MeshPhases(theta, phi, gamma);
  }

  /**
   * Writes the derivatives of one layer to their places.
   *
   * @param gradient derivatives by all parameters; Modified
   */
  void put(MeshGradient ofLayer, int layer, double[] gradient) {
    int nodes = mesh.nodeCount();
    int start = layer * layerParameters();
    System.arraycopy(ofLayer.theta(), 0, gradient, start, nodes);
    System.arraycopy(ofLayer.phi(), 0, gradient, start + nodes, nodes);
    if (trainsGamma) {
      System.arraycopy(ofLayer.gamma(), 0, gradient, start + 2 * nodes, mesh.ports());
    }
  }
}
