package org.insitu.mesh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradients of the engine, in situ and of the model, against differences of a loss that only the
 * model computes.
 */
class EngineGradientTest {
  private static final int[] BATCHES = {1, 7, 300, 601};

  /** Step of the central difference [rad] along a direction of norm 1. */
  private static final double STEP = 1e-4;

  /** Third derivatives times the squared step, beside the norm of the gradient. */
  private static final double CURVATURE = 1e-5;

  /** Single precision of fields and sums. */
  private static final double SINGLE = 1e-4;

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isTheSlopeOfTheLoss(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int ports = seed == 1 ? 2 : seed == 2 ? 70 : random.nextInt(2, 71);
    int samples = BATCHES[(int) (seed % BATCHES.length)];
    Topology topology = random.nextBoolean() ? Topology.RECTANGULAR : Topology.TRIANGULAR;
    Mesh mesh = Mesh.of(topology, ports);
    int nodes = mesh.nodeCount();
    MeshErrors errors =
        new MeshErrors(numbers(nodes, 0.1, random), numbers(nodes, 0.1, random), new double[nodes]);
    MeshPhases phases =
        MeshPhases.of(mesh, numbers(nodes, Math.PI, random), numbers(nodes, Math.PI, random));
    ComplexBatch input = ComplexBatch.zeros(ports, samples);
    for (int port = 0; port < ports; port++) {
      for (int sample = 0; sample < samples; sample++) {
        input.set(port, sample, random.nextGaussian(), random.nextGaussian());
      }
    }
    double[] weights = numbers(ports, 1, random);
    MeshModel model = new MeshModel(mesh, errors);
    model.setPhases(phases);
    ComplexBatch cotangent = cotangent(weights, model.transform(Direction.FORWARD, input));

    double[] theta = direction(nodes, random);
    double[] phi = direction(nodes, random);
    model.setPhases(moved(mesh, phases, theta, phi, STEP));
    double above = loss(weights, model.transform(Direction.FORWARD, input));
    model.setPhases(moved(mesh, phases, theta, phi, -STEP));
    double slope = (above - loss(weights, model.transform(Direction.FORWARD, input))) / (2 * STEP);

    String setting = "%s, %d ports, %d samples".formatted(topology, ports, samples);
    try (MeshEngine<ComplexBatch> engine = MeshEngine.inDouble(mesh, errors, 2);
        MeshEngine<FloatBatch> floats = MeshEngine.inFloat(mesh, errors, 2)) {
      engine.program(phases);
      floats.program(phases);
      ComplexBatch output = ComplexBatch.zeros(ports, samples);
      ComplexBatch adjoint = ComplexBatch.zeros(ports, samples);
      FloatBatch roughOutput = FloatBatch.zeros(ports, samples);
      FloatBatch roughAdjoint = FloatBatch.zeros(ports, samples);
      FloatBatch roughInput = FloatBatch.of(input);
      FloatBatch roughCotangent = FloatBatch.of(cotangent);
      for (MeshGradient gradient :
          List.of(
              engine.gradientPerSample(input, cotangent, output, adjoint),
              engine.gradientByMatrix(input, cotangent, output, adjoint),
              engine.modelGradient(input, output, cotangent, Optional.empty()),
              engine.modelGradient(input, output, cotangent, Optional.of(adjoint)))) {
        assertEquals(slope, along(gradient, theta, phi), CURVATURE * norm(gradient), setting);
      }
      for (MeshGradient gradient :
          List.of(
              floats.gradientPerSample(roughInput, roughCotangent, roughOutput, roughAdjoint),
              floats.gradientByMatrix(roughInput, roughCotangent, roughOutput, roughAdjoint),
              floats.modelGradient(roughInput, roughOutput, roughCotangent, Optional.empty()),
              floats.modelGradient(
                  roughInput, roughOutput, roughCotangent, Optional.of(roughAdjoint)))) {
        assertEquals(slope, along(gradient, theta, phi), SINGLE * norm(gradient), setting);
      }
    }
  }

  /** The loss: weighted powers of all outputs, Σ w |y|². */
  private static double loss(double[] weights, ComplexBatch output) {
    double loss = 0;
    for (int port = 0; port < weights.length; port++) {
      for (int sample = 0; sample < output.samples(); sample++) {
        double re = output.re()[port][sample];
        double im = output.im()[port][sample];
        loss += weights[port] * (re * re + im * im);
      }
    }
    return loss;
  }

  /** Its g = dL/dRe(y) - i dL/dIm(y) = 2 w y*. */
  private static ComplexBatch cotangent(double[] weights, ComplexBatch output) {
    ComplexBatch cotangent = ComplexBatch.zeros(weights.length, output.samples());
    for (int port = 0; port < weights.length; port++) {
      for (int sample = 0; sample < output.samples(); sample++) {
        double twice = 2 * weights[port];
        cotangent.set(
            port, sample, twice * output.re()[port][sample], -twice * output.im()[port][sample]);
      }
    }
    return cotangent;
  }

  private static MeshPhases moved(
      Mesh mesh, MeshPhases phases, double[] theta, double[] phi, double step) {
    return MeshPhases.of(mesh, sum(phases.theta(), theta, step), sum(phases.phi(), phi, step));
  }

  private static double[] sum(double[] phases, double[] direction, double step) {
    return IntStream.range(0, phases.length)
        .mapToDouble(node -> phases[node] + step * direction[node])
        .toArray();
  }

  /** Gaussian, of norm about 1 over theta and phi together. */
  private static double[] direction(int nodes, SplittableRandom random) {
    return IntStream.range(0, nodes)
        .mapToDouble(node -> random.nextGaussian() / Math.sqrt(2.0 * nodes))
        .toArray();
  }

  private static double[] numbers(int count, double most, SplittableRandom random) {
    return random.doubles(count, -most, most).toArray();
  }

  private static double along(MeshGradient gradient, double[] theta, double[] phi) {
    return product(gradient.theta(), theta) + product(gradient.phi(), phi);
  }

  private static double norm(MeshGradient gradient) {
    return Math.sqrt(
        product(gradient.theta(), gradient.theta()) + product(gradient.phi(), gradient.phi()));
  }

  private static double product(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
