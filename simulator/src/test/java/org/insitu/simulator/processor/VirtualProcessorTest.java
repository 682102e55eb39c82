package org.insitu.simulator.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.decompose.HaarPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.PhotonicProcessorContract;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.api.Test;

class VirtualProcessorTest extends PhotonicProcessorContract {
  private static final Mesh MESH = Mesh.of(Topology.RECTANGULAR, 6);
  private static final int SAMPLES = 2000;

  /**
   * Relative error of a standard deviation from 12,000 and more numbers is below 0.7 %, five times
   * that never happens by chance.
   */
  private static final double SPREAD = 0.035;

  @Override
  protected PhotonicProcessor open() {
    return new VirtualProcessor(MESH, MeshErrors.none(MESH), NoiseModel.none(), 2);
  }

  @Test
  void outputAmplitudesScatterByTheirError() {
    NoiseModel noise =
        new NoiseModel(0.05, 0, 0, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FRESH, 1);
    ComplexBatch exact = read(NoiseModel.none(), ReadOut.FIELDS).output();
    ComplexBatch noisy = read(noise, ReadOut.FIELDS).output();
    double[] relative = new double[6 * SAMPLES];
    for (int port = 0; port < 6; port++) {
      for (int sample = 0; sample < SAMPLES; sample++) {
        relative[port * SAMPLES + sample] =
            magnitude(noisy, port, sample) / magnitude(exact, port, sample) - 1;
        assertEquals(
            0, turn(exact, noisy, port, sample), 1e-9, "phases are exact without phase error");
      }
    }
    assertSpread(0.05, relative);
  }

  @Test
  void outputPhasesScatterByPiTimesTheirError() {
    NoiseModel noise =
        new NoiseModel(0, 0.025, 0, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FRESH, 2);
    ComplexBatch exact = read(NoiseModel.none(), ReadOut.FIELDS).output();
    ComplexBatch noisy = read(noise, ReadOut.FIELDS).output();
    double[] turns = new double[6 * SAMPLES];
    for (int port = 0; port < 6; port++) {
      for (int sample = 0; sample < SAMPLES; sample++) {
        turns[port * SAMPLES + sample] = turn(exact, noisy, port, sample);
        assertEquals(magnitude(exact, port, sample), magnitude(noisy, port, sample), 1e-12);
      }
    }
    assertSpread(Math.PI * 0.025, turns);
  }

  @Test
  void tapsScatterByTheRootOfTheirPowerTimesTheNormOfTheLaunch() {
    NoiseModel noise =
        new NoiseModel(0, 0, 0.02, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FRESH, 3);
    double[] norms = new double[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      norms[sample] = Math.sqrt(batch().squaredNorm(sample));
    }
    assertSpread(0.02, tapDeviations(noise, LaunchScale.PER_VECTOR, norms));
    Arrays.fill(norms, Arrays.stream(norms).max().orElseThrow());
    assertSpread(0.02, tapDeviations(noise, LaunchScale.COMMON, norms));
  }

  @Test
  void frozenNoiseRepeatsAfterEveryProgrammingAndFreshNoiseDoesNot() {
    for (NoiseModel.Drawing drawing : NoiseModel.Drawing.values()) {
      NoiseModel noise = new NoiseModel(0.05, 0.05, 0.02, NoiseModel.Unit.LAUNCHED, drawing, 4);
      try (VirtualProcessor processor = processor(noise, 1)) {
        Propagation first = read(processor, ReadOut.FIELDS_AND_TAPS);
        processor.program(processor.programmed());
        Propagation second = read(processor, ReadOut.FIELDS_AND_TAPS);
        boolean frozen = drawing == NoiseModel.Drawing.FROZEN;
        assertEquals(
            frozen, Arrays.deepEquals(first.output().re(), second.output().re()), drawing.name());
        assertEquals(
            frozen,
            Arrays.deepEquals(
                first.taps().orElseThrow().theta(), second.taps().orElseThrow().theta()),
            drawing.name());
      }
    }
  }

  @Test
  void frozenNoiseDiffersBetweenTheBatchesOfAStep() {
    NoiseModel noise =
        new NoiseModel(0, 0, 0.02, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FROZEN, 5);
    try (VirtualProcessor processor = processor(noise, 1)) {
      double[] first = processor.tapSums(Direction.FORWARD, batch()).phi();
      double[] second = processor.tapSums(Direction.FORWARD, batch()).phi();
      assertFalse(Arrays.equals(first, second));
    }
  }

