package org.insitu.mesh.engine;

import java.util.Arrays;
import java.util.Optional;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;

/** A mesh of a {@link NetworkEngine}: its matrices, and what is gathered for its gradient. */
final class NetworkLayer {
  /** What goes in. */
  final LaunchForm form;

  /** U, folded for launches of the form: {@code [2 port][value]}. */
  final float[][] there;

  /** Uᵀ for complex waves. */
  final float[][] back;

  private final Folding folding;
  private final int ports;
  private final FloatKernel kernel;
  private final Plans plans;
  private final Transfer<FloatBatch> transfer;

  /** There for the gradient of the model. */
  private final Optional<Coherency> coherency;

  /** Sums of g times each value, {@code [slot][2 port][value]}. */
  private float[][][] sums = {};

  /** Whether nothing was added to a slot yet. */
  private boolean[] isEmpty = {};

  /** M = Σ g xᵀ: real parts of all rows, then imaginary parts. */
  private final float[][] m;

  /** M as the one slot of a {@link BasisGradient}, there for the gradient in situ. */
  private final double[][][] re;

  private final double[][][] im;
  private boolean isMade;

  NetworkLayer(Mesh mesh, MeshErrors errors, LaunchForm form, boolean exact, FloatKernel kernel) {
    this.form = form;
    folding = new Folding(form);
    this.kernel = kernel;
    ports = mesh.ports();
    plans = new Plans(mesh, errors, ArmImbalance.none(mesh));
    transfer = new Transfer<>(mesh, size -> FloatBatch.zeros(size, size));
    coherency = exact ? Optional.of(new Coherency(mesh, kernel)) : Optional.empty();
    there = new float[2 * ports][form.values()];
    back = new float[2 * ports][2 * ports];
    m = new float[2 * ports][ports];
    re = new double[1][exact ? 0 : ports][ports];
    im = new double[1][exact ? 0 : ports][ports];
  }

  boolean isLossless() {
    return plans.lossless();
  }

  void program(MeshPhases phases) {
    plans.program(phases);
    transfer.forget();
    isMade = false;
  }

  void makeMatrices(Traveller<FloatBatch> traveller) {
    if (!isMade) {
      transfer.make(plans.of(Direction.FORWARD), traveller);
      folding.fold(transfer.of(Direction.FORWARD), there);
      FloatProducts.fillWide(transfer.of(Direction.BACKWARD), back);
      isMade = true;
    }
  }

  void makeBackwardPlan() {
    plans.of(Direction.BACKWARD);
  }

  /** Starts a gradient. */
  void start(int slots) {
    if (sums.length != slots) {
      sums = new float[slots][2 * ports][form.values()];
      isEmpty = new boolean[slots];
    }
    Arrays.fill(isEmpty, true);
  }

  /** Writes sums over some samples of g times each value, {@code [2 port][value]}. */
  interface Products {
    /** Overwrites sums. */
    void into(float[][] sums);
  }

  /** Adds sums over some samples. */
  void add(int slot, Products products) {
    if (isEmpty[slot]) {
      products.into(sums[slot]);
      isEmpty[slot] = false;
      return;
    }
    float[][] more = new float[2 * ports][form.values()];
    products.into(more);
    add(more, sums[slot]);
  }

  private static void add(float[][] values, float[][] sums) {
    for (int row = 0; row < values.length; row++) {
      add(values[row], sums[row]);
    }
  }

  private static void add(float[] values, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i];
    }
  }

  /** Adds up the slots in their order and makes M. */
  private void gather() {
    int first = 0;
    while (isEmpty[first]) {
      first++;
    }
    for (int slot = first + 1; slot < sums.length; slot++) {
      if (!isEmpty[slot]) {
        add(sums[slot], sums[first]);
      }
    }
    folding.unfold(sums[first], m);
  }

  /** Returns the gradient of the model, if it was prepared for. */
  MeshGradient derive() {
    gather();
    FloatBatch adjoint = FloatBatch.zeros(ports, ports);
    kernel.multiply(back, m, 2 * ports, ports, FloatProducts.rows(adjoint.re(), adjoint.im()));
    return coherency.orElseThrow().derive(plans.of(Direction.FORWARD), adjoint);
  }

  /** Adds up for the in situ gradient. */
  void gatherForBasis() {
    gather();
    for (int port = 0; port < ports; port++) {
      for (int k = 0; k < ports; k++) {
        re[0][port][k] = m[port][k];
        im[0][port][k] = m[ports + port][k];
      }
    }
  }

  /** Returns the in situ gradient from M, to be run in tasks. */
  BasisGradient<FloatBatch> basis(boolean alone) {
    return new BasisGradient<>(plans, transfer, false, alone);
  }

  void run(BasisGradient<FloatBatch> basis, int task, Traveller<FloatBatch> traveller) {
    basis.run(task, traveller, re, im);
  }

  /**
   * Returns the derivatives by γ, -Σ Im(y g) of every port: as y = U x, the diagonal of U Mᵀ has
   * these sums.
   */
  double[] gamma() {
    FloatBatch u = transfer.of(Direction.FORWARD);
    double[] gamma = new double[ports];
    for (int port = 0; port < ports; port++) {
      double[] mRe = re[0][port];
      double[] mIm = im[0][port];
      double sum = 0;
      for (int k = 0; k < ports; k++) {
        sum += u.re()[port][k] * mIm[k] + u.im()[port][k] * mRe[k];
      }
      gamma[port] = -sum;
    }
    return gamma;
  }
}
