package org.insitu.mesh.engine;

import java.util.function.Supplier;
import org.insitu.mesh.processor.Direction;

/**
 * Takes one block at a time through the nodes of a plan. One per thread.
 *
 * @param <B> batches that blocks are cut from
 */
final class Traveller<B> {
  /** Ratio of two waves beyond which the fainter one is as good as dark. */
  private static final double SMALLEST_BALANCE = 1e-30;

  final Lanes<B> fields;
  final Lanes<B> adjoint;
  final Lanes<B> sumLaunch;
  private final int ports;

  Traveller(int ports, Supplier<Lanes<B>> lanes) {
    this.ports = ports;
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

  /**
   * From the launches in {@code fields} and in {@code sumLaunch}, and the cotangent in {@code
   * adjoint}: backward with the cotangent, then forward and sum side by side.
   *
   * <p>Cotangents of a mean loss are small, and a small wave on a large one loses its digits when
   * powers are subtracted. So the sum launch is x - i α conj(x_adj) with α that makes both waves
   * equally bright, and (P_sum - P_forward - α² P_backward) / 2α is the same difference. Not with
   * loss, where it would be another one.
   */
  void threePasses(Plans plans, TapTotals forward, TapTotals backward) {
    double alpha = plans.lossless() ? balance() : 1;
    passTaps(plans.of(Direction.BACKWARD), adjoint, -alpha / 2, backward);
    sumLaunch.addReversed(adjoint, alpha);
    passTaps(plans.of(Direction.FORWARD), sumLaunch, 0.5 / alpha, forward);
    passTaps(plans.of(Direction.FORWARD), fields, -0.5 / alpha, forward);
  }

  /**
   * From the same start: backward with the cotangent, then the input plus and minus the reversed
   * wave, side by side.
   */
  void derive(Plans plans, TapTotals forward) {
    double alpha = balance();
    pass(plans.of(Direction.BACKWARD), adjoint);
    sumLaunch.addReversed(adjoint, alpha);
    fields.addReversed(adjoint, -alpha);
    passTaps(plans.of(Direction.FORWARD), sumLaunch, 0.25 / alpha, forward);
    passTaps(plans.of(Direction.FORWARD), fields, -0.25 / alpha, forward);
  }

  /**
   * From the outputs in {@code fields} and the cotangents in {@code adjoint}, with one sign at a
   * time: sent back phase-conjugated, conj(y + w) passes every heater as x + w did on its way
   * there. Two passes instead of three, and none without taps.
   *
   * @param sign 1 for x + w, -1 for x - w
   * @param totals of light from the right; Modified
   */
  void deriveFromOutput(Plans plans, int sign, TapTotals totals) {
    double alpha = balance();
    fields.addReversed(adjoint, sign * alpha);
    fields.conjugate();
    passTaps(plans.of(Direction.BACKWARD), fields, sign * 0.25 / alpha, totals);
  }

  /** Returns how many times fainter the adjoint is than the fields. */
  private double balance() {
    double input = 0;
    double cotangent = 0;
    for (int port = 0; port < ports; port++) {
      input += fields.power(port);
      cotangent += adjoint.power(port);
    }
    double alpha = Math.sqrt(input / cotangent);
    // A dark wave, or one as good as dark, needs no balance.
    return alpha > SMALLEST_BALANCE && alpha < 1 / SMALLEST_BALANCE ? alpha : 1;
  }

  private void turn(PassPlan plan, Lanes<B> lanes) {
    for (int port = 0; port < plan.outCos.length; port++) {
      lanes.rotate(port, plan.outCos[port], plan.outSin[port]);
    }
  }
}
