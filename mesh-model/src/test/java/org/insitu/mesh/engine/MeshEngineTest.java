package org.insitu.mesh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.processor.TapSums;
import org.insitu.mesh.propagation.AdjointResult;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MeshEngineTest {
  /** Both sides round double fields of norm 1 in other orders; sums over a batch are averaged. */
  private static final double DOUBLE = 1e-12;

  /** Single precision, 6e-8 per operation over some dozens of columns. */
  private static final double SINGLE = 1e-5;

  private enum Kind {
    PERFECT,
    COUPLER_ERRORS,
    LOSSY,
    UNEQUAL_ARMS
  }

  static Stream<Arguments> cases() {
    return Stream.of(Topology.values())
        .flatMap(
            topology ->
                Stream.of(Kind.values())
                    .flatMap(
                        kind ->
                            Stream.of(
                                Arguments.of(topology, kind, 2, 1),
                                Arguments.of(topology, kind, 3, 7),
                                Arguments.of(topology, kind, 8, 63),
                                Arguments.of(topology, kind, 9, 64),
                                Arguments.of(topology, kind, 13, 304),
                                Arguments.of(topology, kind, 17, 305),
                                Arguments.of(topology, kind, 20, 700),
                                Arguments.of(topology, kind, 33, 301))));
  }

  /** Everything about one random mesh and batch of unit vectors. */
  private record Setting(
      MeshModel model,
      ArmImbalance imbalance,
      MeshPhases phases,
      ComplexBatch input,
      ComplexBatch cotangent) {
    static Setting of(Topology topology, Kind kind, int ports, int samples) {
      Random random = new Random(1000L * ports + samples);
      Mesh mesh = Mesh.of(topology, ports);
      int nodes = mesh.nodeCount();
      double coupler = kind == Kind.PERFECT ? 0 : 0.2;
      double loss = kind == Kind.LOSSY ? 0.3 : 0;
      double arms = kind == Kind.UNEQUAL_ARMS ? 0.3 : 0;
      MeshErrors errors =
          new MeshErrors(
              random.doubles(nodes).map(u -> coupler * (2 * u - 1)).toArray(),
              random.doubles(nodes).map(u -> coupler * (2 * u - 1)).toArray(),
              random.doubles(nodes).map(u -> loss * u).toArray());
      MeshPhases phases =
          new MeshPhases(
              random.doubles(nodes, 0, 2 * Math.PI).toArray(),
              random.doubles(nodes, 0, 2 * Math.PI).toArray(),
              random.doubles(ports, 0, 2 * Math.PI).toArray());
      ArmImbalance imbalance =
          new ArmImbalance(
              random.doubles(nodes).map(u -> arms * (2 * u - 1)).toArray(),
              random.doubles(nodes).map(u -> arms * (2 * u - 1)).toArray());
      MeshModel model = new MeshModel(mesh, errors, imbalance);
      model.setPhases(phases);
      return new Setting(
          model,
          imbalance,
          phases,
          unitVectors(ports, samples, random),
          unitVectors(ports, samples, random));
    }

    Mesh mesh() {
      return model.mesh();
    }

    MeshEngine<ComplexBatch> engine(int threads) {
      MeshEngine<ComplexBatch> engine =
          MeshEngine.inDouble(mesh(), model.errors(), imbalance, threads);
      engine.program(phases);
      return engine;
    }

    MeshEngine<FloatBatch> floatEngine(int threads) {
      MeshEngine<FloatBatch> engine =
          MeshEngine.inFloat(mesh(), model.errors(), imbalance, threads);
      engine.program(phases);
      return engine;
    }

    ComplexBatch empty() {
      return ComplexBatch.zeros(input.ports(), input.samples());
    }

    FloatBatch emptyFloat() {
      return FloatBatch.zeros(input.ports(), input.samples());
    }
  }

  @Test
  void newPhasesCountForTheNextLaunches() {
    Setting at = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 32, 200);
    MeshPhases other = MeshPhases.bar(at.mesh());
    MeshModel model = new MeshModel(at.mesh(), at.model.errors(), at.imbalance);
    model.setPhases(other);
    try (MeshEngine<FloatBatch> engine = at.floatEngine(2)) {
      FloatBatch output = at.emptyFloat();
      for (Direction direction : Direction.values()) {
        engine.transform(direction, FloatBatch.of(at.input), output);
      }
      engine.program(other);
      for (Direction direction : Direction.values()) {
        engine.transform(direction, FloatBatch.of(at.input), output);
        assertSame(model.transform(direction, at.input), output.toDouble(), SINGLE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fieldsAreThoseOfTheModel(Topology topology, Kind kind, int ports, int samples) {
    Setting at = Setting.of(topology, kind, ports, samples);
    for (Direction direction : Direction.values()) {
      ComplexBatch expected = at.model.transform(direction, at.input);
      try (MeshEngine<ComplexBatch> engine = at.engine(2);
          MeshEngine<FloatBatch> floats = at.floatEngine(2)) {
        ComplexBatch output = at.empty();
        engine.transform(direction, at.input, output);
        assertSame(expected, output, DOUBLE);
        FloatBatch rough = at.emptyFloat();
        floats.transform(direction, FloatBatch.of(at.input), rough);
        assertSame(expected, rough.toDouble(), SINGLE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tapsAreThoseOfTheModel(Topology topology, Kind kind, int ports, int samples) {
    Setting at = Setting.of(topology, kind, ports, samples);
    for (Direction direction : Direction.values()) {
      Propagation expected = at.model.propagate(direction, at.input);
      TapPowers powers = expected.taps().orElseThrow();
      try (MeshEngine<ComplexBatch> engine = at.engine(2);
          MeshEngine<FloatBatch> floats = at.floatEngine(2)) {
        ComplexBatch output = at.empty();
        TapSums sums = engine.tapSums(direction, at.input, output);
        assertSame(expected.output(), output, DOUBLE);
        assertMeans(sumOf(powers.theta()), sums.theta(), samples, DOUBLE);
        assertMeans(sumOf(powers.phi()), sums.phi(), samples, DOUBLE);

        TapPowers every = TapPowers.zeros(at.mesh().nodeCount(), samples);
        engine.propagate(direction, at.input, output, every);
        assertSame(expected.output(), output, DOUBLE);
        for (int node = 0; node < at.mesh().nodeCount(); node++) {
          assertArrayEquals(powers.theta()[node], every.theta()[node], DOUBLE);
          assertArrayEquals(powers.phi()[node], every.phi()[node], DOUBLE);
        }

        TapSums rough = floats.tapSums(direction, FloatBatch.of(at.input), at.emptyFloat());
        assertMeans(sumOf(powers.theta()), rough.theta(), samples, SINGLE);
        assertMeans(sumOf(powers.phi()), rough.phi(), samples, SINGLE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inSituGradientIsThatOfTheModelInBothFormulations(
      Topology topology, Kind kind, int ports, int samples) {
    Setting at = Setting.of(topology, kind, ports, samples);
    AdjointResult expected = at.model.insitu(at.input, at.cotangent);
    FloatBatch input = FloatBatch.of(at.input);
    FloatBatch cotangent = FloatBatch.of(at.cotangent);
    try (MeshEngine<ComplexBatch> engine = at.engine(2);
        MeshEngine<FloatBatch> floats = at.floatEngine(2)) {
      boolean[] formulations =
          kind == Kind.LOSSY || kind == Kind.UNEQUAL_ARMS
              ? new boolean[] {false}
              : new boolean[] {false, true};
      for (boolean matrix : formulations) {
        ComplexBatch output = at.empty();
        ComplexBatch adjoint = at.empty();
        MeshGradient gradient =
            matrix
                ? engine.gradientByMatrix(at.input, at.cotangent, output, adjoint)
                : engine.gradientPerSample(at.input, at.cotangent, output, adjoint);
        assertSame(expected.output(), output, DOUBLE);
        assertSame(expected.adjointInput(), adjoint, DOUBLE);
        assertGradient(expected.gradient(), gradient, samples, DOUBLE);
        MeshGradient rough =
            matrix
                ? floats.gradientByMatrix(input, cotangent, at.emptyFloat(), at.emptyFloat())
                : floats.gradientPerSample(input, cotangent, at.emptyFloat(), at.emptyFloat());
        assertGradient(expected.gradient(), rough, samples, SINGLE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void modelGradientIsThatOfTheModel(Topology topology, Kind kind, int ports, int samples) {
    Setting at = Setting.of(topology, kind, ports, samples);
    AdjointResult expected = at.model.adjoint(at.input, at.cotangent);
    try (MeshEngine<ComplexBatch> engine = at.engine(2);
        MeshEngine<FloatBatch> floats = at.floatEngine(2)) {
      ComplexBatch output = at.empty();
      engine.transform(Direction.FORWARD, at.input, output);
      ComplexBatch adjoint = at.empty();
      if (kind == Kind.LOSSY || kind == Kind.UNEQUAL_ARMS) {
        assertThrows(
            IllegalStateException.class,
            () -> engine.modelGradient(at.input, output, at.cotangent, Optional.of(adjoint)));
        return;
      }
      assertGradient(
          expected.gradient(),
          engine.modelGradient(at.input, output, at.cotangent, Optional.of(adjoint)),
          samples,
          DOUBLE);
      assertSame(expected.adjointInput(), adjoint, DOUBLE);
      assertGradient(
          expected.gradient(),
          floats.modelGradient(
              FloatBatch.of(at.input),
              FloatBatch.of(output),
              FloatBatch.of(at.cotangent),
              Optional.empty()),
          samples,
          SINGLE);
    }
  }

  @Test
  void modelGradientByTheMatrixIsTheSame() {
    Setting at = Setting.of(Topology.RECTANGULAR, Kind.COUPLER_ERRORS, 32, 193);
    AdjointResult expected = at.model.adjoint(at.input, at.cotangent);
    try (MeshEngine<ComplexBatch> engine = at.engine(2)) {
      ComplexBatch adjoint = at.empty();
      assertGradient(
          expected.gradient(),
          engine.modelGradient(at.input, expected.output(), at.cotangent, Optional.of(adjoint)),
          193,
          DOUBLE);
      assertSame(expected.adjointInput(), adjoint, DOUBLE);
    }
  }

  @Test
  void gradientOfAKnownOutputIsTheSame() {
    for (Setting at :
        List.of(
            Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 32, 193),
            Setting.of(Topology.TRIANGULAR, Kind.COUPLER_ERRORS, 32, 700),
            Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 32, 9),
            Setting.of(Topology.RECTANGULAR, Kind.UNEQUAL_ARMS, 32, 193))) {
      AdjointResult expected = at.model.insitu(at.input, at.cotangent);
      int samples = at.input.samples();
      try (MeshEngine<ComplexBatch> engine = at.engine(2)) {
        ComplexBatch output = at.empty();
        engine.transform(Direction.FORWARD, at.input, output);
        ComplexBatch adjoint = at.empty();
        assertGradient(
            expected.gradient(),
            engine.gradientOfOutput(at.input, output, at.cotangent, Optional.of(adjoint)),
            samples,
            DOUBLE);
        assertSame(expected.adjointInput(), adjoint, DOUBLE);
        assertGradient(
            expected.gradient(),
            engine.gradientOfOutput(at.input, output, at.cotangent, Optional.empty()),
            samples,
            DOUBLE);
        assertSame(expected.output(), output, DOUBLE);
      }
    }
  }

  @Test
  void gradientOfSmallCotangentsKeepsItsDigitsInSinglePrecision() {
    Setting at = Setting.of(Topology.RECTANGULAR, Kind.COUPLER_ERRORS, 16, 200);
    double scale = 1e-4;
    ComplexBatch small = at.cotangent.copy();
    for (int port = 0; port < 16; port++) {
      for (int sample = 0; sample < 200; sample++) {
        small.set(port, sample, scale * small.re()[port][sample], scale * small.im()[port][sample]);
      }
    }
    MeshGradient expected = at.model.adjoint(at.input, small).gradient();
    FloatBatch cotangent = FloatBatch.of(small);
    try (MeshEngine<FloatBatch> engine = at.floatEngine(1)) {
      FloatBatch input = FloatBatch.of(at.input);
      assertGradient(
          expected,
          engine.gradientPerSample(input, cotangent, at.emptyFloat(), at.emptyFloat()),
          200,
          scale * SINGLE);
      assertGradient(
          expected,
          engine.gradientByMatrix(input, cotangent, at.emptyFloat(), at.emptyFloat()),
          200,
          scale * SINGLE);
    }
  }

  @Test
  void darkBatchesHaveNoGradient() {
    Setting at = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 4, 5);
    ComplexBatch dark = at.empty();
    try (MeshEngine<ComplexBatch> engine = at.engine(1)) {
      for (MeshGradient gradient :
          new MeshGradient[] {
            engine.gradient(at.input, dark, at.empty(), at.empty()),
            engine.gradient(dark, at.cotangent, at.empty(), at.empty()),
            engine.gradient(dark, dark, at.empty(), at.empty())
          }) {
        assertArrayEquals(new double[6], gradient.theta(), DOUBLE);
        assertArrayEquals(new double[6], gradient.phi(), DOUBLE);
        assertArrayEquals(new double[4], gradient.gamma(), DOUBLE);
      }
    }
  }

  @Test
  void gradientWithLossGoesBySamplesOnly() {
    Setting lossy = Setting.of(Topology.RECTANGULAR, Kind.LOSSY, 4, 63);
    try (MeshEngine<ComplexBatch> engine = lossy.engine(1)) {
      assertArrayEquals(
          engine
              .gradientPerSample(lossy.input, lossy.cotangent, lossy.empty(), lossy.empty())
              .theta(),
          engine.gradient(lossy.input, lossy.cotangent, lossy.empty(), lossy.empty()).theta());
      ComplexBatch output = lossy.empty();
      assertThrows(
          IllegalStateException.class,
          () -> engine.gradientByMatrix(lossy.input, lossy.cotangent, output, output));
    }
  }

  @Test
  void gradientTakesTheFasterFormulation() {
    Setting many = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 32, 385);
    Setting few = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 32, 384);
    try (MeshEngine<ComplexBatch> engine = many.engine(1)) {
      assertArrayEquals(
          engine.gradientByMatrix(many.input, many.cotangent, many.empty(), many.empty()).theta(),
          engine.gradient(many.input, many.cotangent, many.empty(), many.empty()).theta());
      assertArrayEquals(
          engine.gradientPerSample(few.input, few.cotangent, few.empty(), few.empty()).theta(),
          engine.gradient(few.input, few.cotangent, few.empty(), few.empty()).theta());
    }
  }

  @ParameterizedTest(name = "{0} samples, adjoint wanted {1}, by the matrix {2}")
  @CsvSource({"193, true, true", "192, true, false", "97, false, true", "96, false, false"})
  void gradientOfAKnownOutputTakesTheFasterFormulation(
      int samples, boolean wanted, boolean byMatrix) {
    Setting at = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 32, samples);
    try (MeshEngine<ComplexBatch> engine = at.engine(1)) {
      ComplexBatch output = at.empty();
      engine.transform(Direction.FORWARD, at.input, output);
      Optional<ComplexBatch> adjoint = wanted ? Optional.of(at.empty()) : Optional.empty();
      double[] theta = engine.gradientOfOutput(at.input, output, at.cotangent, adjoint).theta();
      assertEquals(
          byMatrix,
          Arrays.equals(
              engine.gradientByMatrix(at.input, at.cotangent, at.empty(), at.empty()).theta(),
              theta));
      assertEquals(
          !byMatrix,
          Arrays.equals(
              engine.gradientPerSample(at.input, at.cotangent, at.empty(), at.empty()).theta(),
              theta));
    }
  }

  static Stream<Arguments> sharedCases() {
    return cases().filter(at -> at.get()[0] != Topology.CHAIN && (int) at.get()[3] > 300);
  }

  @ParameterizedTest
  @MethodSource("sharedCases")
  void numberOfThreadsChangesNoBit(Topology topology, Kind kind, int ports, int samples) {
    Setting at = Setting.of(topology, kind, ports, samples);
    FloatBatch input = FloatBatch.of(at.input);
    FloatBatch cotangent = FloatBatch.of(at.cotangent);
    FloatBatch firstOutput = at.emptyFloat();
    FloatBatch firstAdjoint = at.emptyFloat();
    MeshGradient first;
    MeshGradient firstChosen;
    try (MeshEngine<FloatBatch> engine = at.floatEngine(1)) {
      firstChosen = engine.gradient(input, cotangent, firstOutput, firstAdjoint);
      first = engine.gradientPerSample(input, cotangent, firstOutput, firstAdjoint);
    }
    for (int threads = 2; threads <= 4; threads++) {
      try (MeshEngine<FloatBatch> engine = at.floatEngine(threads)) {
        FloatBatch output = at.emptyFloat();
        FloatBatch adjoint = at.emptyFloat();
        assertSameBits(firstChosen, engine.gradient(input, cotangent, output, adjoint));
        assertSameBits(first, engine.gradientPerSample(input, cotangent, output, adjoint));
        assertArrayEquals(firstOutput.re(), output.re());
        assertArrayEquals(firstAdjoint.im(), adjoint.im());
      }
    }
  }

  private static void assertSameBits(MeshGradient expected, MeshGradient actual) {
    assertArrayEquals(expected.theta(), actual.theta());
    assertArrayEquals(expected.phi(), actual.phi());
    assertArrayEquals(expected.gamma(), actual.gamma());
  }

  @Test
  void deepMeshKeepsItsPrecision() {
    Setting at = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 128, 4);
    AdjointResult expected = at.model.insitu(at.input, at.cotangent);
    try (MeshEngine<ComplexBatch> engine = at.engine(2)) {
      ComplexBatch output = at.empty();
      MeshGradient gradient = engine.gradient(at.input, at.cotangent, output, at.empty());
      assertSame(expected.output(), output, DOUBLE);
      assertGradient(expected.gradient(), gradient, 4, DOUBLE);
    }
  }

  @Test
  void shorterBlockAfterALongerOneSeesNothingOfIt() {
    Setting longer = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 6, 300);
    Setting shorter = Setting.of(Topology.RECTANGULAR, Kind.PERFECT, 6, 70);
    try (MeshEngine<ComplexBatch> used = shorter.engine(1);
        MeshEngine<ComplexBatch> fresh = shorter.engine(1)) {
      used.tapSums(Direction.FORWARD, longer.input, longer.empty());
      assertArrayEquals(
          fresh.tapSums(Direction.FORWARD, shorter.input, shorter.empty()).theta(),
          used.tapSums(Direction.FORWARD, shorter.input, shorter.empty()).theta());
    }
  }

  @Test
  void outputMayBeTheInput() {
    Setting at = Setting.of(Topology.TRIANGULAR, Kind.LOSSY, 5, 40);
    ComplexBatch expected = at.model.transform(Direction.FORWARD, at.input);
    try (MeshEngine<ComplexBatch> engine = at.engine(2)) {
      ComplexBatch batch = at.input.copy();
      engine.transform(Direction.FORWARD, batch, batch);
      assertSame(expected, batch, DOUBLE);
    }
  }

  @Test
  void wrongSizesAreRefused() {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 4);
    MeshErrors other = MeshErrors.none(Mesh.of(Topology.RECTANGULAR, 3));
    assertThrows(IllegalArgumentException.class, () -> MeshEngine.inFloat(mesh, other, 1));
    MeshErrors none = MeshErrors.none(mesh);
    assertThrows(IllegalArgumentException.class, () -> MeshEngine.inFloat(mesh, none, 0));
    try (MeshEngine<ComplexBatch> engine = MeshEngine.inDouble(mesh, none, 1)) {
      ComplexBatch good = ComplexBatch.zeros(4, 2);
      ComplexBatch narrow = ComplexBatch.zeros(3, 2);
      ComplexBatch shorter = ComplexBatch.zeros(4, 1);
      assertThrows(
          IllegalArgumentException.class,
          () -> engine.transform(Direction.FORWARD, narrow, narrow));
      assertThrows(
          IllegalArgumentException.class, () -> engine.transform(Direction.FORWARD, good, shorter));
      assertThrows(
          IllegalArgumentException.class,
          () -> engine.gradient(good, shorter, good.copy(), shorter.copy()));
      assertThrows(
          IllegalArgumentException.class,
          () -> engine.program(MeshPhases.bar(Mesh.of(Topology.CHAIN, 4))));
    }
  }

  @Test
  void closedEngineRefusesWorkAndClosesTwice() {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 4);
    MeshEngine<ComplexBatch> engine = MeshEngine.inDouble(mesh, MeshErrors.none(mesh), 2);
    engine.close();
    engine.close();
    ComplexBatch batch = ComplexBatch.zeros(4, 2);
    assertThrows(
        IllegalStateException.class, () -> engine.transform(Direction.FORWARD, batch, batch));
  }

  @Test
  void sinesAreExactOverAFewTurns() {
    double[] angle = new Random(1).doubles(5000, -15, 15).toArray();
    double[] sin = new double[angle.length];
    double[] cos = new double[angle.length];
    SineTable.fill(angle, sin, cos);
    for (int i = 0; i < angle.length; i++) {
      // 2e-15 of the series and half an ulp of 15 rad from the reduction.
      assertEquals(Math.sin(angle[i]), sin[i], 4e-15);
      assertEquals(Math.cos(angle[i]), cos[i], 4e-15);
    }
  }

  private static ComplexBatch unitVectors(int ports, int samples, Random random) {
    ComplexBatch batch = ComplexBatch.zeros(ports, samples);
    for (int sample = 0; sample < samples; sample++) {
      for (int port = 0; port < ports; port++) {
        batch.set(port, sample, random.nextGaussian(), random.nextGaussian());
      }
      double norm = Math.sqrt(batch.squaredNorm(sample));
      for (int port = 0; port < ports; port++) {
        batch.set(port, sample, batch.re()[port][sample] / norm, batch.im()[port][sample] / norm);
      }
    }
    return batch;
  }

  private static double[] sumOf(double[][] powers) {
    return Stream.of(powers).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
  }

  private static void assertGradient(
      MeshGradient expected, MeshGradient actual, int samples, double tolerance) {
    assertMeans(expected.theta(), actual.theta(), samples, tolerance);
    assertMeans(expected.phi(), actual.phi(), samples, tolerance);
    assertMeans(expected.gamma(), actual.gamma(), samples, tolerance);
  }

  private static void assertMeans(
      double[] expected, double[] actual, int samples, double tolerance) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i] / samples, actual[i] / samples, tolerance, "entry " + i);
    }
  }

  private static void assertSame(ComplexBatch expected, ComplexBatch actual, double tolerance) {
    double difference =
        new ComplexMatrix(expected.re(), expected.im())
            .maxDifference(new ComplexMatrix(actual.re(), actual.im()));
    assertTrue(difference < tolerance, "difference " + difference);
  }
}