  @Test
  void sumsOfTapsScatterAsTheTapsOfTheirSamples() {
    int rounds = 400;
    for (NoiseModel.Unit unit : NoiseModel.Unit.values()) {
      ComplexBatch batch = few();
      double norm =
          unit == NoiseModel.Unit.VECTOR
              ? 1
              : Math.sqrt(Math.max(batch.squaredNorm(0), batch.squaredNorm(1)));
      NoiseModel noise = new NoiseModel(0, 0, 0.02, unit, NoiseModel.Drawing.FRESH, 7);
      try (VirtualProcessor exact = processor(NoiseModel.none(), 1);
          VirtualProcessor noisy = processor(noise, 1)) {
        double[] truth = exact.tapSums(Direction.BACKWARD, batch).theta();
        double[] deviations = new double[rounds * truth.length];
        for (int round = 0; round < rounds; round++) {
          double[] sums = noisy.tapSums(Direction.BACKWARD, batch).theta();
          for (int node = 0; node < truth.length; node++) {
            deviations[round * truth.length + node] =
                (sums[node] - truth[node]) / (norm * Math.sqrt(truth[node]));
          }
        }
        assertSpread(0.02, deviations);
      }
    }
  }

  private static ComplexBatch few() {
    ComplexBatch all = batch();
    ComplexBatch few = ComplexBatch.zeros(6, 2);
    for (int port = 0; port < 6; port++) {
      few.set(port, 0, all.re()[port][0], all.im()[port][0]);
      few.set(port, 1, all.re()[port][1], all.im()[port][1]);
    }
    return few;
  }

  @Test
  void numberOfThreadsChangesNoNumber() {
    NoiseModel noise =
        new NoiseModel(0.05, 0.05, 0.02, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FRESH, 6);
    try (VirtualProcessor one = processor(noise, 1);
        VirtualProcessor three = processor(noise, 3)) {
      Propagation first = read(one, ReadOut.FIELDS_AND_TAPS);
      Propagation second = read(three, ReadOut.FIELDS_AND_TAPS);
      assertArrayEquals(first.output().im(), second.output().im());
      assertArrayEquals(first.taps().orElseThrow().theta(), second.taps().orElseThrow().theta());
    }
  }

