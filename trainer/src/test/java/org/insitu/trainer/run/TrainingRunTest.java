package org.insitu.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.propagation.ModelProcessor;
import org.insitu.trainer.NoisyProcessor;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.gradient.GradientMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrainingRunTest {
  private static final Mesh MESH = Mesh.of(Topology.TRIANGULAR, 4);

  /** A clock that ticks a second per look, so that times are the same in every run. */
  private long now;

  private final List<RunEvent> events = new ArrayList<>();

  private TrainingRun run(TrainingPlan plan, PhotonicProcessor processor, RunListener... more) {
    List<RunListener> listeners = new ArrayList<>(List.of(events::add));
    listeners.addAll(List.of(more));
    return new TrainingRun(
        plan,
        TaskData.generate(SyntheticTask.of(plan.task()).orElseThrow(), plan.seed()),
        processor,
        Optional.empty(),
        listeners,
        () -> now += 1_000_000_000);
  }

  private static TrainingPlan.Builder small() {
    return TrainingPlan.builder("moons").seed(101).iterations(10).batch(4).evalEvery(5);
  }

  private <T extends RunEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void chipWithFaultsLearnsMoons() throws ProcessorException, IOException {
    TrainingPlan plan =
        TrainingPlan.builder("moons")
            .seed(101)
            .iterations(1000)
            .batch(10)
            .learningRate(0.1)
            .averageLast(100)
            .starts(1)
            .build();
    try (PhotonicProcessor chip = new NoisyProcessor(MESH, NoisyProcessor.Faults.PUBLISHED, 101)) {
      RunSummary summary = run(plan, chip).run();
      assertTrue(summary.last().orElseThrow().test() > 0.93, summary.toString());
      assertFalse(summary.stopped());
      assertEquals(1000, summary.iterations());
    }
  }

  @Test
  void modelGradientNeedsTheChipOnlyToEvaluate() throws ProcessorException, IOException {
    TrainingPlan plan = small().gradient(GradientMode.MODEL).build();
    try (PhotonicProcessor chip = new ModelProcessor(MESH)) {
      RunSummary summary = run(plan, chip).run();
      assertTrue(summary.gradientErrorMedian().isEmpty());
      assertEquals(0, summary.counters().directionSwitches());
      // Before, in the middle and at the end: 1,400 points through 3 layers.
      assertEquals(3 * 1400 * 3, summary.counters().launches());
    }
  }

  @Test
  void idealChipFollowsTheModelStepByStep() throws ProcessorException, IOException {
    double[][] ends = new double[2][];
    for (GradientMode mode : List.of(GradientMode.MODEL, GradientMode.DIGITAL)) {
      try (PhotonicProcessor chip = new ModelProcessor(MESH)) {
        run(
                small().gradient(mode).build(),
                chip,
                event -> {
                  if (event instanceof RunEvent.Finished finished) {
                    ends[mode == GradientMode.MODEL ? 0 : 1] = finished.parameters();
                  }
                })
            .run();
      }
    }
    // Adam's first steps divide by tiny gradients; rounding of 1e-12 grows to this at most.
    assertArrayEquals(ends[0], ends[1], 1e-6);
  }

  @Test
  void tellsWhatHappensInOrder() throws ProcessorException, IOException {
    try (PhotonicProcessor chip = new ModelProcessor(MESH)) {
      run(small().build(), chip).run();
    }
    assertTrue(events.get(0) instanceof RunEvent.Started);
    assertTrue(events.get(1) instanceof RunEvent.Evaluated);
    assertTrue(events.get(events.size() - 1) instanceof RunEvent.Finished);
    List<RunEvent.IterationDone> steps = all(RunEvent.IterationDone.class);
    for (int i = 0; i < 10; i++) {
      assertEquals(i + 1, steps.get(i).iteration());
      assertTrue(steps.get(i).gradientError().orElseThrow() < 1e-12);
    }
    assertEquals(
        List.of(0, 5, 10),
        all(RunEvent.Evaluated.class).stream().map(RunEvent.Evaluated::iteration).toList());
    assertEquals(10, all(RunEvent.TapMaps.class).size());
  }

  @Test
  void triesStartsAndGoesOnWithTheBest() throws ProcessorException, IOException {
    TrainingPlan plan = small().starts(4).iterations(400).evalEvery(1000).build();
    assertEquals(100, plan.roundIterations());
    assertEquals(200, plan.mainIterations());
    try (PhotonicProcessor chip = new ModelProcessor(MESH)) {
      run(plan, chip).run();
    }
    RunEvent.StartChosen chosen = all(RunEvent.StartChosen.class).get(0);
    List<RunEvent.IterationDone> steps = all(RunEvent.IterationDone.class);
    assertEquals(400, steps.size());
    assertEquals(
        List.of(0, 1, 2, 3), List.of(at(steps, 0), at(steps, 25), at(steps, 50), at(steps, 75)));
    List<Integer> second = List.of(at(steps, 100), at(steps, 150));
    assertTrue(second.contains(chosen.start()));
    for (int finalist : second) {
      assertTrue(
          chosen.trainLosses()[chosen.start()] <= chosen.trainLosses()[finalist],
          "the better of the last two goes on");
    }
    assertEquals(chosen.start(), at(steps, 200));
    // The main part begins where the chosen start ended: one step of Adam moves a phase by little.
    double[] end = steps.get(second.get(0) == chosen.start() ? 149 : 199).parameters();
    double[] next = steps.get(200).parameters();
    for (int i = 0; i < end.length; i++) {
      assertEquals(end[i], next[i], 10 * plan.learningRate());
    }
  }

  private static int at(List<RunEvent.IterationDone> steps, int index) {
    return steps.get(index).start();
  }

  @Test
  void aTenthOfTheIterationsIsAveragedUnlessToldOtherwise() {
    assertEquals(40, TrainingPlan.builder("moons").iterations(400).build().averageLast());
    assertEquals(7, TrainingPlan.builder("moons").averageLast(7).build().averageLast());
  }

  @Test
  void resultIsTheMeanOfTheLastIterates() throws ProcessorException, IOException {
    AtomicReference<double[]> end = new AtomicReference<>();
    try (PhotonicProcessor chip = new ModelProcessor(MESH)) {
      run(
              small().averageLast(2).build(),
              chip,
              event -> {
                if (event instanceof RunEvent.Finished finished) {
                  end.set(finished.parameters());
                }
              })
          .run();
    }
    List<RunEvent.IterationDone> steps = all(RunEvent.IterationDone.class);
    for (int i = 0; i < end.get().length; i++) {
      double mean = (steps.get(8).parameters()[i] + steps.get(9).parameters()[i]) / 2;
      assertEquals(mean, end.get()[i], 1e-15);
    }
  }

  @Test
  void noIterationsOnlyEvaluateGivenPhases() throws ProcessorException, IOException {
    double[] given = new double[36];
    Arrays.fill(given, Math.PI);
    TrainingPlan plan = small().iterations(0).build();
    try (PhotonicProcessor chip = new ModelProcessor(MESH)) {
      TrainingRun run =
          new TrainingRun(
              plan,
              TaskData.generate(SyntheticTask.MOONS, 101),
              chip,
              Optional.of(given),
              List.of(events::add),
              System::nanoTime);
      RunSummary summary = run.run();
      assertEquals(1400 * 3, summary.counters().launches());
      assertEquals(summary.last().orElseThrow().test(), summary.last().orElseThrow().digitalTest());
      assertArrayEquals(given, all(RunEvent.Finished.class).get(0).parameters());
    }
  }

  @Test
  @Timeout(60)
  void pausesStepsAndStopsBetweenOperations() throws Exception {
    CountDownLatch third = new CountDownLatch(1);
    CountDownLatch fourth = new CountDownLatch(1);
    try (PhotonicProcessor chip = new ModelProcessor(MESH)) {
      AtomicReference<TrainingRun> run = new AtomicReference<>();
      RunListener watcher =
          event -> {
            if (event instanceof RunEvent.IterationDone done && done.iteration() == 3) {
              run.get().control().pause();
              third.countDown();
            } else if (event instanceof RunEvent.IterationDone done && done.iteration() == 4) {
              fourth.countDown();
            }
          };
      run.set(run(small().iterations(100_000).evalEvery(1_000_000).build(), chip, watcher));
      AtomicReference<RunSummary> summary = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  summary.set(run.get().run());
                } catch (ProcessorException | IOException e) {
                  throw new AssertionError(e);
                }
              });
      thread.start();
      assertTrue(third.await(30, TimeUnit.SECONDS));
      assertSame(RunControl.State.PAUSED, run.get().control().state());
      run.get().control().step();
      assertTrue(fourth.await(30, TimeUnit.SECONDS));
      run.get().control().stop();
      thread.join();
      assertTrue(summary.get().stopped());
      assertEquals(4, summary.get().iterations());
      run.get().control().resume();
      assertSame(RunControl.State.STOPPED, run.get().control().state());
    }
  }

  @Test
  void failureOfTheChipIsToldAndThrown() {
    ModelProcessor model = new ModelProcessor(MESH);
    PhotonicProcessor broken = new FailingProcessor(model, 20);
    ProcessorException e =
        assertThrows(ProcessorException.class, () -> run(small().build(), broken).run());
    assertEquals("the link is lost", e.getMessage());
    assertEquals("the link is lost", all(RunEvent.Failed.class).get(0).reason());
  }

  @Test
  void planSaysWhatIsOutOfRange() {
    assertComplaint(() -> small().batch(0).build(), "The option batch must be at least 1, not 0.");
    assertComplaint(() -> small().layers(0).build(), "layers must be at least 1, not 0.");
    assertComplaint(() -> small().iterations(-1).build(), "iterations must be at least 0");
    assertComplaint(() -> small().learningRate(0).build(), "learning rate must be a positive");
    assertComplaint(() -> small().learningRate(Double.NaN), "learning rate must be a positive");
    try (ModelProcessor chip = new ModelProcessor(MESH)) {
      assertComplaint(() -> run(small().batch(401).build(), chip), "larger than the training set");
    }
  }

  private static void assertComplaint(Runnable action, String text) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }
}
