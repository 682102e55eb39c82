package org.insitu.mesh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks with magnitudes between their meshes and the loss Σ w |y|² + Re(t y), which sees phases
 * too, against the model of one mesh.
 */
class NetworkEngineTest {
  /** Step of the central difference [rad] along a direction of norm 1. */
  private static final double STEP = 1e-4;

  /** Single precision of fields and sums, beside the norm of the gradient. */
  private static final double SINGLE = 2e-4;

  @BeforeEach
  void needsVectors() {
    assumeTrue(VectorKernels.FLOATS.isPresent(), "no vectors of 256 bits on this computer");
  }

  /** A network with launches and weights that are drawn. */
  private static final class Case {
    private final Mesh mesh;
    private final int samples;
    private final List<MeshErrors> errors;
    private final List<MeshPhases> phases;
    private final ComplexBatch input;
    private final double[] weights;
    private final double[] tiltRe;
    private final double[] tiltIm;

    Case(Topology topology, int ports, int layers, int samples, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      mesh = Mesh.of(topology, ports);
      this.samples = samples;
      int nodes = mesh.nodeCount();
      errors =
          Stream.generate(
                  () ->
                      new MeshErrors(
                          numbers(nodes, 0.1, random),
                          numbers(nodes, 0.1, random),
                          new double[nodes]))
              .limit(layers)
              .toList();
      phases =
          Stream.generate(
                  () ->
                      new MeshPhases(
                          numbers(nodes, Math.PI, random),
                          numbers(nodes, Math.PI, random),
                          numbers(ports, Math.PI, random)))
              .limit(layers)
              .toList();
      input = ComplexBatch.zeros(ports, samples);
      for (int port = 0; port < ports; port++) {
        for (int sample = 0; sample < samples; sample++) {
          input.set(port, sample, random.nextGaussian(), random.nextGaussian());
        }
      }
      weights = numbers(ports, 1, random);
      tiltRe = numbers(ports, 1, random);
      tiltIm = numbers(ports, 1, random);
    }

    /** The loss in double precision, with phases moved along directions. */
    double loss(List<MeshGradient> directions, double step) {
      ComplexBatch fields = input;
      for (int layer = 0; layer < phases.size(); layer++) {
        MeshModel model = new MeshModel(mesh, errors.get(layer));
        MeshPhases at = phases.get(layer);
        MeshGradient along = directions.get(layer);
        model.setPhases(
            new MeshPhases(
                moved(at.theta(), along.theta(), step),
                moved(at.phi(), along.phi(), step),
                moved(at.gamma(), along.gamma(), step)));
        ComplexBatch launches = ComplexBatch.zeros(mesh.ports(), samples);
        for (int port = 0; port < mesh.ports(); port++) {
          for (int sample = 0; sample < samples; sample++) {
            double re = fields.re()[port][sample];
            double im = fields.im()[port][sample];
            if (layer == 0) {
              launches.set(port, sample, re, im);
            } else {
              launches.set(port, sample, Math.hypot(re, im), 0);
            }
          }
        }
        fields = model.transform(Direction.FORWARD, launches);
      }
      double loss = 0;
      for (int port = 0; port < mesh.ports(); port++) {
        for (int sample = 0; sample < samples; sample++) {
          double re = fields.re()[port][sample];
          double im = fields.im()[port][sample];
          loss += weights[port] * (re * re + im * im) + tiltRe[port] * re - tiltIm[port] * im;
        }
      }
      return loss;
    }

    List<MeshGradient> gradient(boolean exact, int threads, double[] powers) {
      try (Team team = new Team(threads)) {
        NetworkEngine engine =
            new NetworkEngine(mesh, errors, LaunchForm.ofComplex(mesh.ports()), exact, team);
        engine.program(phases);
        return engine.gradient(samples, electronics(threads, powers));
      }
    }

