package org.insitu.mesh.engine;

import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.TapSums;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * The gradient from M = Σ g xᵀ by passes of N basis vectors, whose cotangents are the columns of M.
 * First all tasks, then all readings, then the gradient; tasks may run side by side, and so may
 * readings.
 *
 * @param <B> batches
 */
final class BasisGradient<B> {
  private final Plans plans;
  private final Transfer<B> transfer;
  private final boolean exact;
  private final Blocks basis;

  /** In situ sums of both directions; of the exact gradient those of light from the right alone. */
  private final TapTotals[] forward;

  private final TapTotals[] backward;
  private final TapSums[] read;

  /**
   * Prepares a gradient.
   *
   * @param plans made, both of them
   * @param transfer made, if the gradient is exact
   * @param exact whether the model is derived; else three passes with taps
   * @param alone whether there is no other mesh for a second thread to work on
   */
  BasisGradient(Plans plans, Transfer<B> transfer, boolean exact, boolean alone) {
    this.plans = plans;
    this.transfer = transfer;
    this.exact = exact;
    // Long blocks are faster, and the two signs of an exact gradient already are two tasks.
    basis =
        alone && !exact
            ? Blocks.of(plans.mesh().ports(), plans.mesh().nodeCount())
            : Blocks.few(plans.mesh().ports());
    forward = plans.totals(exact ? 0 : basis.slots());
    backward = plans.totals(exact ? 2 * basis.slots() : basis.slots());
    read = new TapSums[exact ? 1 : 2];
  }

  int tasks() {
    return backward.length;
  }

  /**
   * Sends some of the basis vectors.
   *
   * @param re real parts of M, {@code [slot][port][port]}, to be added up; Not modified
   * @param im imaginary parts, same shape; Not modified
   */
  void run(int task, Traveller<B> at, double[][][] re, double[][][] im) {
    for (int block = task % basis.slots(); block < basis.blocks(); block += basis.slots()) {
      int from = basis.from(block);
      int count = basis.count(block);
      at.adjoint.load(re, im, from, count);
      if (exact) {
        at.fields.load(transfer.of(Direction.FORWARD), from, count);
        at.deriveFromOutput(plans, task < basis.slots() ? 1 : -1, backward[task]);
      } else {
        at.fields.loadBasis(from, count);
        at.sumLaunch.loadBasis(from, count);
        at.threePasses(plans, forward[task], backward[task]);
      }
    }
  }

  int readings() {
    return read.length;
  }

  void read(int reading) {
    read[reading] =
        reading == 0
            ? plans.read(Direction.BACKWARD, backward)
            : plans.read(Direction.FORWARD, forward);
  }

  /**
   * Returns the gradient.
   *
   * @param gamma derivatives by γ
   */
  MeshGradient gradient(double[] gamma) {
    for (int other = 1; other < read.length; other++) {
      TapTotals.add(read[0].theta(), read[other].theta());
      TapTotals.add(read[0].phi(), read[other].phi());
    }
    return new MeshGradient(read[0].theta(), read[0].phi(), gamma);
  }
}