  @Test
  void unequalArmsBiasTheInSituGradientAsPublished() {
    // Published scaling: 1 - cos of the angle between exact and three-pass gradient is about
    // N sigma², 1e-2 at 16 ports and 0.1 dB. The mean of 20 meshes scatters by some tens of
    // percent.
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 16);
    Random random = new Random(1);
    double mean = 0;
    int meshes = 20;
    for (int round = 0; round < meshes; round++) {
      MeshModel model =
          new MeshModel(mesh, MeshErrors.none(mesh), ArmImbalance.sample(mesh, 0.1, random));
      model.setPhases(HaarPhases.sample(mesh, random));
      ComplexBatch input = unitVector(random);
      ComplexBatch cotangent = unitVector(random);
      mean +=
          oneMinusCosine(
                  model.adjoint(input, cotangent).gradient(),
                  model.insitu(input, cotangent).gradient())
              / meshes;
    }
    assertEquals(1e-2, mean, 5e-3);
  }

  private static ComplexBatch unitVector(Random random) {
    ComplexBatch vector = ComplexBatch.zeros(16, 1);
    for (int port = 0; port < 16; port++) {
      vector.set(port, 0, random.nextGaussian(), random.nextGaussian());
    }
    double norm = Math.sqrt(vector.squaredNorm(0));
    for (int port = 0; port < 16; port++) {
      vector.set(port, 0, vector.re()[port][0] / norm, vector.im()[port][0] / norm);
    }
    return vector;
  }

  private static double oneMinusCosine(MeshGradient a, MeshGradient b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int node = 0; node < a.theta().length; node++) {
      ab += a.theta()[node] * b.theta()[node] + a.phi()[node] * b.phi()[node];
      aa += a.theta()[node] * a.theta()[node] + a.phi()[node] * a.phi()[node];
      bb += b.theta()[node] * b.theta()[node] + b.phi()[node] * b.phi()[node];
    }
    return 1 - ab / Math.sqrt(aa * bb);
  }

  @Test
  void unequalArmsAreThoseOfTheModel() {
    ArmImbalance imbalance = ArmImbalance.sample(MESH, 0.5, new Random(7));
    MeshModel model = new MeshModel(MESH, MeshErrors.none(MESH), imbalance);
    ComplexBatch expected = model.transform(Direction.FORWARD, batch());
    try (VirtualProcessor processor =
        new VirtualProcessor(MESH, MeshErrors.none(MESH), imbalance, NoiseModel.none(), 1)) {
      ComplexBatch actual = read(processor, ReadOut.FIELDS).output();
      for (int port = 0; port < 6; port++) {
        assertArrayEquals(expected.re()[port], actual.re()[port], 1e-12);
      }
    }
  }

  @Test
  void impossibleNoiseIsRefused() {
    for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new NoiseModel(bad, 0, 0, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FRESH, 0));
      assertThrows(
          IllegalArgumentException.class,
          () -> new NoiseModel(0, bad, 0, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FRESH, 0));
      assertThrows(
          IllegalArgumentException.class,
          () -> new NoiseModel(0, 0, bad, NoiseModel.Unit.LAUNCHED, NoiseModel.Drawing.FRESH, 0));
    }
  }

  /** (read - exact) / (|v| √exact), which is s_t n for every tap. */
  private static double[] tapDeviations(NoiseModel noise, LaunchScale scale, double[] norms) {
    try (VirtualProcessor exact = processor(NoiseModel.none(), 1);
        VirtualProcessor noisy = processor(noise, 1)) {
      TapPowers truth =
          exact
              .propagate(Direction.FORWARD, batch(), ReadOut.POWERS_AND_TAPS, scale)
              .taps()
              .orElseThrow();
      TapPowers read =
          noisy
              .propagate(Direction.FORWARD, batch(), ReadOut.POWERS_AND_TAPS, scale)
              .taps()
              .orElseThrow();
      int nodes = MESH.nodeCount();
      double[] deviations = new double[nodes * SAMPLES];
      for (int node = 0; node < nodes; node++) {
        for (int sample = 0; sample < SAMPLES; sample++) {
          double power = truth.theta()[node][sample];
          deviations[node * SAMPLES + sample] =
              (read.theta()[node][sample] - power) / (Math.sqrt(power) * norms[sample]);
        }
      }
      return deviations;
    }
  }

  private static VirtualProcessor processor(NoiseModel noise, int threads) {
    VirtualProcessor processor = new VirtualProcessor(MESH, MeshErrors.none(MESH), noise, threads);
    MeshPhases phases = HaarPhases.sample(MESH, new Random(1));
    processor.program(MeshPhases.of(MESH, phases.theta(), phases.phi()));
    return processor;
  }

  private static Propagation read(NoiseModel noise, ReadOut readOut) {
    try (VirtualProcessor processor = processor(noise, 1)) {
      return read(processor, readOut);
    }
  }

  private static Propagation read(VirtualProcessor processor, ReadOut readOut) {
    return processor.propagate(Direction.FORWARD, batch(), readOut, LaunchScale.PER_VECTOR);
  }

  private static ComplexBatch batch() {
    Random random = new Random(2);
    ComplexBatch batch = ComplexBatch.zeros(6, SAMPLES);
    for (int port = 0; port < 6; port++) {
      for (int sample = 0; sample < SAMPLES; sample++) {
        batch.set(port, sample, random.nextGaussian(), random.nextGaussian());
      }
    }
    return batch;
  }

  private static double magnitude(ComplexBatch batch, int port, int sample) {
    return Math.hypot(batch.re()[port][sample], batch.im()[port][sample]);
  }

  private static double turn(ComplexBatch from, ComplexBatch to, int port, int sample) {
    double a = from.re()[port][sample];
    double b = from.im()[port][sample];
    double c = to.re()[port][sample];
    double d = to.im()[port][sample];
    return Math.atan2(a * d - b * c, a * c + b * d);
  }

  private static void assertSpread(double expected, double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double variance = Arrays.stream(numbers).map(x -> x * x).average().orElseThrow();
    assertEquals(0, mean, 5 * expected / Math.sqrt(numbers.length));
    assertEquals(expected, Math.sqrt(variance), SPREAD * expected);
  }
}
