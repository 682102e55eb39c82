package org.insitu.cli.mnist;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.insitu.cli.console.Failures;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.digits.Digits;
import org.insitu.trainer.digits.FeatureSet;
import org.insitu.trainer.large.LargePlan;
import org.insitu.trainer.large.LargeSummary;
import org.insitu.trainer.large.LargeTraining;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** One run of a study: the options of {@code insitu train mnist} without a directory. */
public final class MnistCell {
  /** Options as a command of their own, so that they are read as on the command line. */
  @Command(name = "run")
  private static final class Holder {
    @Mixin private MnistOptions options;
  }

  private final MnistOptions options;
  private final LargePlan plan;

  /**
   * Vectors to train and to test with.
   *
   * @param identity what tells the images they are of from others
   */
  public record Vectors(FeatureSet train, FeatureSet test, String identity) {}

  private MnistCell(MnistOptions options) {
    this.options = options;
    plan = options.plan();
  }

  /** Returns the names of all options that a study may set, without dashes. */
  public static List<String> optionNames() {
    return new CommandLine(new Holder())
        .getCommandSpec().options().stream()
            .map(option -> option.longestName().substring(2))
            .toList();
  }

  /**
   * Reads options.
   *
   * @throws UserMistake if one of them is wrong
   */
  public static MnistCell parse(String... arguments) {
    Holder holder = new Holder();
    CommandLine command = new CommandLine(holder);
    try {
      command.parseArgs(arguments);
    } catch (ParameterException mistake) {
      throw new UserMistake(Failures.sentence(mistake), mistake);
    }
    return new MnistCell(holder.options);
  }

  /** Returns what decides about the vectors; cells with the same key share them. */
  public String vectorsKey() {
    return options.vectorsKey();
  }

  /** Returns the folder of the images as the study names it; empty if the variable decides. */
  public String dataOption() {
    return options.dataOption();
  }

  /** Returns whether digits are drawn, as no folder was named. */
  public boolean drawsDigits() {
    return options.dataFolder().isEmpty();
  }

  /**
   * Refuses runs that do not fit into the memory side by side.
   *
   * @param workers runs at the same time
   * @throws UserMistake with the size they would take
   */
  public static void checkMemory(List<MnistCell> cells, int workers) {
    Map<String, Double> vectors = new HashMap<>();
    cells.forEach(cell -> vectors.put(cell.vectorsKey(), cell.options.vectorBytes()));
    double bytes =
        vectors.values().stream().mapToDouble(Double::doubleValue).sum()
            + cells.stream()
                .map(cell -> cell.options.runBytes())
                .sorted(Comparator.reverseOrder())
                .limit(workers)
                .mapToDouble(Double::doubleValue)
                .sum();
    if (bytes > MnistOptions.memoryLimit()) {
      throw new UserMistake(
          ("%s at the same time and the vectors of all take %s, but this process has %s; choose"
                  + " fewer --workers or set INSITU_JAVA_OPTS=-Xmx...")
              .formatted(
                  Numbers.counted(Math.min(workers, cells.size()), "cell"),
                  Numbers.memory(bytes),
                  Numbers.memory(MnistOptions.memoryLimit())));
    }
  }

  /** Reads or draws the images and computes their vectors. */
  public Vectors vectors() throws DatasetException {
    Digits all = options.allDigits();
    Digits digits = options.wanted(all);
    return new Vectors(
        plan.features().of(digits.train(), plan.ports()),
        plan.features().of(digits.test(), plan.ports()),
        all.identity());
  }

  /**
   * Refuses a batch that is larger than the training set.
   *
   * @throws UserMistake with both sizes
   */
  public void check(Vectors vectors) {
    MnistRun.check(plan, vectors.train());
  }

  /** Trains in one thread. */
  public LargeSummary train(
      Vectors vectors, BooleanSupplier stopped, LargeTraining.Listener listener)
      throws IOException, ProcessorException {
    return MnistRun.train(options, vectors.train(), vectors.test(), 1, stopped, listener);
  }
}
