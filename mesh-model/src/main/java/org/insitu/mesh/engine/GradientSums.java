package org.insitu.mesh.engine;

import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.TapSums;
import org.insitu.mesh.propagation.MeshGradient;

/** What every slot gathers for a gradient; slots are added up in their order. */
final class GradientSums {
  final TapTotals[] forward;
  final TapTotals[] backward;

  /** Derivatives by γ, {@code [slot][port]}. */
  final double[][] gamma;

  private final Plans plans;

  GradientSums(Plans plans, Blocks blocks) {
    this.plans = plans;
    forward = plans.totals(blocks.slots());
    backward = plans.totals(blocks.slots());
    gamma = new double[blocks.slots()][plans.mesh().ports()];
  }

  MeshGradient gradient(Team team) {
    TapSums[] sums = new TapSums[2];
    team.run(
        sums.length,
        (task, member) ->
            sums[task] =
                task == 0
                    ? plans.read(Direction.FORWARD, forward)
                    : plans.read(Direction.BACKWARD, backward));
    TapTotals.add(sums[0].theta(), sums[1].theta());
    TapTotals.add(sums[0].phi(), sums[1].phi());
    return new MeshGradient(sums[0].theta(), sums[0].phi(), sum(gamma));
  }

  /** Adds up slots; Modified. */
  static double[] sum(double[][] slots) {
    for (int slot = 1; slot < slots.length; slot++) {
      TapTotals.add(slots[0], slots[slot]);
    }
    return slots[0];
  }
}
