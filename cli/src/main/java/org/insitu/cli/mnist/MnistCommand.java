package org.insitu.cli.mnist;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insitu.cli.Version;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.OutputPaths;
import org.insitu.cli.console.Progress;
import org.insitu.cli.console.StopSignal;
import org.insitu.cli.console.TimeLeft;
import org.insitu.cli.console.UserMistake;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.digits.Digits;
import org.insitu.trainer.digits.FeatureSet;
import org.insitu.trainer.large.LargePlan;
import org.insitu.trainer.large.LargeRunDirectory;
import org.insitu.trainer.large.LargeSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu train mnist}: trains a large network on handwritten digits. */
@Command(
    name = "mnist",
    sortOptions = false,
    header = "Trains a large photonic network on handwritten digits, in situ.",
    description =
        "Layers of 64 and more ports on the fast engine, with the read-out noise and static errors"
            + " of the published study. Writes a run directory: every epoch, the phases, and"
            + " pictures.")
public final class MnistCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private MnistOptions options;

  @Option(
      names = "--threads",
      paramLabel = "T",
      converter = Numbers.Threads.class,
      description = "Threads; they change no number (default: all cores).")
  private Integer threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the run; must be empty (default: a new folder in runs/).")
  private Path out;

  @Option(names = "--force", description = "Writes into --out even if it is not empty.")
  private boolean force;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "Shows no progress.")
  private boolean quiet;

  MnistCommand() {}

  @Override
  public Integer call() throws IOException, ProcessorException, DatasetException {
    refuseOptionsOfTheParent();
    LargePlan plan = options.plan();
    Path folder = out != null ? out : newFolder("mnist-seed" + plan.seed());
    OutputPaths.requireFree(folder, force);
    PrintWriter err = spec.commandLine().getErr();
    if (options.dataFolder().isEmpty() && !quiet) {
      err.println(MnistOptions.DRAWN_NOTE);
    }
    Progress progress = Progress.on(err, quiet);
    Digits digits = options.digits();
    FeatureSet train = plan.features().of(digits.train(), plan.ports());
    FeatureSet test = plan.features().of(digits.test(), plan.ports());
    MnistRun.check(plan, train);
    try (StopSignal stop = StopSignal.watch();
        LargeRunDirectory directory =
            LargeRunDirectory.create(folder, plan, description(plan, digits, train, test))) {
      progress.begin("training", Math.max(1, plan.epochs()));
      LargeSummary summary =
          MnistRun.train(
              options,
              train,
              test,
              threads == null ? Runtime.getRuntime().availableProcessors() : threads,
              stop,
              epoch -> {
                directory.on(epoch);
                progress.update(
                    epoch.epoch(),
                    String.format(Locale.ROOT, "test error %.2f %%", 100 * epoch.testError()));
              });
      progress.end(summary.stopped() ? "stopped" : "trained");
      Map<String, Object> report = MnistRun.report(digits.name(), plan, Version.text(), summary);
      directory.finish(
          summary,
          report,
          "%s, %d x %d ports, %s, seed %d"
              .formatted(
                  digits.name(), plan.layers(), plan.ports(), plan.optimiser().id(), plan.seed()));
      PrintWriter text = spec.commandLine().getOut();
      if (json) {
        JsonOutput.print(text, report);
      } else {
        print(text, digits, plan, summary, folder);
      }
    }
    return 0;
  }

  /** Options between {@code train} and {@code mnist} would be lost without a word. */
  private void refuseOptionsOfTheParent() {
    for (OptionSpec option : spec.commandLine().getParent().getParseResult().matchedOptions()) {
      if (!option.longestName().equals("--verbose")) {
        throw new UserMistake(
            "options of this task stand behind its name: insitu train mnist "
                + option.longestName()
                + " ...");
      }
    }
  }

  private static Path newFolder(String name) {
    Path folder = Path.of("runs", name);
    for (int number = 2; Files.exists(folder); number++) {
      folder = Path.of("runs", name + "-" + number);
    }
    return folder;
  }

  private Map<String, Object> description(
      LargePlan plan, Digits digits, FeatureSet train, FeatureSet test) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", Version.text());
    root.put("plan", plan.entries());
    root.put("errors", options.errors());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", digits.name());
    data.put("trainImages", train.size());
    data.put("testImages", test.size());
    data.put("features", train.features());
    root.put("data", data);
    root.put("phases", plan.network().parameters());
    root.put(
        "command",
        "insitu " + String.join(" ", spec.commandLine().getParseResult().originalArgs()));
    return root;
  }

  private static void print(
      PrintWriter text, Digits digits, LargePlan plan, LargeSummary summary, Path folder) {
    text.printf(
        Locale.ROOT,
        "%s, %s of %d ports, seed %d, %s, %s%s%n",
        digits.name(),
        Numbers.counted(plan.layers(), "layer"),
        plan.ports(),
        plan.seed(),
        plan.optimiser().id(),
        Numbers.counted(summary.last().epoch(), "epoch"),
        summary.stopped() ? " (stopped)" : "");
    text.printf(
        Locale.ROOT,
        "error          test %.2f %% (best %.2f %%), training %.2f %%%n",
        100 * summary.last().testError(),
        100 * summary.bestTestError(),
        100 * summary.trainError());
    text.printf(
        Locale.ROOT,
        "loss           test %.4f, training %.4f%n",
        summary.last().testLoss(),
        summary.trainLoss());
    double epochs = Math.max(1, summary.last().epoch());
    text.printf(
        Locale.ROOT,
        "time           %s, %.3f s an epoch%n",
        TimeLeft.text(Duration.ofNanos((long) (1e9 * summary.seconds()))),
        summary.seconds() / epochs);
    text.printf("written to     %s%n", folder);
    text.flush();
  }
}
