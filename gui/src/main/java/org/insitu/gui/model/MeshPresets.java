package org.insitu.gui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.decompose.Decomposition;
import org.insitu.mesh.decompose.HaarPhases;
import org.insitu.mesh.linear.ComplexMatrix;

/** Phases to set by hand; the mesh's heaters are numbered all θ first, then all φ. */
public final class MeshPresets {
  private MeshPresets() {}

  /** Returns θ = 0, φ = π. */
  public static MeshPhases cross(Mesh mesh) {
    return MeshPhases.of(mesh, new double[mesh.nodeCount()], MeshPhases.bar(mesh).phi());
  }

  /** Returns a Haar random unitary; its output phases γ do not exist on a chip. */
  public static MeshPhases random(Mesh mesh, RandomGenerator random) {
    MeshPhases haar = HaarPhases.sample(mesh, random);
    return MeshPhases.of(mesh, haar.theta(), haar.phi());
  }

  /** Returns the discrete Fourier transform, up to output phases; bar for a chain. */
  public static MeshPhases dft(Mesh mesh) {
    if (mesh.topology() == Topology.CHAIN) {
      return MeshPhases.bar(mesh);
    }
    int ports = mesh.ports();
    ComplexMatrix dft = ComplexMatrix.zeros(ports, ports);
    for (int row = 0; row < ports; row++) {
      for (int column = 0; column < ports; column++) {
        double angle = 2 * Math.PI * row * column / ports;
        dft.re()[row][column] = Math.cos(angle) / Math.sqrt(ports);
        dft.im()[row][column] = Math.sin(angle) / Math.sqrt(ports);
      }
    }
    MeshPhases all = Decomposition.phases(mesh, dft);
    return MeshPhases.of(mesh, all.theta(), all.phi());
  }

  /** Returns the phase of one heater of the mesh [rad]. */
  public static double phase(MeshPhases of, int heater) {
    int nodes = of.nodeCount();
    return heater < nodes ? of.theta()[heater] : of.phi()[heater - nodes];
  }

  /** Returns the phases with another one for one heater [rad]. */
  public static MeshPhases with(MeshPhases old, int heater, double phaseRad) {
    double[] theta = old.theta();
    double[] phi = old.phi();
    if (heater < theta.length) {
      theta[heater] = phaseRad;
    } else {
      phi[heater - theta.length] = phaseRad;
    }
    return new MeshPhases(theta, phi, old.gamma());
  }

  /**
   * Returns all heaters, positions in the layout: those of the mesh first, all θ, then all φ, then
   * those of the chains and the reference.
   */
  public static List<Integer> order(ChipLayout layout) {
    List<Integer> order = new ArrayList<>();
    for (HeaterKind kind : HeaterKind.values()) {
      for (int position : layout.heaters(HeaterRole.MESH, kind)) {
        order.add(position);
      }
    }
    for (int position = 0; position < layout.heaters().size(); position++) {
      if (layout.heaters().get(position).role() != HeaterRole.MESH) {
        order.add(position);
      }
    }
    return order;
  }
}
