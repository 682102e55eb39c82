package org.insitu.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.propagation.ModelProcessor;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.run.RunDirectory;
import org.insitu.trainer.run.RunInfo;
import org.insitu.trainer.run.TrainingPlan;
import org.insitu.trainer.run.TrainingRun;

/** Run directories of every kind, made without a chip. */
final class RecordedRuns {
  private RecordedRuns() {}

  /** Trains a generated task on the model and records it. */
  static Path train(Path directory, SyntheticTask task, int iterations)
      throws ProcessorException, IOException {
    TrainingPlan plan =
        TrainingPlan.builder(task.id()).seed(101).iterations(iterations).evalEvery(10).build();
    try (PhotonicProcessor chip = new ModelProcessor(Mesh.of(Topology.TRIANGULAR, 4));
        RunDirectory record =
            RunDirectory.at(directory, false, new RunInfo("model", "test", Map.of()))) {
      new TrainingRun(
              plan,
              TaskData.generate(task, plan.seed()),
              chip,
              Optional.empty(),
              List.of(record),
              System::nanoTime)
          .run();
    }
    return directory;
  }

  /** Writes what a run of {@code train mnist} leaves, as far as it is read. */
  static Path large(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("run.yaml"),
        """
        format: insitu large run 1
        plan:
          mesh: rectangular
          ports: 64
          layers: 2
          gradient: digital
          optimizer: adam
          learningRate: 0.001
          batch: 100
          epochs: 3
          seed: 1
        """);
    Files.writeString(
        directory.resolve("metrics.csv"),
        """
        epoch,steps,learningRate,trainLoss,trainError,testLoss,testError,gradientError,seconds
        0,0,,,,2.31,0.9,,0.4
        1,600,0.001,0.61,0.2,0.34,0.1,0.0021,2
        2,1200,0.0007,0.31,0.09,0.25,0.07,0.0022,4
        3,1800,0.0001,0.24,0.07,0.21,0.06,0.0021,6
        """);
    Files.writeString(
        directory.resolve("summary.json"),
        """
        {"task": "mnist", "testAccuracy": 0.94, "iterations": 1800, "stopped": false}
        """);
    return directory;
  }

  /** Writes a run whose record was damaged. */
  static Path damaged(Path directory) throws IOException {
    large(directory);
    Files.writeString(directory.resolve("metrics.csv"), "epoch,steps\n1,");
    return directory;
  }
}
