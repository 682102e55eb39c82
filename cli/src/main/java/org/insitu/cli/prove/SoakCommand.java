package org.insitu.cli.prove;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insitu.cli.bench.Links;
import org.insitu.cli.console.Failures;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.faults.FaultPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu prove soak}: many exchanges under faults, none of them believed wrongly. */
@Command(
    name = "soak",
    header = "Exchanges a great deal under mixed faults and holds every value against the truth.",
    description =
        "Sets voltages and reads taps on three benches of emulated instruments, one after the other,"
            + " and compares each value with what the emulated chip really has. A board must agree in"
            + " every bit, Qontrol voltages within 1 mV, the tolerance of their read-back here. A lost"
            + " link must end at 0 V; then it goes on.")
final class SoakCommand implements Callable<Integer> {
  /** Together about 2 % of all requests. */
  static final String MIX =
      "drop=0.004,delay=0.002:5,garble=0.005,duplicate=0.003,split=0.002,merge=0.001,e15=0.002,"
          + "reboot=0.0005,silent=0.0003:50,disconnect=0.0002:50";

  // Far beyond what bounded repeats and a link's return can take together.
  private static final double HANG_SECONDS = 30;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--exchanges"},
      paramLabel = "N",
      defaultValue = "100000",
      converter = Numbers.Count.class,
      description = "Requests that the instruments get, per bench (default: 100000).")
  private int exchanges;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      defaultValue = MIX,
      description = "Faults, as for emulate (default: about 2 %% of all kinds).")
  private String faults;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of faults and voltages (default: 1).")
  private long seed;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, DeviceException {
    FaultPlan plan = plan();
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> results = new ArrayList<>();
    boolean holds = true;
    for (Soak.Setup setup : Soak.Setup.values()) {
      Soak.Result result = new Soak(setup, plan, seed).run(exchanges);
      boolean good = result.wrong() == 0 && result.longestSeconds() < HANG_SECONDS;
      holds &= good;
      if (json) {
        results.add(json(setup, result));
      } else {
        print(out, setup, result);
      }
    }
    if (json) {
      JsonOutput.print(out, Map.of("faults", faults, "holds", holds, "benches", results));
    }
    return holds ? 0 : Failures.OURS;
  }

  private FaultPlan plan() {
    try {
      return FaultPlan.parse(faults + ",seed=" + Math.abs(seed));
    } catch (IllegalArgumentException mistake) {
      throw new UserMistake("--faults: " + mistake.getMessage(), mistake);
    }
  }

  private static void print(PrintWriter out, Soak.Setup setup, Soak.Result result) {
    out.printf(
        Locale.ROOT,
        "%s: %d exchanges, %d values held against the truth, %d wrong; longest operation %.2f s, all %.0f s%n",
        setup.title(),
        result.exchanges(),
        result.compared(),
        result.wrong(),
        result.longestSeconds(),
        result.seconds());
    out.println("  faults " + result.faults());
    out.println("  " + Links.sentence(result.links()));
    out.printf(
        Locale.ROOT,
        "  %d operations failed with a message, each at 0 V after it%n",
        result.failures().size());
    // Values that are wrong before anything else.
    result.failures().stream()
        .sorted(Comparator.comparing(message -> !message.startsWith(Soak.WRONG)))
        .limit(3)
        .forEach(message -> out.println("    " + message));
    out.flush();
  }

  private static Map<String, Object> json(Soak.Setup setup, Soak.Result result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("bench", setup.title());
    entry.put("exchanges", result.exchanges());
    entry.put("compared", result.compared());
    entry.put("wrong", result.wrong());
    entry.put("failures", result.failures());
    entry.put("longestSeconds", result.longestSeconds());
    entry.put("seconds", result.seconds());
    entry.put("faults", result.faults());
    entry.put("links", Links.json(result.links()));
    return entry;
  }
}
