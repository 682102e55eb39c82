package org.insitu.mesh.decompose;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexMatrix;

/**
 * Turns a unitary into the phases of a perfect mesh; {@link
 * org.insitu.mesh.propagation.MeshModel#matrix} is the way back.
 *
 * <p>Stable: only rotations of norm 1, and a number that is zero already leaves its node in the bar
 * state, so that the identity gives θ = φ = π everywhere. Costs O(N³).
 *
 * @see ImperfectMesh
 */
public final class Decomposition {
  private Decomposition() {}

  /**
   * Returns phases with which a perfect mesh is the given unitary, γ included.
   *
   * @param mesh a triangular or rectangular mesh of N ports
   * @param unitary N × N; Not modified
   * @throws IllegalArgumentException if the mesh is a chain, which is not universal, or the matrix
   *     has another size, an entry that is not finite, or is not unitary to 1e-6
   */
  public static MeshPhases phases(Mesh mesh, ComplexMatrix unitary) {
    return PhaseSolver.solve(splits(mesh, unitary));
  }

  /**
   * Returns phases for a mesh of the size of the unitary.
   *
   * @see #phases(Mesh, ComplexMatrix)
   */
  public static MeshPhases phases(Topology topology, ComplexMatrix unitary) {
    return phases(Mesh.of(topology, unitary.rows()), unitary);
  }

  static NodeSplits splits(Mesh mesh, ComplexMatrix unitary) {
    Unitarity.check(unitary, mesh.ports());
    return switch (mesh.topology()) {
      case TRIANGULAR -> TriangularNulling.splits(mesh, unitary);
      case RECTANGULAR -> RectangularNulling.splits(mesh, unitary);
      case CHAIN ->
          throw new IllegalArgumentException(
              "a chain is not universal; only a triangular or rectangular mesh can be any unitary");
    };
  }
}
