package org.insitu.cli.engine;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu gradient-error}: what imperfections do to in situ gradients. */
@Command(
    name = "gradient-error",
    header = "Tabulates what each imperfection does to in situ gradients.",
    description =
        "1 - cos between measured and exact gradient, mean over random rectangular meshes, with"
            + " digital subtraction of three passes and analog difference of two.")
public final class GradientErrorCommand implements Callable<Integer> {
  private static final int LARGEST = 256;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--ports"},
      paramLabel = "N",
      split = ",",
      defaultValue = "4,8,16,32,64",
      converter = Numbers.Count.class,
      description = "Ports, several with commas, 2 to 256 (default: 4,8,16,32,64).")
  private List<Integer> ports;

  @Option(
      names = "--meshes",
      paramLabel = "M",
      defaultValue = "20",
      converter = Numbers.Count.class,
      description = "Random meshes to average over (default: 20).")
  private int meshes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of everything random (default: 1).")
  private long seed;

  @Option(names = "--json", description = "Prints a list of figures as JSON.")
  private boolean json;

  GradientErrorCommand() {}

  @Override
  public Integer call() {
    for (int n : ports) {
      if (n < 2 || n > LARGEST) {
        throw new UserMistake("--ports must be from 2 to " + LARGEST + ", found " + n);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.println("   n  imperfection                  amount   digital    analog");
      out.flush();
    }
    List<GradientErrors.Line> lines = new ArrayList<>();
    GradientErrors errors = new GradientErrors(meshes, seed);
    for (int n : ports) {
      for (GradientErrors.Line line : errors.of(n)) {
        lines.add(line);
        if (!json) {
          out.println(
              String.format(
                  Locale.ROOT,
                  "%4d  %-28s  %6s  %8.1e  %8.1e",
                  line.n(),
                  line.imperfection().title(),
                  String.valueOf(line.amount()),
                  // Rounding may leave a hair below zero.
                  Math.max(0, line.digital()),
                  Math.max(0, line.analog())));
          out.flush();
        }
      }
    }
    if (json) {
      JsonOutput.print(out, lines);
    }
    return 0;
  }
}
