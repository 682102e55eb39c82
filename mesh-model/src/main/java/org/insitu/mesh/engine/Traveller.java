package org.insitu.mesh.engine;

import java.util.function.Supplier;

/**
 * Takes one block at a time through the nodes of a plan. One per thread.
 *
 * @param <B> batches that blocks are cut from
 */
final class Traveller<B> {
  final Lanes<B> fields;
  final Lanes<B> adjoint;
  final Lanes<B> sumLaunch;

  Traveller(Supplier<Lanes<B>> lanes) {
    fields = lanes.get();
    adjoint = lanes.get();
    sumLaunch = lanes.get();
  }

  /** Sends a block through without reading taps. */
  void pass(PassPlan plan, Lanes<B> lanes) {
    for (int k = 0; k < plan.top.length; k++) {
      lanes.mix(plan, k);
    }
    turn(plan, lanes);
  }

  /**
   * Sends a block through and adds weight times what its taps see.
   *
   * @param totals of the plan's direction; Modified
   */
  void passTaps(PassPlan plan, Lanes<B> lanes, double weight, TapTotals totals) {
    for (int port = 0; port < totals.power.length; port++) {
      totals.power[port] += weight * lanes.power(port);
    }
    lanes.passTapped(plan, weight, totals);
    turn(plan, lanes);
  }

  /** Sends a block through and writes every tap power of every sample. */
  void passEveryTap(
      PassPlan plan,
      int[] visit,
      Lanes<B> lanes,
      boolean phiBehind,
      double[][] theta,
      double[][] phi,
      int from) {
    for (int k = 0; k < visit.length; k++) {
      int top = plan.top[k];
      int node = visit[k];
      lanes.tapPowers(
          top,
          plan.k0[k],
          plan.k1[k],
          plan.k2[k],
          plan.k3[k],
          plan.k4[k],
          theta[node],
          phi[node],
          from);
      lanes.mix(plan, k);
      if (phiBehind) {
        lanes.powers(top, plan.k0[k], phi[node], from);
      }
    }
    turn(plan, lanes);
  }

  private void turn(PassPlan plan, Lanes<B> lanes) {
    for (int port = 0; port < plan.outCos.length; port++) {
      lanes.rotate(port, plan.outCos[port], plan.outSin[port]);
    }
  }
}
