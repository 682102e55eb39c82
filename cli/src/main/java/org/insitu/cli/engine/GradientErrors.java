package org.insitu.cli.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.mesh.propagation.MeshModel;

/**
 * What one imperfection at a time does to the in situ gradient of a rectangular mesh with random
 * phases: 1 - cos between the measured and the exact gradient by all heaters, for a random input
 * and the cotangent of the squared distance between output and a random target, scaled to norm 1.
 *
 * <p>Such a cotangent has half its power along the output. That half only says how bright the light
 * is, which no heater changes: it adds noise and no signal, and errors are twice those of a random
 * cotangent.
 */
public final class GradientErrors {
  /** What is imperfect; amounts are standard deviations. */
  public enum Imperfection {
    /** Splitting angles of all couplers [rad]. */
    COUPLERS("coupler error, rad"),
    /** Transmission of the heater arms [dB]. */
    IMBALANCE("arm imbalance, dB"),
    /** Phases of the adjoint read at the input, in units of pi. */
    PHASE("adjoint phase error, pi rad"),
    /** Magnitudes of the adjoint read at the input. */
    AMPLITUDE("adjoint amplitude error"),
    /** Tap powers p, read as p + s sqrt(p) n. */
    TAPS("tap noise");

    private final String title;

    Imperfection(String title) {
      this.title = title;
    }

    /** Returns what a table calls it. */
    public String title() {
      return title;
    }
  }

  /**
   * Mean errors over meshes.
   *
   * @param n ports
   * @param imperfection what is imperfect
   * @param amount how much
   * @param digital 1 - cos with digital subtraction of three passes
   * @param analog 1 - cos with the analog difference of two
   */
  public record Line(
      int n, Imperfection imperfection, double amount, double digital, double analog) {}

  /** Those of the published table. */
  private static final Map<Imperfection, List<Double>> AMOUNTS =
      Map.of(
          Imperfection.COUPLERS, List.of(0.1),
          Imperfection.IMBALANCE, List.of(0.02, 0.05, 0.1),
          Imperfection.PHASE, List.of(0.025, 0.05),
          Imperfection.AMPLITUDE, List.of(0.025, 0.05),
          Imperfection.TAPS, List.of(0.005, 0.01, 0.02));

  private final int meshes;
  private final long seed;

  /**
   * Creates a table.
   *
   * @param meshes random meshes to average over, at least 1
   */
  public GradientErrors(int meshes, long seed) {
    this.meshes = meshes;
    this.seed = seed;
  }

  /** Computes the lines of one size. */
  public List<Line> of(int n) {
    return Arrays.stream(Imperfection.values())
        .flatMap(
            imperfection ->
                AMOUNTS.get(imperfection).stream().map(amount -> line(n, imperfection, amount)))
        .toList();
  }

  private Line line(int n, Imperfection imperfection, double amount) {
    double[] sums = new double[2];
    for (int mesh = 0; mesh < meshes; mesh++) {
      // The same meshes and vectors for every imperfection.
      double[] errors = errors(n, imperfection, amount, new SplittableRandom(seed + 1000L * mesh));
      sums[0] += errors[0] / meshes;
      sums[1] += errors[1] / meshes;
    }
    return new Line(n, imperfection, amount, sums[0], sums[1]);
  }

