package org.insitu.cli.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.OutputPaths;
import org.insitu.cli.console.Progress;
import org.insitu.cli.console.StopSignal;
import org.insitu.cli.console.UserMistake;
import org.insitu.cli.mnist.MnistCell;
import org.insitu.cli.mnist.MnistOptions;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.DatasetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code insitu sweep}: trains over a grid of options. */
@Command(
    name = "sweep",
    sortOptions = false,
    header = "Trains over a grid of options, resumable.",
    description = {
      "Runs every cell of the study's grid and writes results.csv row by row, the curves of every"
          + " cell, and figures. A sweep that was stopped in any way goes on with --resume."
    })
public final class SweepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "STUDY.yaml", description = "A study, such as studies/quick.yaml.")
  private Path file;

  @Option(
      names = "--workers",
      paramLabel = "K",
      defaultValue = "1",
      converter = Numbers.Threads.class,
      description = "Cells that run at the same time, each in one thread (default: 1).")
  private int workers;

  @Option(names = "--resume", description = "Goes on with the results in the folder.")
  private boolean resume;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the results (default: runs/ and the name of the study file).")
  private Path out;

  @Option(
      names = "--max-cells",
      paramLabel = "M",
      defaultValue = "1000",
      converter = Numbers.Count.class,
      description = "Refuses grids with more cells (default: 1000).")
  private int maxCells;

  @Option(
      names = "--draw",
      description = "Runs nothing; draws the figures of the cells that have run.")
  private boolean drawOnly;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "Shows no progress.")
  private boolean quiet;

  SweepCommand() {}

  @Override
  public Integer call() throws IOException, ProcessorException, DatasetException {
    Study study = new StudyFile(MnistCell.optionNames()).read(file);
    long size;
    try {
      size = study.size();
    } catch (ArithmeticException e) {
      size = Long.MAX_VALUE;
    }
    if (size > maxCells) {
      throw new UserMistake(
          "%s has %d cells, more than --max-cells %d; make the grid smaller or raise the limit"
              .formatted(file, size, maxCells));
    }
    List<Sweep.Job> jobs = new ArrayList<>();
    for (Study.Cell cell : study.cells()) {
      jobs.add(new Sweep.Job(cell, understood(cell)));
    }
    Path folder = out != null ? out : Path.of("runs", stem(file));
    if (drawOnly && !Files.exists(folder.resolve("results.csv"))) {
      throw new UserMistake(
          "there is no results.csv in %s; name the folder of the sweep with --out, or leave --draw out"
              .formatted(folder));
    }
    if (!drawOnly) {
      MnistCell.checkMemory(jobs.stream().map(Sweep.Job::run).toList(), workers);
    }
    OutputPaths.requireWritable(folder.resolve("results.csv"));
    Progress progress = Progress.on(spec.commandLine().getErr(), quiet);
    Map<String, MnistCell.Vectors> vectors = new HashMap<>();
    if (!drawOnly && !Files.exists(folder.resolve("results.csv"))) {
      // Before a file is made: there may be no such images.
      Sweep.read(jobs, vectors);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    try (StopSignal stop = StopSignal.watch();
        ResultsFile results = ResultsFile.open(folder, study, resume || drawOnly)) {
      Files.createDirectories(folder.resolve("curves"));
      int before = results.size();
      if (!drawOnly) {
        if (!quiet && jobs.stream().anyMatch(job -> job.run().drawsDigits())) {
          spec.commandLine().getErr().println(MnistOptions.DRAWN_NOTE);
        }
        new Sweep(folder, results, progress, vectors, stop).run(jobs, workers);
        if (stop.getAsBoolean() && results.size() < jobs.size()) {
          PrintWriter err = spec.commandLine().getErr();
          err.printf(
              "insitu: stopped with %d of %s done; go on with --resume.%n",
              results.size(), Numbers.counted(jobs.size(), "cell"));
          err.flush();
        }
      }
      StudyFigures.draw(folder, study, results.rows());
      report.put("study", study.name());
      report.put("cells", results.size());
      report.put("cellsBefore", before);
      report.put("results", folder.resolve("results.csv").toString());
    }
    if (json) {
      JsonOutput.print(spec.commandLine().getOut(), report);
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %s, written to %s%n",
              study.name(),
              Numbers.counted((int) report.get("cells"), "cell"),
              folder.resolve("results.csv"));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private MnistCell understood(Study.Cell cell) {
    try {
      return MnistCell.parse(cell.arguments());
    } catch (UserMistake mistake) {
      throw new UserMistake(
          "%s, cell %d (%s): %s"
              .formatted(
                  file, cell.number(), String.join(", ", cell.labels()), mistake.getMessage()),
          mistake);
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".yaml") ? name.substring(0, name.length() - ".yaml".length()) : name;
  }
}
