package org.insitu.mesh.decompose;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.propagation.MeshModel;

/**
 * Programs meshes whose coupler errors are known: every node gets the θ and φ with which it does
 * what an ideal node would, up to output phases that its successors take over.
 *
 * <p>An imperfect node reaches bar powers from sin²(eL+eR) to cos²(eL-eR); a wanted split outside
 * becomes the nearest one inside. Loss is not corrected, only part of the reported error.
 *
 * @see <a href="https://doi.org/10.1364/OPTICA.424052">Bandyopadhyay et al., Optica 8, 1247
 *     (2021)</a>
 */
public final class ImperfectMesh {
  private final Mesh mesh;
  private final MeshErrors errors;

  /**
   * Creates it for known errors.
   *
   * @throws IllegalArgumentException if the errors do not fit the mesh
   */
  public ImperfectMesh(Mesh mesh, MeshErrors errors) {
    if (errors.lossDb().length != mesh.nodeCount()) {
      throw new IllegalArgumentException(
          "errors of %d nodes for a mesh of %d"
              .formatted(errors.lossDb().length, mesh.nodeCount()));
    }
    this.mesh = mesh;
    this.errors = errors;
  }

  /**
   * What can be had of a wanted matrix.
   *
   * @param phases phases to program, γ included
   * @param missingSplit per node, by how much its bar power |T00|² misses the wanted one; 0 where
   *     it is within reach
   * @param matrixError largest |U_ij - wanted_ij|
   */
  public record Programmed(MeshPhases phases, double[] missingSplit, double matrixError) {
    /** Returns the number of nodes whose wanted split is out of reach. */
    public int unreachableNodes() {
      int count = 0;
      for (double missing : missingSplit) {
        count += missing > 0 ? 1 : 0;
      }
      return count;
    }
  }

  /**
   * Returns phases that bring the imperfect mesh to a unitary or near it.
   *
   * @param unitary N × N; Not modified
   * @throws IllegalArgumentException as {@link Decomposition#phases(Mesh, ComplexMatrix)}
   */
  public Programmed program(ComplexMatrix unitary) {
    return solve(Decomposition.splits(mesh, unitary), unitary);
  }

  /**
   * Returns phases with which the imperfect mesh does what a perfect one does with the given ones.
   *
   * @throws IllegalArgumentException if the phases do not fit the mesh
   */
  public Programmed correct(MeshPhases ideal) {
    MeshModel perfect = new MeshModel(mesh);
    perfect.setPhases(ideal);
    NodeSplits splits = new NodeSplits(mesh);
    double[] theta = ideal.theta();
    double[] phi = ideal.phi();
    for (int node = 0; node < theta.length; node++) {
      double half = theta[node] / 2;
      splits.sin[node] = Math.sin(half);
      splits.cos[node] = Math.cos(half);
      splits.in[node] = phi[node];
      splits.outTop[node] = Math.PI / 2 + half;
      splits.outBottom[node] = Math.PI / 2 + half;
    }
    System.arraycopy(ideal.gamma(), 0, splits.layer, 0, splits.layer.length);
    return solve(splits, perfect.matrix());
  }

  private Programmed solve(NodeSplits splits, ComplexMatrix wanted) {
    PhaseSolver.Solution solution = PhaseSolver.solve(splits, errors);
    MeshModel imperfect = new MeshModel(mesh, errors);
    imperfect.setPhases(solution.phases());
    return new Programmed(
        solution.phases(), solution.missingSplit(), imperfect.matrix().maxDifference(wanted));
  }
}
