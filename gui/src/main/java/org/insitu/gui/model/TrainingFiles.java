package org.insitu.gui.model;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.insitu.mesh.Mesh;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.run.PhasesFile;
import org.insitu.trainer.run.RunFileException;

/**
 * What the files of a form hold, read as the command line reads them.
 *
 * @param data points of the CSV file; empty if there is none or it cannot be used
 * @param dataProblem one sentence why it cannot be used
 * @param phases phases to begin with [rad]; Not modified; empty if there are none
 * @param phasesProblem one sentence why they cannot be used
 * @param layers layers that the phases are for
 */
public record TrainingFiles(
    Optional<TaskData> data,
    Optional<String> dataProblem,
    Optional<double[]> phases,
    Optional<String> phasesProblem,
    OptionalInt layers) {
  /** No files. */
  public static final TrainingFiles NONE =
      new TrainingFiles(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

  /** Returns the number of training points, if they are known. */
  OptionalInt trainPoints() {
    return data.isPresent() ? OptionalInt.of(data.get().train().size()) : OptionalInt.empty();
  }

  /** Reads the files of a form for a mesh; takes as long as that takes. */
  static TrainingFiles read(TrainingForm form, Mesh mesh) {
    Optional<TaskData> data = Optional.empty();
    Optional<String> dataProblem = Optional.empty();
    if (form.csv().isPresent()) {
      try {
        data = Optional.of(points(form.csv().get().strip(), mesh, form.seed()));
      } catch (DatasetException | InvalidPathException unusable) {
        dataProblem = Optional.of(unusable.getMessage());
      }
    }
    if (form.startPhases().isBlank()) {
      return new TrainingFiles(
          data, dataProblem, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }
    try {
      double[] phases = PhasesFile.read(Path.of(form.startPhases().strip()), mesh);
      return new TrainingFiles(
          data,
          dataProblem,
          Optional.of(phases),
          Optional.empty(),
          OptionalInt.of(phases.length / (2 * mesh.nodeCount())));
    } catch (RunFileException | InvalidPathException unusable) {
      return new TrainingFiles(
          data,
          dataProblem,
          Optional.empty(),
          Optional.of(unusable.getMessage()),
          OptionalInt.empty());
    }
  }

  private static TaskData points(String file, Mesh mesh, long seed) throws DatasetException {
    if (file.isEmpty()) {
      throw new DatasetException("Choose a CSV file with a header x1,x2,...,label.");
    }
    return TaskData.read(Path.of(file), Optional.empty(), mesh.ports(), seed);
  }

  /** Returns the first thing that is wrong with the files. */
  public Optional<String> problem() {
    return dataProblem.or(() -> phasesProblem);
  }
}