    List<Electronics> electronics(int threads, double[] powers) {
      FloatBatch rough = FloatBatch.of(input);
      return Stream.<Electronics>generate(() -> new Magnitudes(rough, this, powers))
          .limit(threads)
          .toList();
    }
  }

  /** Launches given vectors; notes the power of every sample behind the network. */
  private static class Magnitudes implements Electronics {
    private final FloatBatch launches;
    private final Case of;
    private final double[] powers;

    Magnitudes(FloatBatch launches, Case of, double[] powers) {
      this.launches = launches;
      this.of = of;
      this.powers = powers;
    }

    @Override
    public void launch(int first, int count, float[][] into) {
      int ports = launches.ports();
      for (int i = 0; i < count; i++) {
        into[i] = new float[2 * ports];
        for (int port = 0; port < ports; port++) {
          into[i][port] = launches.re()[port][first + i];
          into[i][ports + port] = launches.im()[port][first + i];
        }
      }
    }

    @Override
    public void activate(int count, FloatBatch output, float[][] input) {
      for (int port = 0; port < input.length; port++) {
        for (int i = 0; i < count; i++) {
          input[port][i] = (float) Math.hypot(output.re()[port][i], output.im()[port][i]);
        }
      }
    }

    @Override
    public void score(int first, int count, FloatBatch output) {
      for (int i = 0; i < count; i++) {
        powers[first + i] = 0;
        for (int port = 0; port < output.ports(); port++) {
          double re = output.re()[port][i];
          double im = output.im()[port][i];
          powers[first + i] += re * re + im * im;
        }
      }
    }

    @Override
    public void differentiate(int first, int count, FloatBatch output, FloatBatch cotangent) {
      score(first, count, output);
      for (int port = 0; port < output.ports(); port++) {
        float twice = (float) (2 * of.weights[port]);
        for (int i = 0; i < count; i++) {
          cotangent.re()[port][i] = twice * output.re()[port][i] + (float) of.tiltRe[port];
          cotangent.im()[port][i] = -twice * output.im()[port][i] + (float) of.tiltIm[port];
        }
      }
    }

