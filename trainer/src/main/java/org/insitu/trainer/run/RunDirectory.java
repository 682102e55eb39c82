package org.insitu.trainer.run;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.picture.RunPictures;

/**
 * Writes the directory of a run: {@code run.yaml} at the start, and {@code points.csv}, the scaled
 * training points, if they are not generated; {@code metrics.csv} and {@code trajectory.csv} (the
 * phases at every evaluation and some hundred times in between) row by row, under another name
 * until the end; {@code phases.json}, {@code summary.json} and the pictures at the end. A file
 * under its final name is whole. {@link RunRecord} reads it.
 *
 * <p>The phases and metrics of a stopped run are kept; a failed run leaves what was written as
 * {@code metrics.csv.part}.
 */
public final class RunDirectory implements RunListener, AutoCloseable {
  /** Digits of phases in trajectory.csv: a hundredth of what a chip can set. */
  private static final int PHASE_DIGITS = 6;

  /** Rows of trajectory.csv besides those of evaluations: enough to watch, and small. */
  private static final int TRAJECTORY_ROWS = 400;

  private final Path directory;
  private final RunInfo info;
  private final CurveRecorder curves = new CurveRecorder();
  private Optional<RowFile> metrics = Optional.empty();
  private Optional<RowFile> trajectory = Optional.empty();
  private Optional<MetricsRow> pending = Optional.empty();
  private Optional<RunEvent.IterationDone> passed = Optional.empty();
  private int trajectoryEvery = 1;
  private Optional<RunEvent.Started> started = Optional.empty();
  private Optional<RunEvent.TapMaps> taps = Optional.empty();

  private RunDirectory(Path directory, RunInfo info) {
    this.directory = directory;
    this.info = info;
  }

  /**
   * Checks that a run may be written here; nothing is written before the run starts.
   *
   * @param force whether files of an earlier run may be replaced
   * @throws IOException with one sentence if the directory is not empty or is a file
   */
  public static RunDirectory at(Path directory, boolean force, RunInfo info) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        if (!force && entries.findAny().isPresent()) {
          throw new IOException(
              "The directory %s is not empty; choose another one or add --force."
                  .formatted(directory));
        }
      } catch (NotDirectoryException e) {
        throw new IOException(
            "%s is a file, not a directory; choose another one.".formatted(directory), e);
      }
    }
    return new RunDirectory(directory, info);
  }

  /** Returns the directory. */
  public Path path() {
    return directory;
  }

  @Override
  public void on(RunEvent event) throws IOException {
    if (event instanceof RunEvent.Started begun) {
      start(begun);
    } else if (event instanceof RunEvent.IterationDone done) {
      flush();
      curves.add(done);
      pending = Optional.of(MetricsRow.of(done));
      if (done.iteration() % trajectoryEvery == 0) {
        passed = Optional.of(done);
      }
    } else if (event instanceof RunEvent.TapMaps maps) {
      taps = Optional.of(maps);
    } else if (event instanceof RunEvent.Evaluated evaluated) {
      curves.add(evaluated);
      evaluated(evaluated);
    } else if (event instanceof RunEvent.Finished finished) {
      finish(finished);
    } else if (event instanceof RunEvent.Failed) {
      flush();
      close();
    }
  }

  private void start(RunEvent.Started begun) throws IOException {
    started = Optional.of(begun);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw AtomicFiles.complaint(directory, e);
    }
    YAMLMapper yaml =
        new YAMLMapper(
            YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());
    AtomicFiles.write(
        directory.resolve("run.yaml"),
        yaml.writeValueAsString(
            RunReport.description(info, begun.plan(), begun.data(), begun.network())));
    metrics = Optional.of(RowFile.create(directory.resolve("metrics.csv")));
    metrics.get().write(String.join(",", RunReport.COLUMNS));
    trajectory = Optional.of(RowFile.create(directory.resolve("trajectory.csv")));
    trajectory.get().write("iteration," + phaseNames(begun));
    int iterations = begun.plan().iterations();
    trajectoryEvery = Math.max(1, (iterations + TRAJECTORY_ROWS - 1) / TRAJECTORY_ROWS);
    if (SyntheticTask.of(begun.plan().task()).isEmpty()) {
      AtomicFiles.write(directory.resolve("points.csv"), begun.data().train().toCsv());
    }
  }

  private static String phaseNames(RunEvent.Started begun) {
    StringBuilder names = new StringBuilder();
    int nodes = begun.network().mesh().nodeCount();
    for (int layer = 0; layer < begun.network().layers(); layer++) {
      for (int i = 0; i < 2 * nodes; i++) {
        names.append(names.isEmpty() ? "" : ",");
        names.append("layer").append(layer).append(i < nodes ? ".theta" : ".phi").append(i % nodes);
      }
    }
    return names.toString();
  }

  private void evaluated(RunEvent.Evaluated evaluated) throws IOException {
    if (pending.isPresent() && pending.get().iteration() == evaluated.iteration()) {
      pending.get().add(evaluated);
    } else {
      flush();
      pending = Optional.of(MetricsRow.of(evaluated));
    }
    // An evaluation at the end is of other phases than the last step: of their mean.
    passed = Optional.empty();
    phases(evaluated.iteration(), evaluated.parameters());
  }

  private void phases(int iteration, double[] parameters) throws IOException {
    StringBuilder row = new StringBuilder().append(iteration);
    for (double phase : parameters) {
      row.append(',').append(Decimals.significant(phase, PHASE_DIGITS));
    }
    trajectory.orElseThrow().write(row.toString());
  }

  private void flush() throws IOException {
    if (passed.isPresent()) {
      phases(passed.get().iteration(), passed.get().parameters());
      passed = Optional.empty();
    }
    if (pending.isPresent()) {
      metrics.orElseThrow().write(pending.get().line());
      pending = Optional.empty();
    }
  }

  private void finish(RunEvent.Finished finished) throws IOException {
    RunEvent.Started begun = started.orElseThrow();
    flush();
    metrics.orElseThrow().finish();
    trajectory.orElseThrow().finish();
    PhasesFile.write(directory.resolve("phases.json"), begun.network(), finished.parameters());
    RunPictures pictures = new RunPictures(begun.network(), begun.data());
    picture("training.png", pictures.training(title(begun), curves.curves()));
    if (begun.data().train().features() == 2) {
      picture("decision-boundary.png", pictures.boundary(finished.parameters()));
    }
    picture("mesh.png", pictures.mesh(finished.parameters(), taps.map(RunEvent.TapMaps::measured)));
    AtomicFiles.write(
        directory.resolve("summary.json"),
        PhasesFile.toJson(RunReport.summary(info, finished.summary())) + "\n");
  }

  private String title(RunEvent.Started begun) {
    TrainingPlan plan = begun.plan();
    return "%s on %s, %s gradient, seed %d"
        .formatted(plan.task(), info.chip(), plan.gradient().id(), plan.seed());
  }

  private void picture(String name, byte[] png) throws IOException {
    AtomicFiles.write(directory.resolve(name), out -> out.write(png));
  }

  /** Closes files that are still open; what they hold stays under the name of a part. */
  @Override
  public void close() throws IOException {
    for (Optional<RowFile> file : Arrays.asList(metrics, trajectory)) {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }
}
