package org.insitu.mesh.engine;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.processor.Direction;

/** Turns phases into a plan for one direction of light. */
interface PlanMaker {
  /**
   * Rewrites a plan.
   *
   * @param phases phases of the mesh, γ included
   * @param plan nodes in the order of the visit; Modified
   */
  void make(MeshPhases phases, PassPlan plan);

  /** Returns the ports on which the nodes of a visit act. */
  static int[] tops(Mesh mesh, int[] visit) {
    int[] tops = new int[visit.length];
    for (int k = 0; k < visit.length; k++) {
      tops[k] = mesh.nodes().get(visit[k]).row();
    }
    return tops;
  }

  /** Returns the visit in a direction. */
  static int[] visit(Direction direction, int[] forward) {
    if (direction == Direction.FORWARD) {
      return forward;
    }
    int[] backward = new int[forward.length];
    for (int k = 0; k < forward.length; k++) {
      backward[k] = forward[forward.length - 1 - k];
    }
    return backward;
  }
}
