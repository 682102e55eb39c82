package org.insitu.mesh.engine;

import java.util.Arrays;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.TapSums;

/** Plans of a mesh for both directions of light, made when light needs them. */
final class Plans {
  private final Mesh mesh;
  private final boolean lossless;
  private final int[] forwardVisit;
  private final int[] backwardVisit;
  private final PassPlan forward;
  private final PassPlan backward;
  private final PlanMaker forwardMaker;
  private final PlanMaker backwardMaker;
  private MeshPhases wanted;
  private boolean forwardIsMade;
  private boolean backwardIsMade;

  Plans(Mesh mesh, MeshErrors errors, ArmImbalance imbalance) {
    this.mesh = mesh;
    lossless = imbalance.isNone() && Arrays.stream(errors.lossDb()).allMatch(loss -> loss == 0);
    forwardVisit = NodeOrder.banded(mesh);
    backwardVisit = PlanMaker.visit(Direction.BACKWARD, forwardVisit);
    forward = new PassPlan(PlanMaker.tops(mesh, forwardVisit), mesh.ports(), lossless);
    backward = new PassPlan(PlanMaker.tops(mesh, backwardVisit), mesh.ports(), lossless);
    forwardMaker = maker(Direction.FORWARD, errors, imbalance);
    backwardMaker = maker(Direction.BACKWARD, errors, imbalance);
  }

  private PlanMaker maker(Direction direction, MeshErrors errors, ArmImbalance imbalance) {
    boolean perfect =
        lossless
            && Arrays.stream(errors.couplerErrorLeft()).allMatch(error -> error == 0)
            && Arrays.stream(errors.couplerErrorRight()).allMatch(error -> error == 0);
    return perfect
        ? new PerfectPlan(direction, visit(direction), mesh.ports())
        : new ImperfectPlan(direction, visit(direction), mesh.ports(), errors, imbalance);
  }

  Mesh mesh() {
    return mesh;
  }

  /** Returns whether light is lost nowhere: the way back is then the way there. */
  boolean lossless() {
    return lossless;
  }

  /** Other phases count from now on. */
  void program(MeshPhases phases) {
    wanted = phases;
    forwardIsMade = false;
    backwardIsMade = false;
  }

  /** Returns the light-order index of every node of a plan. */
  int[] visit(Direction direction) {
    return direction == Direction.FORWARD ? forwardVisit : backwardVisit;
  }

  /** Returns the plan of a direction; inference never looks backward. */
  PassPlan of(Direction direction) {
    if (direction == Direction.FORWARD) {
      if (!forwardIsMade) {
        forwardMaker.make(wanted, forward);
        forwardIsMade = true;
      }
      return forward;
    }
    if (!backwardIsMade) {
      backwardMaker.make(wanted, backward);
      backwardIsMade = true;
    }
    return backward;
  }

  /** Makes both plans side by side, as far as they are not made. */
  void makeBoth(Team team) {
    if (forwardIsMade && backwardIsMade) {
      return;
    }
    Direction[] directions = Direction.values();
    team.run(directions.length, (task, member) -> of(directions[task]));
  }

  /** Returns one empty sum per slot. */
  TapTotals[] totals(int slots) {
    TapTotals[] totals = new TapTotals[slots];
    Arrays.setAll(totals, slot -> new TapTotals(mesh.nodeCount(), mesh.ports()));
    return totals;
  }

  /**
   * Adds up the slots in their order and reads the taps.
   *
   * @param slots of one direction; Modified
   */
  TapSums read(Direction direction, TapTotals[] slots) {
    for (int slot = 1; slot < slots.length; slot++) {
      slots[0].add(slots[slot]);
    }
    TapSums sums = new TapSums(new double[mesh.nodeCount()], new double[mesh.nodeCount()]);
    boolean phiBehind = direction == Direction.BACKWARD;
    slots[0].read(of(direction), visit(direction), phiBehind, sums.theta(), sums.phi());
    return sums;
  }
}