  private static double[] errors(
      int n, Imperfection imperfection, double amount, SplittableRandom random) {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, n);
    MeshPhases phases =
        MeshPhases.of(
            mesh,
            random.doubles(mesh.nodeCount(), 0, 2 * Math.PI).toArray(),
            random.doubles(mesh.nodeCount(), 0, 2 * Math.PI).toArray());
    ComplexBatch input = unit(n, random);
    ComplexBatch target = unit(n, random);
    MeshErrors couplers =
        new MeshErrors(
            normal(mesh, imperfection == Imperfection.COUPLERS ? amount : 0, random),
            normal(mesh, imperfection == Imperfection.COUPLERS ? amount : 0, random),
            new double[mesh.nodeCount()]);
    ArmImbalance arms =
        ArmImbalance.sample(mesh, imperfection == Imperfection.IMBALANCE ? amount : 0, random);
    MeshModel model = new MeshModel(mesh, couplers, arms);
    model.setPhases(phases);
    ComplexBatch cotangent = towards(target, model.transform(Direction.FORWARD, input));
    MeshGradient exact = model.adjoint(input, cotangent).gradient();
    ComplexBatch adjoint = model.transform(Direction.BACKWARD, cotangent);
    disturb(
        adjoint,
        imperfection == Imperfection.AMPLITUDE ? amount : 0,
        imperfection == Imperfection.PHASE ? amount : 0,
        random);
    double taps = imperfection == Imperfection.TAPS ? amount : 0;
    double[] forward = taps(model, Direction.FORWARD, input, taps, random);
    double[] backward = taps(model, Direction.BACKWARD, cotangent, taps, random);
    double[] plus =
        taps(model, Direction.FORWARD, MeshModel.sumLaunch(input, adjoint), taps, random);
    double[] minus =
        taps(model, Direction.FORWARD, MeshModel.sumLaunch(input, negative(adjoint)), taps, random);
    double[] truth = joined(exact.theta(), exact.phi());
    return new double[] {
      oneMinusCosine(truth, i -> plus[i] - forward[i] - backward[i]),
      oneMinusCosine(truth, i -> plus[i] - minus[i])
    };
  }

  private static double[] taps(
      MeshModel model,
      Direction direction,
      ComplexBatch launch,
      double noise,
      SplittableRandom random) {
    TapPowers taps = model.propagate(direction, launch).taps().orElseThrow();
    double[] powers =
        joined(
            Arrays.stream(taps.theta()).mapToDouble(samples -> samples[0]).toArray(),
            Arrays.stream(taps.phi()).mapToDouble(samples -> samples[0]).toArray());
    for (int tap = 0; tap < powers.length; tap++) {
      powers[tap] += noise * Math.sqrt(Math.max(0, powers[tap])) * random.nextGaussian();
    }
    return powers;
  }

  private static void disturb(
      ComplexBatch field, double amplitude, double phase, SplittableRandom random) {
    for (int port = 0; port < field.ports(); port++) {
      double factor = Math.abs(1 + amplitude * random.nextGaussian());
      double turn = Math.PI * phase * random.nextGaussian();
      double re = field.re()[port][0];
      double im = field.im()[port][0];
      double cos = factor * Math.cos(turn);
      double sin = factor * Math.sin(turn);
      field.set(port, 0, re * cos - im * sin, re * sin + im * cos);
    }
  }

  private static ComplexBatch negative(ComplexBatch batch) {
    ComplexBatch negative = batch.copy();
    for (int port = 0; port < batch.ports(); port++) {
      negative.set(port, 0, -batch.re()[port][0], -batch.im()[port][0]);
    }
    return negative;
  }

  /** Returns conj(y - t), scaled to norm 1. */
  private static ComplexBatch towards(ComplexBatch target, ComplexBatch output) {
    ComplexBatch cotangent = ComplexBatch.zeros(output.ports(), 1);
    for (int port = 0; port < output.ports(); port++) {
      cotangent.set(
          port,
          0,
          output.re()[port][0] - target.re()[port][0],
          target.im()[port][0] - output.im()[port][0]);
    }
    return ofNormOne(cotangent);
  }

  private static ComplexBatch unit(int n, SplittableRandom random) {
    ComplexBatch vector = ComplexBatch.zeros(n, 1);
    for (int port = 0; port < n; port++) {
      vector.set(port, 0, random.nextGaussian(), random.nextGaussian());
    }
    return ofNormOne(vector);
  }

  private static ComplexBatch ofNormOne(ComplexBatch vector) {
    ComplexBatch scaled = ComplexBatch.zeros(vector.ports(), 1);
    double norm = Math.sqrt(vector.squaredNorm(0));
    for (int port = 0; port < vector.ports(); port++) {
      scaled.set(port, 0, vector.re()[port][0] / norm, vector.im()[port][0] / norm);
    }
    return scaled;
  }

  private static double[] normal(Mesh mesh, double deviation, SplittableRandom random) {
    double[] values = new double[mesh.nodeCount()];
    Arrays.setAll(values, node -> deviation * random.nextGaussian());
    return values;
  }

  private static double[] joined(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static double oneMinusCosine(double[] truth, IntToDoubleFunction measured) {
    double[] other = IntStream.range(0, truth.length).mapToDouble(measured).toArray();
    double product = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < truth.length; i++) {
      product += truth[i] * other[i];
      a += truth[i] * truth[i];
      b += other[i] * other[i];
    }
    return 1 - product / Math.sqrt(a * b);
  }
}
