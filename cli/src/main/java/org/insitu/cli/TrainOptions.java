package org.insitu.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.insitu.cli.console.Choice;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.yaml.Nearest;
import org.insitu.mesh.Mesh;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.gradient.GradientMode;
import org.insitu.trainer.gradient.PhaseSource;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.run.PhasesFile;
import org.insitu.trainer.run.RunFileException;
import org.insitu.trainer.run.TrainingPlan;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to train and how: the options of {@code insitu train} that the trainer understands. */
final class TrainOptions {
  // Not required, or picocli would ask for it in front of a task that is a command of its own.
  @Parameters(
      paramLabel = "TASK",
      arity = "0..1",
      description = "moons, circle, ring, blobs, or a CSV file with a header x1,x2,...,label.")
  private String task;

  @Option(
      names = "--test-data",
      paramLabel = "FILE.csv",
      description = "Test points (default: generated, or a fifth of the CSV file).")
  private Path testData;

  @Option(
      names = "--gradient",
      paramLabel = "G",
      converter = Gradients.class,
      description =
          "digital or analog subtraction of tap powers, or the model's (default: ${bundle:default.gradient}).")
  private GradientMode gradient;

  @Option(
      names = "--phases",
      paramLabel = "P",
      converter = Phases.class,
      description =
          "Output phases measured on the chip, or corrected by the model (default: ${bundle:default.phases}).")
  private PhaseSource phases;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      converter = Numbers.CountOrZero.class,
      description = "Number of steps; 0 only evaluates (default: ${bundle:default.iterations}).")
  private Integer iterations;

  @Option(
      names = "--batch",
      paramLabel = "B",
      converter = Numbers.Count.class,
      description = "Points per step (default: ${bundle:default.batch}).")
  private Integer batch;

  @Option(
      names = "--optimizer",
      paramLabel = "O",
      converter = Optimisers.class,
      description = "adam, sgd or momentum (default: ${bundle:default.optimizer}).")
  private OptimiserKind optimizer;

  @Option(
      names = "--lr",
      paramLabel = "R",
      converter = Numbers.Positive.class,
      description = "Learning rate [rad] (default: ${bundle:default.rates}).")
  private Double learningRate;

  @Option(
      names = "--layers",
      paramLabel = "L",
      converter = Numbers.Count.class,
      description = "Photonic layers (default: ${bundle:default.layers}).")
  private Integer layers;

  @Option(
      names = "--eval-every",
      paramLabel = "K",
      converter = Numbers.Count.class,
      description =
          "Steps between evaluations on all points (default: ${bundle:default.evalEvery}).")
  private Integer evalEvery;

  @Option(
      names = "--from-phases",
      paramLabel = "FILE.json",
      description = "Phases to start from: the phases.json of a run.")
  private Path fromPhases;

  /** Words of {@code --gradient}. */
  static final class Gradients extends Choice<GradientMode> {
    Gradients() {
      super(GradientMode.class);
    }
  }

  /** Words of {@code --phases}. */
  static final class Phases extends Choice<PhaseSource> {
    Phases() {
      super(PhaseSource.class);
    }
  }

  /** Words of {@code --optimizer}. */
  static final class Optimisers extends Choice<OptimiserKind> {
    Optimisers() {
      super(OptimiserKind.class);
    }
  }

  /** Returns a short name for the task, fit for a folder. */
  String name() {
    Path file = Path.of(task).getFileName();
    String name = file == null ? "run" : file.toString();
    return name.toLowerCase(Locale.ROOT).endsWith(".csv")
        ? name.substring(0, name.length() - ".csv".length())
        : name;
  }

  /** Checks what can be checked without a chip. */
  void check() {
    if (task == null) {
      throw new UserMistake(
          "'insitu train' needs TASK: moons, circle, ring, blobs, mnist, or a CSV file with a header"
              + " x1,x2,...,label.");
    }
    if (SyntheticTask.of(task).isEmpty() && !looksLikeFile()) {
      List<String> known =
          new ArrayList<>(Arrays.stream(SyntheticTask.values()).map(SyntheticTask::id).toList());
      known.add("mnist");
      known.add("FILE.csv");
      throw new UserMistake("there is no task '" + task + "', " + Nearest.hint(task, known));
    }
  }

  private boolean looksLikeFile() {
    return task.toLowerCase(Locale.ROOT).endsWith(".csv") || Files.exists(Path.of(task));
  }

  /** Reads or generates the points for a mesh. */
  TaskData data(Mesh mesh, long seed) throws DatasetException {
    Optional<Path> test = Optional.ofNullable(testData);
    Optional<SyntheticTask> synthetic = SyntheticTask.of(task);
    if (synthetic.isEmpty()) {
      return TaskData.read(Path.of(task), test, mesh.ports(), seed);
    }
    TaskData generated = TaskData.generate(synthetic.get(), seed);
    return test.isPresent() ? generated.withTest(test.get()) : generated;
  }

  /** Returns the phases to start from, if any were given. */
  Optional<double[]> initialPhases(Mesh mesh) throws RunFileException {
    return fromPhases == null ? Optional.empty() : Optional.of(PhasesFile.read(fromPhases, mesh));
  }

  /**
   * Returns the plan; what was not asked for is left to the trainer.
   *
   * @param initialPhases phases to start from, which tell the number of layers unless it was given
   */
  TrainingPlan plan(Mesh mesh, long seed, Optional<double[]> initialPhases) {
    TrainingPlan.Builder plan = TrainingPlan.builder(task).seed(seed);
    Optional.ofNullable(gradient).ifPresent(plan::gradient);
    Optional.ofNullable(phases).ifPresent(plan::phases);
    Optional.ofNullable(iterations).ifPresent(plan::iterations);
    Optional.ofNullable(batch).ifPresent(plan::batch);
    Optional.ofNullable(optimizer).ifPresent(plan::optimiser);
    Optional.ofNullable(learningRate).ifPresent(plan::learningRate);
    Optional.ofNullable(evalEvery).ifPresent(plan::evalEvery);
    if (layers != null) {
      plan.layers(layers);
    } else {
      initialPhases.ifPresent(given -> plan.layers(given.length / (2 * mesh.nodeCount())));
    }
    return plan.build();
  }
}
