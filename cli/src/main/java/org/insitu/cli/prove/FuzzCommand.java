package org.insitu.cli.prove;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insitu.cli.console.Failures;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.driver.device.DeviceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu prove fuzz}: lines that make no sense, for everything that reads lines. */
@Command(
    name = "fuzz",
    header = "Feeds random and damaged lines to all parsers and firmware.",
    description =
        "Random bytes, and valid lines that are cut, spliced or have bits flipped. Only the"
            + " exceptions a parser declares may come out, and no memory may be kept.")
final class FuzzCommand implements Callable<Integer> {
  // What a working Java machine may differ by between two collections.
  private static final long MEMORY_BYTES = 64L << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "10000000",
      converter = Numbers.Count.class,
      description = "Number of lines (default: 10000000).")
  private int lines;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of the lines (default: 1).")
  private long seed;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws DeviceException {
    long start = System.nanoTime();
    Fuzz.Result result = new Fuzz(seed).run(lines);
    double seconds = (System.nanoTime() - start) / 1e9;
    boolean holds = result.escaped().isEmpty() && result.keptBytes() < MEMORY_BYTES;
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("lines", result.lines());
      object.put("accepted", result.accepted());
      object.put("escaped", result.escaped());
      object.put("keptBytes", result.keptBytes());
      object.put("seconds", seconds);
      object.put("holds", holds);
      JsonOutput.print(out, object);
    } else {
      out.printf(
          Locale.ROOT,
          "%d lines to %d parsers, one in %d of them to firmware and files, in %.0f s: %d undeclared exceptions, %.1f MB of memory kept%n",
          result.lines(),
          Fuzz.PARSERS,
          Fuzz.OTHERS_EVERY,
          seconds,
          result.escaped().size(),
          result.keptBytes() / 1e6);
      result.escaped().forEach(out::println);
      out.flush();
    }
    return holds ? 0 : Failures.OURS;
  }
}
