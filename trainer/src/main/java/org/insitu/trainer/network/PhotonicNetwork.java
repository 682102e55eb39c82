package org.insitu.trainer.network;

import java.util.Arrays;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;

/**
 * L layers of one mesh, each followed by |y|, then a read-out: x₁ = input, y_l = U_l x_l, x_{l+1} =
 * |y_l|, logits z_k = Σ x²_{L+1} over the ports of class k.
 *
 * <p>Its phases are one array, unwrapped, layer by layer: first all θ of the layer, then all φ,
 * nodes in light order. γ is 0.
 *
 * @param mesh mesh that runs the layers one after the other
 * @param layers number of layers L, at least 1
 * @param readOut ports of each class
 */
public record PhotonicNetwork(Mesh mesh, int layers, PortGroups readOut) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if {@code layers} is less than 1 or the read-out has another
   *     number of ports
   */
  public PhotonicNetwork {
    if (layers < 1) {
      throw new IllegalArgumentException("a network has at least 1 layer, not " + layers);
    }
    if (readOut.ports() != mesh.ports()) {
      throw new IllegalArgumentException(
          "read-out of %d ports for a mesh of %d".formatted(readOut.ports(), mesh.ports()));
    }
  }

  /** Returns the network of a mesh with K classes. */
  public static PhotonicNetwork of(Mesh mesh, int layers, int classes) {
    return new PhotonicNetwork(mesh, layers, new PortGroups(mesh.ports(), classes));
  }

  /** Returns the number of phases: 2 per node and layer. */
  public int parameters() {
    return layers * layerParameters();
  }

  /** Returns the number of phases of one layer. */
  public int layerParameters() {
    return 2 * mesh.nodeCount();
  }

  /**
   * Returns the phases of a layer, wrapped.
   *
   * @param parameters all phases [rad]; Not modified
   * @param layer 0-based
   */
  public MeshPhases phases(double[] parameters, int layer) {
    if (parameters.length != parameters()) {
      throw new IllegalArgumentException(
          parameters.length + " phases for a network of " + parameters());
    }
    int start = layer * layerParameters();
    int middle = start + mesh.nodeCount();
    return MeshPhases.of(
        mesh,
        Arrays.copyOfRange(parameters, start, middle),
        Arrays.copyOfRange(parameters, middle, start + layerParameters()));
  }

  /**
   * Writes the derivatives of one layer where its phases are.
   *
   * @param theta per θ; Not modified
   * @param phi per φ; Not modified
   * @param gradient of all phases; Modified in the layer's part
   */
  public void put(double[] theta, double[] phi, int layer, double[] gradient) {
    int start = layer * layerParameters();
    System.arraycopy(theta, 0, gradient, start, mesh.nodeCount());
    System.arraycopy(phi, 0, gradient, start + mesh.nodeCount(), mesh.nodeCount());
  }

  /** Returns |y| as a new real batch, the input of the next layer. */
  public static ComplexBatch activate(ComplexBatch fields) {
    ComplexBatch result = ComplexBatch.zeros(fields.ports(), fields.samples());
    for (int port = 0; port < fields.ports(); port++) {
      for (int sample = 0; sample < fields.samples(); sample++) {
        result.re()[port][sample] = magnitude(fields, port, sample);
      }
    }
    return result;
  }

  /**
   * Returns the cotangent before |y|: g = Re(x_adj) e^{-i arg y}.
   *
   * @param adjoint x_adj at the input of the next layer; only its real part counts; Not modified
   * @param fields y; where it is zero its argument counts as 0; Not modified
   */
  public static ComplexBatch pullBack(ComplexBatch adjoint, ComplexBatch fields) {
    ComplexBatch result = ComplexBatch.zeros(fields.ports(), fields.samples());
    for (int port = 0; port < fields.ports(); port++) {
      for (int sample = 0; sample < fields.samples(); sample++) {
        double size = magnitude(fields, port, sample);
        double real = adjoint.re()[port][sample];
        double cosine = size > 0 ? fields.re()[port][sample] / size : 1;
        double sine = size > 0 ? fields.im()[port][sample] / size : 0;
        result.set(port, sample, real * cosine, -real * sine);
      }
    }
    return result;
  }

  private static double magnitude(ComplexBatch fields, int port, int sample) {
    double re = fields.re()[port][sample];
    double im = fields.im()[port][sample];
    return Math.sqrt(re * re + im * im);
  }
}
