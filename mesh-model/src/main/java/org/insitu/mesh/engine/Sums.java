package org.insitu.mesh.engine;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.propagation.MeshGradient;

/** Sums at heaters and output ports per slot, added up in the order of the slots. */
final class Sums {
  /** At the θ taps, {@code [slot][node]} in light order. */
  final double[][] theta;

  /** At the φ taps, {@code [slot][node]} in light order. */
  final double[][] phi;

  /** {@code [slot][port]}. */
  final double[][] gamma;

  Sums(Mesh mesh, Blocks blocks) {
    theta = new double[blocks.slots()][mesh.nodeCount()];
    phi = new double[blocks.slots()][mesh.nodeCount()];
    gamma = new double[blocks.slots()][mesh.ports()];
  }

  /** Adds up; call once. */
  MeshGradient total() {
    for (int slot = 1; slot < theta.length; slot++) {
      add(theta[0], theta[slot]);
      add(phi[0], phi[slot]);
      add(gamma[0], gamma[slot]);
    }
    return new MeshGradient(theta[0], phi[0], gamma[0]);
  }

  private static void add(double[] into, double[] values) {
    for (int i = 0; i < into.length; i++) {
      into[i] += values[i];
    }
  }
}
