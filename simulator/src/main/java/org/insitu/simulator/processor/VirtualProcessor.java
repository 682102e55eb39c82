package org.insitu.simulator.processor;

import java.util.Arrays;
import java.util.Optional;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.engine.MeshEngine;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.processor.TapSums;
import org.insitu.mesh.propagation.LaunchLedger;

/**
 * A mesh with static errors behind a noisy read-out, on the fast engine.
 *
 * <p>Noise is on what is read: output fields (forward) and the adjoint at the input (backward), and
 * every tap. Launched vectors are exact. Taps of a {@link LaunchScale#COMMON} batch are noisier for
 * smaller vectors, as all share the scale of the largest. The same seed and calls give the same
 * numbers for any number of threads.
 *
 * <p>Limits: up to 1024 ports; {@link #propagate} keeps every tap of every sample, 16 bytes per
 * node and sample, so a batch of 600 takes 20 MB with 64 ports and 5 GB with 1024. {@link #tapSums}
 * with fresh noise keeps sums alone.
 */
public final class VirtualProcessor implements PhotonicProcessor {
  private final Mesh mesh;
  private final MeshEngine<ComplexBatch> engine;
  private final LaunchLedger ledger;
  private final NoiseModel model;
  private final ReadOutNoise noise;
  private MeshPhases programmed;
  private boolean closed;

  /**
   * Creates a processor in the bar state.
   *
   * @param errors static errors of the mesh
   * @param noise noise of the read-out
   * @param threads threads to use, at least 1
   * @throws IllegalArgumentException if the errors do not fit the mesh or {@code threads} is below
   *     1
   */
  public VirtualProcessor(Mesh mesh, MeshErrors errors, NoiseModel noise, int threads) {
    this(mesh, errors, ArmImbalance.none(mesh), noise, threads);
  }

  /**
   * Creates a processor with unequal arms in the bar state.
   *
   * @param errors static errors of the mesh
   * @param imbalance what the arms deviate from each other
   * @param noise noise of the read-out
   * @param threads threads to use, at least 1
   * @throws IllegalArgumentException if errors or imbalance do not fit the mesh or {@code threads}
   *     is below 1
   */
  public VirtualProcessor(
      Mesh mesh, MeshErrors errors, ArmImbalance imbalance, NoiseModel noise, int threads) {
    this.mesh = mesh;
    engine = MeshEngine.inDouble(mesh, errors, imbalance, threads);
    ledger = new LaunchLedger(mesh);
    model = noise;
    this.noise = new ReadOutNoise(noise);
    programmed = MeshPhases.bar(mesh);
  }

  @Override
  public Mesh mesh() {
    return mesh;
  }

  @Override
  public void program(MeshPhases phases) {
    checkOpen();
    ledger.program(phases);
    engine.program(phases);
    noise.program();
    programmed = phases;
  }

  @Override
  public MeshPhases programmed() {
    return programmed;
  }

  @Override
  public Propagation propagate(
      Direction direction, ComplexBatch launches, ReadOut readOut, LaunchScale scale) {
    checkOpen();
    ledger.launch(direction, launches, readOut);
    noise.begin();
    ComplexBatch output = ComplexBatch.zeros(launches.ports(), launches.samples());
    if (!readOut.taps()) {
      engine.transform(direction, launches, output);
      noise.onOutput(output);
      return new Propagation(LaunchLedger.shown(output, readOut), Optional.empty());
    }
    TapPowers taps = TapPowers.zeros(mesh.nodeCount(), launches.samples());
    engine.propagate(direction, launches, output, taps);
    noise.onOutput(output);
    noise.onTaps(taps, unitNorms(launches, scale));
    return new Propagation(LaunchLedger.shown(output, readOut), Optional.of(taps));
  }

  /** Adds up before it draws: one number per heater has the same distribution as one per tap. */
  @Override
  public TapSums tapSums(Direction direction, ComplexBatch launches) {
    if (model.drawing() == NoiseModel.Drawing.FROZEN) {
      return TapSums.of(
          propagate(direction, launches, ReadOut.POWERS_AND_TAPS, LaunchScale.COMMON)
              .taps()
              .orElseThrow());
    }
    checkOpen();
    ledger.launch(direction, launches, ReadOut.POWERS_AND_TAPS);
    noise.begin();
    TapSums sums =
        engine.tapSums(
            direction, launches, ComplexBatch.zeros(launches.ports(), launches.samples()));
    noise.onSums(sums, unitNorms(launches, LaunchScale.COMMON)[0]);
    return sums;
  }

  @Override
  public ProcessorCounters counters() {
    return ledger.counters();
  }

  @Override
  public void close() {
    closed = true;
    engine.close();
  }

  /** Returns, per sample, the norm of the vector whose power taps are counted in. */
  private double[] unitNorms(ComplexBatch launches, LaunchScale scale) {
    double[] norms = new double[launches.samples()];
    if (model.unit() == NoiseModel.Unit.VECTOR) {
      Arrays.fill(norms, 1);
      return norms;
    }
    for (int sample = 0; sample < norms.length; sample++) {
      norms[sample] = Math.sqrt(launches.squaredNorm(sample));
    }
    if (scale == LaunchScale.COMMON) {
      Arrays.fill(norms, Arrays.stream(norms).max().orElse(0));
    }
    return norms;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the processor is closed");
    }
  }
}
