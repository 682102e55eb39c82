package org.insitu.trainer.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.Topology;
import org.insitu.mesh.engine.LaunchForm;
import org.insitu.mesh.engine.NetworkEngine;
import org.insitu.mesh.engine.Team;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.propagation.ModelProcessor;
import org.insitu.trainer.RandomStreams;
import org.insitu.trainer.digits.Digits;
import org.insitu.trainer.digits.FeatureSet;
import org.insitu.trainer.digits.ImageFeatures;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.optimiser.Schedule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LargeTrainingTest {
  private static final Digits DIGITS = Digits.drawn(1).first(700, 200);
  private static final FeatureSet TRAIN = ImageFeatures.FOURIER.of(DIGITS.train(), 16);
  private static final FeatureSet TEST = ImageFeatures.FOURIER.of(DIGITS.test(), 16);

  /** Seven steps of single-precision gradients. */
  private static final double SINGLE_PRECISION = 1e-4;

  private static LargePlan plan(
      Topology topology,
      boolean gamma,
      BoundedLoss loss,
      OptimiserKind optimiser,
      double rate,
      int batch,
      int epochs) {
    return new LargePlan(
        topology,
        16,
        2,
        gamma,
        ImageFeatures.FOURIER,
        ReadOutPorts.GROUPS,
        loss,
        20,
        LargeGradient.DIGITAL,
        LargeMeasurement.MATRIX,
        optimiser,
        rate,
        Schedule.CONSTANT,
        batch,
        epochs,
        3);
  }

  private static LargePlan plan(int batch, int epochs) {
    return plan(
        Topology.RECTANGULAR, false, BoundedLoss.SOFTMAX, OptimiserKind.ADAM, 0.02, batch, epochs);
  }

  private final Team alone = new Team(1);

  @AfterEach
  void letThreadsGo() {
    alone.close();
  }

  private static PhotonicNetwork engines(LargePlan plan, Team team) {
    Mesh mesh = plan.network().mesh();
    return layered(
        plan,
        layer -> new EngineLayer(mesh, MeshErrors.none(mesh), ArmImbalance.none(mesh), team),
        team);
  }

  private static PhotonicNetwork layered(
      LargePlan plan, IntFunction<PhotonicLayer> layers, Team team) {
    return new LayeredNetwork(
        plan, IntStream.range(0, plan.layers()).mapToObj(layers).toList(), team);
  }

  private static LargeTraining training(LargePlan plan, PhotonicNetwork network) {
    return new LargeTraining(plan, network, Optional.empty(), TRAIN, TEST, () -> 0);
  }

  private static LargeSummary run(LargePlan plan, PhotonicNetwork network)
      throws ProcessorException, IOException {
    try (network) {
      return training(plan, network).run(() -> false, epoch -> {});
    }
  }

  @Test
  void learnsDrawnDigits() throws ProcessorException, IOException {
    LargeSummary summary = run(plan(50, 25), engines(plan(50, 25), alone));
    // Guessing is wrong in 0.9; sixteen ports see no more than 4 x 4 coefficients.
    assertTrue(summary.trainError() < 0.2, "training error " + summary.trainError());
    assertTrue(summary.last().testError() < 0.3, "test error " + summary.last().testError());
    assertEquals(25 * 14, summary.last().steps());
  }

  @Test
  void numberOfThreadsChangesNoPhase() throws ProcessorException, IOException {
    LargePlan plan = plan(640, 2);
    try (Team three = new Team(3)) {
      assertArrayEquals(
          run(plan, engines(plan, alone)).parameters(),
          run(plan, engines(plan, three)).parameters());
    }
  }

  @Test
  void aRestOfSamplesIsABatchOfItsOwn() throws ProcessorException, IOException {
    LargePlan plan = plan(300, 1);
    assertEquals(3, run(plan, engines(plan, alone)).last().steps());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(BoundedLoss.class)
  void gradientsAreThoseOfTheLoss(BoundedLoss loss) throws ProcessorException, IOException {
    // One step of plain descent moves the phases by the gradient; the loss must fall by its square.
    for (Topology topology : List.of(Topology.RECTANGULAR, Topology.TRIANGULAR)) {
      double rate = loss == BoundedLoss.SOFTMAX ? 1e-4 : 1e-3;
      LargePlan plan = plan(topology, true, loss, OptimiserKind.SGD, rate, 700, 1);
      double[] before = plan.network().initial(RandomStreams.of(plan.seed(), "initial phases"));
      List<Double> losses = new ArrayList<>();
      LargeSummary after =
          new LargeTraining(plan, engines(plan, alone), Optional.empty(), TRAIN, TRAIN, () -> 0)
              .run(() -> false, epoch -> losses.add(epoch.testLoss()));
      double square = 0;
      for (int i = 0; i < before.length; i++) {
        square += Math.pow((after.parameters()[i] - before[i]) / rate, 2);
      }
      double fall = (losses.get(0) - losses.get(1)) / rate;
      // Curvature and single precision leave a few per cent.
      assertEquals(1, fall / square, 0.05, topology + ": fell by " + fall + ", square " + square);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(value = LargeGradient.class, mode = EnumSource.Mode.EXCLUDE, names = "MODEL")
  void aPerfectProcessorTrainsAsTheEngineDoes(LargeGradient gradient)
      throws ProcessorException, IOException {
    for (LargeMeasurement measurement : LargeMeasurement.values()) {
      LargePlan plan =
          plan(Topology.RECTANGULAR, true, BoundedLoss.SOFTMAX, OptimiserKind.SGD, 0.05, 100, 1);
      Mesh mesh = plan.network().mesh();
      PhotonicNetwork processors =
          layered(
              plan,
              layer -> new ProcessorLayer(new ModelProcessor(mesh), gradient, measurement),
              alone);
      LargeSummary measured = run(plan, processors);
      LargeSummary computed = run(plan, engines(plan, alone));
      assertArrayEquals(
          computed.parameters(), measured.parameters(), SINGLE_PRECISION, measurement.toString());
      assertEquals(computed.trainLoss(), measured.trainLoss(), SINGLE_PRECISION);
    }
  }

  @Test
  void withoutErrorsTheModelTrainsAsTheLightDoes() throws ProcessorException, IOException {
    LargePlan plan =
        plan(Topology.TRIANGULAR, true, BoundedLoss.SOFTMAX, OptimiserKind.SGD, 0.05, 100, 1);
    Mesh mesh = plan.network().mesh();
    PhotonicNetwork model =
        layered(plan, layer -> EngineLayer.ofModel(mesh, MeshErrors.none(mesh), alone), alone);
    assertArrayEquals(
        run(plan, engines(plan, alone)).parameters(),
        run(plan, model).parameters(),
        SINGLE_PRECISION);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ProcessorLayer(
                new ModelProcessor(mesh), LargeGradient.MODEL, LargeMeasurement.MATRIX));
  }

  @ParameterizedTest(name = "model {0}, batches of {1}")
  @CsvSource({"true,250", "false,250", "true,699", "false,7"})
  void allLayersAtOnceTrainAsOneAfterTheOtherDo(boolean model, int batch)
      throws ProcessorException, IOException {
    assumeTrue(NetworkEngine.suits(32, 193), "no vectors here");
    // Rests of 200, of 1 and of none.
    LargePlan plan =
        plan(Topology.RECTANGULAR, true, BoundedLoss.SOFTMAX, OptimiserKind.SGD, 0.05, batch, 2);
    Mesh mesh = plan.network().mesh();
    List<MeshErrors> errors =
        Stream.generate(() -> MeshErrors.none(mesh)).limit(plan.layers()).toList();
    PhotonicNetwork layers =
        layered(
            plan,
            layer ->
                model
                    ? EngineLayer.ofModel(mesh, errors.get(layer), alone)
                    : new EngineLayer(mesh, errors.get(layer), ArmImbalance.none(mesh), alone),
            alone);
    LargeSummary expected = run(plan, layers);
    LargeSummary found = run(plan, new EngineNetwork(plan, errors, TRAIN.form(), model, alone));
    assertArrayEquals(expected.parameters(), found.parameters(), SINGLE_PRECISION);
    assertEquals(expected.trainLoss(), found.trainLoss(), SINGLE_PRECISION);
    assertEquals(expected.last().testLoss(), found.last().testLoss(), SINGLE_PRECISION);
    assertEquals(expected.last().testError(), found.last().testError());
    try (Team three = new Team(3)) {
      assertArrayEquals(
          found.parameters(),
          run(plan, new EngineNetwork(plan, errors, TRAIN.form(), model, three)).parameters());
    }
  }

  @Test
  void gradientErrorIsTakenAgainstTheExactNetwork() throws ProcessorException, IOException {
    LargePlan plan = plan(100, 1);
    List<EpochResult> epochs = new ArrayList<>();
    Optional<PhotonicNetwork> exact = Optional.of(engines(plan, alone));
    new LargeTraining(plan, engines(plan, alone), exact, TRAIN, TEST, () -> 0)
        .run(() -> false, epochs::add);
    assertEquals(0, epochs.get(1).gradientError(), 1e-9);
    assertTrue(Double.isNaN(epochs.get(0).gradientError()));
  }

  @Test
  void vectorsOfAnotherFormAreRefused() {
    assumeTrue(NetworkEngine.suits(32, 193), "no vectors here");
    LargePlan plan = plan(100, 1);
    List<MeshErrors> errors =
        Stream.generate(() -> MeshErrors.none(plan.network().mesh())).limit(plan.layers()).toList();
    PhotonicNetwork network =
        new EngineNetwork(plan, errors, LaunchForm.ofComplex(16), true, alone);
    assertThrows(IllegalArgumentException.class, () -> network.evaluate(TEST, new int[] {0}, 0, 1));
  }

  @Test
  void trainingIsTimedWithoutItsTests() throws ProcessorException, IOException {
    LargePlan plan = plan(100, 2);
    List<EpochResult> epochs = new ArrayList<>();
    long[] now = {0};
    // Every look at the clock takes a second.
    new LargeTraining(
            plan,
            engines(plan, alone),
            Optional.empty(),
            TRAIN,
            TEST,
            () -> now[0] += 1_000_000_000)
        .run(() -> false, epochs::add);
    assertTrue(Double.isNaN(epochs.get(0).trainSeconds()));
    assertEquals(1, epochs.get(1).trainSeconds(), 1e-9);
    assertEquals(epochs.get(1).seconds() + 3, epochs.get(2).seconds(), 1e-9);
  }

  @Test
  void anotherSeedIsAnotherRun() throws ProcessorException, IOException {
    LargePlan plan = plan(100, 0);
    double[] first = plan.network().initial(RandomStreams.of(1, "a"));
    double[] second = plan.network().initial(RandomStreams.of(2, "a"));
    assertNotEquals(first[0], second[0]);
    assertEquals(Optional.of(plan.network().parameters()), Optional.of(first.length));
  }

  @Test
  void stoppingEndsBeforeTheNextStep() throws ProcessorException, IOException {
    LargePlan plan = plan(100, 5);
    int[] asked = {0};
    LargeSummary summary =
        training(plan, engines(plan, alone)).run(() -> ++asked[0] > 9, epoch -> {});
    assertTrue(summary.stopped());
    assertEquals(9, summary.last().steps());
  }

  @Test
  void moreStepsThanAnIntCountsAreNoProblem() throws ProcessorException, IOException {
    LargePlan plan = plan(50, Integer.MAX_VALUE);
    AtomicInteger asked = new AtomicInteger();
    LargeSummary summary =
        training(plan, engines(plan, alone)).run(() -> asked.incrementAndGet() > 3, epoch -> {});
    assertEquals(3, summary.last().steps());
  }

  @Test
  void impossiblePlansAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> plan(0, 1));
    assertThrows(IllegalArgumentException.class, () -> plan(10, -1));
    LargePlan tooLarge = plan(701, 1);
    assertThrows(
        IllegalArgumentException.class, () -> training(tooLarge, engines(tooLarge, alone)));
  }
}
