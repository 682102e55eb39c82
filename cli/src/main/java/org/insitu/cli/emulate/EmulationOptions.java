package org.insitu.cli.emulate;

import java.time.Duration;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.simulator.bench.VirtualBench;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.WireTiming;
import picocli.CommandLine.Option;

/** What all emulations share: the chip behind, faults, the time bytes take. */
final class EmulationOptions {
  @Option(
      names = "--chip",
      paramLabel = "CHIP",
      defaultValue = "sim:amf420",
      description =
          "The virtual chip behind: sim:amf420, sim:static, sim:ideal, or a FILE.yaml"
              + " (default: ${DEFAULT-VALUE}).")
  private String chip;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of the virtual chip (default: 1).")
  private long seed;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      defaultValue = "",
      description =
          "Faults to happen, such as drop=0.01,delay=0.002:50,reboot@120,stuck:7,seed=3"
              + " (default: none).")
  private String faults;

  @Option(
      names = "--baud",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description =
          "Baud rate of the instruments: every byte takes its time, and a host at another rate hears"
              + " and says nonsense (default: the rate of the bench file or 115200, and no time).")
  private Integer baud;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      converter = Numbers.Positive.class,
      description = "Time from a request to its reply, in ms (default: none).")
  private Double latencyMillis;

  @Option(
      names = "--ftdi",
      paramLabel = "MS",
      converter = Numbers.Positive.class,
      description = "Latency timer of a USB adapter, in ms (default: none).")
  private Double ftdiMillis;

  @Option(names = "--json", description = "Prints what was served, at the end, as JSON.")
  boolean json;

  FaultPlan plan() {
    try {
      return FaultPlan.parse(faults);
    } catch (IllegalArgumentException mistake) {
      throw new UserMistake("--faults: " + mistake.getMessage(), mistake);
    }
  }

  WireTiming timing() {
    return new WireTiming(baud == null ? 0 : baud, millis(latencyMillis), millis(ftdiMillis));
  }

  private static Duration millis(Double millis) {
    return millis == null ? Duration.ZERO : Duration.ofNanos((long) (1e6 * millis));
  }

  VirtualBench open() {
    return VirtualBenches.open(chip, seed);
  }
}
