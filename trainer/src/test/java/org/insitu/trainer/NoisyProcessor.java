package org.insitu.trainer;

import java.time.Duration;
import java.util.Arrays;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.propagation.ModelProcessor;

/**
 * A model with a chip's faults: heaters that miss their phase by a fixed error, couplers that split
 * unevenly, taps with a gain spread, reads with noise.
 */
public final class NoisyProcessor implements PhotonicProcessor {
  /**
   * Size of the faults.
   *
   * @param phaseRad fixed error per heater
   * @param couplerRad fixed splitting error
   * @param tapGain fixed relative gain error per tap
   * @param relative noise of a read power, relative to it
   * @param additive noise of a read power, relative to the launched power
   * @param readPhaseRad noise of a read output phase
   */
  public record Faults(
      double phaseRad,
      double couplerRad,
      double tapGain,
      double relative,
      double additive,
      double readPhaseRad) {
    /** Error budget fitted to the published chip. */
    public static final Faults PUBLISHED = new Faults(0.05, 0.05, 0.03, 0.01, 0.003, 0.1);
  }

  private final Faults faults;
  private final RandomGenerator random;
  private final ModelProcessor chip;
  private final double[] thetaError;
  private final double[] phiError;
  private final double[][] gain;
  private MeshPhases wanted;

  public NoisyProcessor(Mesh mesh, Faults faults, long seed) {
    this.faults = faults;
    random = RandomStreams.of(seed, "noisy processor");
    int nodes = mesh.nodeCount();
    chip =
        new ModelProcessor(
            mesh,
            new MeshErrors(
                gaussians(nodes, faults.couplerRad()),
                gaussians(nodes, faults.couplerRad()),
                new double[nodes]));
    thetaError = gaussians(nodes, faults.phaseRad());
    phiError = gaussians(nodes, faults.phaseRad());
    gain = new double[][] {gaussians(nodes, faults.tapGain()), gaussians(nodes, faults.tapGain())};
    wanted = MeshPhases.bar(mesh);
  }

  private double[] gaussians(int size, double deviation) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    return values;
  }

  @Override
  public Mesh mesh() {
    return chip.mesh();
  }

  @Override
  public void program(MeshPhases phases) {
    double[] theta = phases.theta();
    double[] phi = phases.phi();
    for (int node = 0; node < theta.length; node++) {
      theta[node] += thetaError[node];
      phi[node] += phiError[node];
    }
    chip.program(new MeshPhases(theta, phi, phases.gamma()));
    wanted = phases;
  }

  @Override
  public MeshPhases programmed() {
    return wanted;
  }

  @Override
  public Propagation propagate(
      Direction direction, ComplexBatch launches, ReadOut readOut, LaunchScale scale) {
    Propagation exact = chip.propagate(direction, launches, readOut, scale);
    double[] full = new double[launches.samples()];
    double largest = 0;
    for (int sample = 0; sample < full.length; sample++) {
      full[sample] = launches.squaredNorm(sample);
      largest = Math.max(largest, full[sample]);
    }
    if (scale == LaunchScale.COMMON) {
      Arrays.fill(full, largest);
    }
    ComplexBatch output = exact.output().copy();
    for (int port = 0; port < output.ports(); port++) {
      for (int sample = 0; sample < full.length; sample++) {
        double re = output.re()[port][sample];
        double im = output.im()[port][sample];
        double power = read(re * re + im * im, full[sample]);
        double argument = Math.atan2(im, re);
        if (readOut.phases()) {
          argument += faults.readPhaseRad() * random.nextGaussian();
        }
        double size = Math.sqrt(Math.max(0, power));
        output.set(port, sample, size * Math.cos(argument), size * Math.sin(argument));
      }
    }
    return new Propagation(output, exact.taps().map(taps -> read(taps, full)));
  }

  private TapPowers read(TapPowers taps, double[] full) {
    return new TapPowers(read(taps.theta(), gain[0], full), read(taps.phi(), gain[1], full));
  }

  private double[][] read(double[][] powers, double[] gains, double[] full) {
    double[][] result = new double[powers.length][full.length];
    for (int node = 0; node < powers.length; node++) {
      for (int sample = 0; sample < full.length; sample++) {
        result[node][sample] = (1 + gains[node]) * read(powers[node][sample], full[sample]);
      }
    }
    return result;
  }

  private double read(double power, double full) {
    return power * (1 + faults.relative() * random.nextGaussian())
        + faults.additive() * full * random.nextGaussian();
  }

  @Override
  public ProcessorCounters counters() {
    ProcessorCounters counters = chip.counters();
    return new ProcessorCounters(
        counters.launches(),
        counters.heaterWrites(),
        counters.tapReads(),
        counters.directionSwitches(),
        Duration.ofMillis(counters.launches()));
  }

  @Override
  public void close() {
    chip.close();
  }
}