    @Override
    public void carryBack(
        int count, float[][] derivative, float[][] input, FloatBatch output, FloatBatch cotangent) {
      for (int port = 0; port < output.ports(); port++) {
        for (int i = 0; i < count; i++) {
          float scale = derivative[port][i] / input[port][i];
          cotangent.re()[port][i] = scale * output.re()[port][i];
          cotangent.im()[port][i] = -scale * output.im()[port][i];
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1} ports, {2} layers, {3} samples")
  @CsvSource({
    "RECTANGULAR,2,1,1",
    "TRIANGULAR,5,2,7",
    "RECTANGULAR,16,3,153",
    "TRIANGULAR,33,2,600",
    "RECTANGULAR,64,2,5000",
    "TRIANGULAR,3,2,12000",
  })
  void gradientsAreTheSlopeOfTheLoss(Topology topology, int ports, int layers, int samples) {
    Case at = new Case(topology, ports, layers, samples, ports);
    int nodes = at.mesh.nodeCount();
    SplittableRandom random = new SplittableRandom(7);
    double size = 1 / Math.sqrt(layers * (2.0 * nodes + ports));
    List<MeshGradient> directions =
        IntStream.range(0, layers)
            .mapToObj(
                layer ->
                    new MeshGradient(
                        gaussian(nodes, size, random),
                        gaussian(nodes, size, random),
                        gaussian(ports, size, random)))
            .toList();
    double slope = (at.loss(directions, STEP) - at.loss(directions, -STEP)) / (2 * STEP);
    for (boolean exact : new boolean[] {true, false}) {
      List<MeshGradient> gradients = at.gradient(exact, 2, new double[samples]);
      double found = 0;
      double square = 0;
      for (int layer = 0; layer < layers; layer++) {
        MeshGradient gradient = gradients.get(layer);
        MeshGradient direction = directions.get(layer);
        found +=
            product(gradient.theta(), direction.theta())
                + product(gradient.phi(), direction.phi())
                + product(gradient.gamma(), direction.gamma());
        square +=
            product(gradient.theta(), gradient.theta())
                + product(gradient.phi(), gradient.phi())
                + product(gradient.gamma(), gradient.gamma());
      }
      assertEquals(slope, found, SINGLE * Math.sqrt(square), "exact " + exact);
    }
  }

  @ParameterizedTest(name = "{0}, {1} ports")
  @CsvSource({
    "RECTANGULAR,4",
    "TRIANGULAR,17",
    "RECTANGULAR,64",
    "RECTANGULAR,172",
    "TRIANGULAR,201",
  })
  void theModelSaysOfEveryNodeWhatIsMeasured(Topology topology, int ports) {
    Case at = new Case(topology, ports, 1, 2 * ports, 3);
    MeshGradient model = at.gradient(true, 1, new double[2 * ports]).get(0);
    MeshGradient inSitu = at.gradient(false, 1, new double[2 * ports]).get(0);
    assertAgree(inSitu.theta(), model.theta());
    assertAgree(inSitu.phi(), model.phi());
    assertAgree(inSitu.gamma(), model.gamma());
  }

  /** Within single precision of the root mean square. */
  private static void assertAgree(double[] expected, double[] found) {
    double size = Math.sqrt(product(expected, expected) / expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 10 * SINGLE * size, "number " + i);
    }
  }

  @Test
  void launchesOfFewerValuesAreThoseWrittenOut() {
    Case at = new Case(Topology.RECTANGULAR, 9, 2, 330, 11);
    // Ports 0 to 3 complex, 4 to 6 conjugate to 1 to 3, 7 real, 8 dark; value 9 makes no part.
    int[] value = {0, 1, 2, 3, 1, 2, 3, 8, -1, 4, 5, 6, 7, 5, 6, 7, -1, -1};
    boolean[] negated = new boolean[18];
    Arrays.fill(negated, 13, 16, true);
    LaunchForm form = new LaunchForm(10, value, negated);
    SplittableRandom random = new SplittableRandom(12);
    float[][] values = new float[330][10];
    for (float[] launch : values) {
      for (int i = 0; i < 10; i++) {
        launch[i] = (float) random.nextGaussian();
      }
    }
    FloatBatch written = FloatBatch.zeros(9, 330);
    float[] parts = new float[18];
    for (int sample = 0; sample < 330; sample++) {
      form.expand(values[sample], parts);
      for (int port = 0; port < 9; port++) {
        written.re()[port][sample] = parts[port];
        written.im()[port][sample] = parts[9 + port];
      }
    }
    assertEquals(-parts[13], parts[10]);
    Magnitudes all = new Magnitudes(written, at, new double[330]);
    Electronics few =
        new Magnitudes(written, at, new double[330]) {
          @Override
          public void launch(int first, int count, float[][] into) {
            System.arraycopy(values, first, into, 0, count);
          }
        };
    for (boolean exact : new boolean[] {true, false}) {
      try (Team team = new Team(1)) {
        NetworkEngine folded = new NetworkEngine(at.mesh, at.errors, form, exact, team);
        folded.program(at.phases);
        NetworkEngine whole =
            new NetworkEngine(at.mesh, at.errors, LaunchForm.ofComplex(9), exact, team);
        whole.program(at.phases);
        List<MeshGradient> found = folded.gradient(330, List.of(few));
        List<MeshGradient> expected = whole.gradient(330, List.of(all));
        for (int layer = 0; layer < 2; layer++) {
          double[] theta = expected.get(layer).theta();
          double size = Math.sqrt(product(theta, theta));
          assertArrayEquals(theta, found.get(layer).theta(), SINGLE * size);
          assertArrayEquals(expected.get(layer).phi(), found.get(layer).phi(), SINGLE * size);
        }
      }
    }
  }

  @Test
  void otherSamplesLeaveNoTrace() {
    Case at = new Case(Topology.RECTANGULAR, 11, 2, 700, 9);
    for (boolean exact : new boolean[] {true, false}) {
      try (Team team = new Team(2)) {
        LaunchForm form = LaunchForm.ofComplex(11);
        NetworkEngine engine = new NetworkEngine(at.mesh, at.errors, form, exact, team);
        engine.program(at.phases);
        List<Electronics> electronics = at.electronics(2, new double[700]);
        // Ten slots; two, of which one sample fills one; four; and so on.
        List<MeshGradient> expected = engine.gradient(700, electronics);
        engine.gradient(1, electronics);
        NetworkEngine fresh = new NetworkEngine(at.mesh, at.errors, form, exact, team);
        fresh.program(at.phases);
        engine.gradient(320, electronics);
        assertSame(fresh.gradient(2, electronics), engine.gradient(2, electronics));
        engine.transform(40, electronics);
        assertSame(expected, engine.gradient(700, electronics));
      }
    }
  }

  @Test
  void wavesThatWereTooStrongLeaveNoTrace() {
    Case at = new Case(Topology.RECTANGULAR, 5, 1, 20, 10);
    FloatBatch strong = FloatBatch.zeros(5, 20);
    for (float[] row : strong.re()) {
      Arrays.fill(row, 1e30f);
    }
    try (Team team = new Team(1)) {
      NetworkEngine engine =
          new NetworkEngine(at.mesh, at.errors, LaunchForm.ofComplex(5), true, team);
      engine.program(at.phases);
      List<Electronics> electronics = at.electronics(1, new double[20]);
      List<MeshGradient> expected = engine.gradient(20, electronics);
      MeshGradient burnt =
          engine.gradient(20, List.of(new Magnitudes(strong, at, new double[20]))).get(0);
      assertFalse(Arrays.stream(burnt.theta()).allMatch(Double::isFinite));
      assertSame(expected, engine.gradient(20, electronics));
    }
  }

  private static void assertSame(List<MeshGradient> expected, List<MeshGradient> found) {
    for (int layer = 0; layer < expected.size(); layer++) {
      assertArrayEquals(expected.get(layer).theta(), found.get(layer).theta());
      assertArrayEquals(expected.get(layer).phi(), found.get(layer).phi());
      assertArrayEquals(expected.get(layer).gamma(), found.get(layer).gamma());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void threadsChangeNoBit(boolean exact) {
    Case at = new Case(Topology.RECTANGULAR, 34, 2, 601, 3);
    List<double[]> alone = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      double[] powers = new double[601];
      List<double[]> all = new ArrayList<>();
      for (MeshGradient gradient : at.gradient(exact, threads, powers)) {
        all.addAll(List.of(gradient.theta(), gradient.phi(), gradient.gamma()));
      }
      all.add(powers);
      if (alone.isEmpty()) {
        alone.addAll(all);
      }
      for (int i = 0; i < all.size(); i++) {
        assertArrayEquals(alone.get(i), all.get(i));
      }
    }
  }

  @Test
  void everySampleComesOutOnce() {
    Case at = new Case(Topology.RECTANGULAR, 8, 1, 1000, 4);
    double[] powers = new double[1000];
    Arrays.fill(powers, -1);
    try (Team team = new Team(2)) {
      NetworkEngine engine =
          new NetworkEngine(at.mesh, at.errors, LaunchForm.ofComplex(at.mesh.ports()), true, team);
      engine.program(at.phases);
      engine.transform(1000, at.electronics(2, powers));
    }
    // Without loss every sample keeps its power.
    for (int sample = 0; sample < 1000; sample++) {
      double launched = 0;
      for (int port = 0; port < 8; port++) {
        launched += Math.pow(at.input.re()[port][sample], 2);
        launched += Math.pow(at.input.im()[port][sample], 2);
      }
      assertEquals(1, powers[sample] / launched, 1e-5);
    }
  }

  @Test
  void withoutPhasesMeshesAreInTheBarState() {
    Case at = new Case(Topology.RECTANGULAR, 4, 2, 3, 8);
    try (Team team = new Team(1)) {
      NetworkEngine engine =
          new NetworkEngine(at.mesh, at.errors, LaunchForm.ofComplex(at.mesh.ports()), true, team);
      List<MeshGradient> found = engine.gradient(3, at.electronics(1, new double[3]));
      engine.program(Collections.nCopies(2, MeshPhases.bar(at.mesh)));
      List<MeshGradient> expected = engine.gradient(3, at.electronics(1, new double[3]));
      assertArrayEquals(expected.get(0).theta(), found.get(0).theta());
    }
  }

  @Test
  void otherPhasesCountAfterwards() {
    Case first = new Case(Topology.RECTANGULAR, 6, 2, 20, 5);
    Case second = new Case(Topology.RECTANGULAR, 6, 2, 20, 6);
    try (Team team = new Team(2)) {
      NetworkEngine engine =
          new NetworkEngine(
              first.mesh, first.errors, LaunchForm.ofComplex(first.mesh.ports()), false, team);
      engine.program(second.phases);
      engine.gradient(20, first.electronics(2, new double[20]));
      engine.program(first.phases);
      List<MeshGradient> found = engine.gradient(20, first.electronics(2, new double[20]));
      List<MeshGradient> expected = first.gradient(false, 1, new double[20]);
      for (int layer = 0; layer < 2; layer++) {
        assertArrayEquals(expected.get(layer).theta(), found.get(layer).theta());
        assertArrayEquals(expected.get(layer).gamma(), found.get(layer).gamma());
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 4);
    LaunchForm form = LaunchForm.ofComplex(4);
    int nodes = mesh.nodeCount();
    double[] loss = new double[nodes];
    loss[0] = 0.1;
    try (Team team = new Team(1)) {
      List<MeshErrors> lossy = List.of(new MeshErrors(new double[nodes], new double[nodes], loss));
      assertThrows(
          IllegalArgumentException.class, () -> new NetworkEngine(mesh, lossy, form, true, team));
      List<MeshErrors> other = List.of(MeshErrors.none(Mesh.of(Topology.RECTANGULAR, 5)));
      assertThrows(
          IllegalArgumentException.class, () -> new NetworkEngine(mesh, other, form, true, team));
      List<MeshErrors> none = List.of(MeshErrors.none(mesh));
      LaunchForm wider = LaunchForm.ofComplex(5);
      assertThrows(
          IllegalArgumentException.class, () -> new NetworkEngine(mesh, none, wider, true, team));
    }
    assertFalse(NetworkEngine.suits(4, 1_000_000));
    Case at = new Case(Topology.RECTANGULAR, 4, 2, 3, 1);
    try (Team team = new Team(1)) {
      NetworkEngine engine =
          new NetworkEngine(at.mesh, at.errors, LaunchForm.ofComplex(at.mesh.ports()), true, team);
      assertThrows(IllegalArgumentException.class, () -> engine.program(at.phases.subList(0, 1)));
      List<MeshPhases> other =
          Collections.nCopies(2, MeshPhases.bar(Mesh.of(Topology.RECTANGULAR, 5)));
      assertThrows(IllegalArgumentException.class, () -> engine.program(other));
      assertThrows(IllegalArgumentException.class, () -> engine.gradient(0, List.of()));
      assertThrows(
          IllegalArgumentException.class,
          () -> new NetworkEngine(mesh, List.of(), form, true, team));
    }
  }

  private static double[] numbers(int count, double most, SplittableRandom random) {
    return random.doubles(count, -most, most).toArray();
  }

  private static double[] gaussian(int count, double size, SplittableRandom random) {
    return IntStream.range(0, count).mapToDouble(i -> size * random.nextGaussian()).toArray();
  }

  private static double[] moved(double[] phases, double[] direction, double step) {
    return IntStream.range(0, phases.length)
        .mapToDouble(i -> phases[i] + step * direction[i])
        .toArray();
  }

  private static double product(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
