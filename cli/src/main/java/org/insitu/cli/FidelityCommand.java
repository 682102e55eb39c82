package org.insitu.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.insitu.cli.bench.Links;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.Progress;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.chip.CalibratedChip;
import org.insitu.driver.chip.FidelityTest;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.mesh.decompose.Decomposition;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.processor.ProcessorException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu fidelity}: how well a calibrated chip does what it is told. */
@Command(
    name = "fidelity",
    header = "Tests how well a calibrated chip does what it is told.",
    description =
        "Programs random unitaries (Haar), sends a random vector through each, and compares what"
            + " comes out with mathematics.")
final class FidelityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ChipOptions options;

  @Option(
      names = {"-n", "--unitaries"},
      paramLabel = "N",
      defaultValue = "200",
      converter = Numbers.Count.class,
      description = "Number of unitaries, at least 2 (default: 200).")
  private int unitaries;

  @Option(
      names = "--calibration",
      paramLabel = "FILE.json",
      description = "A calibration of this chip (default: calibrate first).")
  private Path calibrationFile;

  @Option(
      names = "--procedure",
      paramLabel = "HOW",
      converter = Procedure.Words.class,
      defaultValue = "published",
      description =
          "published, or refined: takes off thermal crosstalk and reads phases at four points"
              + " (default: published).")
  private Procedure procedure;

  @Override
  public Integer call() throws ProcessorException {
    if (unitaries < 2) {
      throw new UserMistake("--unitaries must be at least 2, found " + unitaries);
    }
    Progress progress = Progress.on(spec.commandLine().getErr(), options.quiet);
    FidelityTest.Result result;
    String name;
    Optional<LinkReport> links;
    try (ChipSession session = ChipSession.open(options, spec.commandLine().getErr())) {
      name = session.bench().name();
      Calibration calibration =
          Calibrating.of(session, Optional.ofNullable(calibrationFile), procedure, progress);
      try (CalibratedChip chip =
          new CalibratedChip(session.bench(), calibration, procedure.read())) {
        result = measure(session, chip, progress);
      }
      links = session.links();
    }
    if (options.json) {
      Map<String, Object> object = json(name, result);
      links.ifPresent(report -> object.put("links", Links.json(report)));
      JsonOutput.print(spec.commandLine().getOut(), object);
    } else {
      print(spec.commandLine().getOut(), name, result);
    }
    return 0;
  }

  private FidelityTest.Result measure(ChipSession session, CalibratedChip chip, Progress progress)
      throws ProcessorException {
    RandomGenerator random = new SplittableRandom(options.seed);
    int ports = chip.mesh().ports();
    progress.begin("testing", unitaries);
    FidelityTest.Result result =
        new FidelityTest(chip, Decomposition::phases)
            .run(
                () -> {
                  session.checkpoint();
                  return HaarUnitary.sample(ports, random);
                },
                unitaries,
                random,
                done -> progress.update(done, ""));
    progress.end("tested " + unitaries + " unitaries");
    return result;
  }

  private Map<String, Object> json(String name, FidelityTest.Result result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("chip", name);
    object.put("seed", options.seed);
    object.put("procedure", procedure.toString());
    object.put("unitaries", result.unitaries());
    object.put("amplitudeFidelity", json(result.amplitude()));
    object.put("complexFidelity", json(result.complex()));
    object.put("phaseReadErrorRad", result.phaseReadErrorRad());
    return object;
  }

  private static Map<String, Object> json(FidelityTest.Statistic statistic) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("mean", statistic.mean());
    object.put("median", statistic.median());
    object.put("ci95", statistic.ci95());
    return object;
  }

  private static void print(PrintWriter out, String name, FidelityTest.Result result) {
    out.println(result.unitaries() + " Haar unitaries on " + name);
    print(out, "amplitude fidelity", result.amplitude());
    print(out, "complex fidelity", result.complex());
    out.printf(Locale.ROOT, "%-19s %.3f rad%n", "phase read error", result.phaseReadErrorRad());
    out.flush();
  }

  private static void print(PrintWriter out, String label, FidelityTest.Statistic statistic) {
    out.printf(
        Locale.ROOT,
        "%-19s mean %.6f (95 %% between %.6f and %.6f), median %.6f%n",
        label,
        statistic.mean(),
        statistic.ci95()[0],
        statistic.ci95()[1],
        statistic.median());
  }
}
