package org.insitu.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.insitu.cli.bench.Links;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.OutputPaths;
import org.insitu.cli.console.Progress;
import org.insitu.cli.console.UserMistake;
import org.insitu.cli.mnist.MnistCommand;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationFile;
import org.insitu.driver.chip.CalibratedChip;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.propagation.ModelProcessor;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.run.RunDirectory;
import org.insitu.trainer.run.RunEvent;
import org.insitu.trainer.run.RunFileException;
import org.insitu.trainer.run.RunInfo;
import org.insitu.trainer.run.RunListener;
import org.insitu.trainer.run.RunReport;
import org.insitu.trainer.run.RunSummary;
import org.insitu.trainer.run.TrainingPlan;
import org.insitu.trainer.run.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu train}: trains a network on a chip, in situ, and records the run. */
@Command(
    name = "train",
    sortOptions = false,
    header = "Trains a photonic network on a chip, in situ.",
    description =
        "Calibrates the chip unless a calibration is given, trains, and writes a run directory: the"
            + " accuracy measured on the chip, every iteration, the phases, and pictures.",
    resourceBundle = "org.insitu.cli.TrainDefaults",
    subcommands = MnistCommand.class)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TrainOptions training;

  @Mixin private ChipOptions options;

  @Option(
      names = "--calibration",
      paramLabel = "FILE.json",
      description = "A calibration of this chip (default: calibrate first).")
  private Path calibrationFile;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the run; must be empty (default: a new folder in runs/).")
  private Path out;

  @Option(names = "--force", description = "Writes into --out even if it is not empty.")
  private boolean force;

  @Override
  public Integer call() throws IOException, ProcessorException, DatasetException, RunFileException {
    training.check();
    Path folder =
        out != null ? out : newFolder(Path.of("runs"), training.name() + "-seed" + options.seed);
    OutputPaths.requireFree(folder, force);
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = Progress.on(err, options.quiet);
    RunSummary summary;
    RunInfo info;
    Optional<LinkReport> links;
    try (ChipSession session = ChipSession.open(options, err)) {
      info = info(session);
      Mesh mesh = session.bench().layout().mesh();
      Prepared prepared = prepare(mesh);
      prepared.on(new ModelProcessor(mesh), List.of()); // says what does not fit, without a volt
      try (RunDirectory directory = RunDirectory.at(folder, force, info)) {
        Calibration calibration =
            Calibrating.of(
                session, Optional.ofNullable(calibrationFile), Procedure.REFINED, progress);
        try (CalibratedChip chip =
            new CalibratedChip(session.bench(), calibration, Procedure.REFINED.read())) {
          TrainingRun run =
              prepared.on(chip, List.of(endsSafely(session), directory, show(progress)));
          if (calibrationFile == null) {
            OutputPaths.write(
                folder.resolve("calibration.json"),
                file -> CalibrationFile.write(calibration, file));
          }
          session.onStop(run.control()::stop);
          summary = run.run();
        }
      }
      links = session.links();
    }
    if (options.json) {
      Map<String, Object> result = new LinkedHashMap<>(RunReport.summary(info, summary));
      links.ifPresent(report -> result.put("links", Links.json(report)));
      JsonOutput.print(spec.commandLine().getOut(), result);
    } else {
      TrainReport.print(spec.commandLine().getOut(), info, summary, folder);
    }
    return 0;
  }

  /** What a run needs beside the chip. */
  private record Prepared(TrainingPlan plan, TaskData data, Optional<double[]> initialPhases) {
    TrainingRun on(PhotonicProcessor chip, List<RunListener> listeners) {
      try {
        return new TrainingRun(plan, data, chip, initialPhases, listeners, System::nanoTime);
      } catch (IllegalArgumentException mistake) {
        throw new UserMistake(mistake.getMessage(), mistake);
      }
    }
  }

  /** Reads every file and checks every option before the chip sees a volt. */
  private Prepared prepare(Mesh mesh) throws DatasetException, RunFileException {
    TaskData data = training.data(mesh, options.seed);
    Optional<double[]> initial = training.initialPhases(mesh);
    try {
      return new Prepared(training.plan(mesh, options.seed, initial), data, initial);
    } catch (IllegalArgumentException mistake) {
      throw new UserMistake(mistake.getMessage(), mistake);
    }
  }

  private RunInfo info(ChipSession session) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("chipId", session.bench().chipId());
    details.put(
        "calibration", calibrationFile == null ? "calibration.json" : calibrationFile.toString());
    details.put(
        "command",
        "insitu " + String.join(" ", spec.commandLine().getParseResult().originalArgs()));
    return new RunInfo(options.chip, Version.text(), details);
  }

  /** A stopped run is made safe before it is written up. */
  private static RunListener endsSafely(ChipSession session) {
    return event -> {
      if (event instanceof RunEvent.Finished finished && finished.summary().stopped()) {
        try {
          session.end();
        } catch (DeviceException unconfirmed) {
          throw new IOException(unconfirmed.getMessage(), unconfirmed);
        }
      }
    };
  }

  private static RunListener show(Progress progress) {
    return new TrainingProgress(progress);
  }

  /** Returns the first of {@code name}, {@code name-2}, ... that does not exist. */
  private static Path newFolder(Path parent, String name) {
    Path folder = parent.resolve(name);
    for (int number = 2; Files.exists(folder); number++) {
      folder = parent.resolve(name + "-" + number);
    }
    return folder;
  }
}
