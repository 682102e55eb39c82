package org.insitu.cli.prove;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.insitu.cli.console.Failures;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.QontrolHeaters;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.protocol.QontrolClient;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.EmulatedChip;
import org.insitu.simulator.firmware.Emulator;
import org.insitu.simulator.firmware.QontrolFirmware;
import org.insitu.simulator.firmware.WireTiming;
import org.insitu.simulator.wire.PtyWire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu prove timing}: how long an update of all channels takes. */
@Command(
    name = "timing",
    header = "Times updates of all channels of a Qontrol chain at an emulated 115200 baud.",
    description =
        "Bytes take their time at 115200 baud, a module answers after 1 ms, and a USB adapter may"
            + " hold its packets for 16 ms. What an update takes beyond that is overhead: the driver's"
            + " own, from a reply to the next request, and what the emulated wire was late. Both are"
            + " those of a quarter of the updates: other work on the computer is not their own.")
final class TimingCommand implements Callable<Integer> {
  private static final int BAUD = 115_200;
  private static final Duration LATENCY = Duration.ofMillis(1);
  private static final Duration FTDI = Duration.ofMillis(16);
  private static final double MAX_OVERHEAD = 0.05;
  // The first updates run in the interpreter.
  private static final int WARM_UP = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--updates",
      paramLabel = "N",
      defaultValue = "40",
      converter = Numbers.Count.class,
      description = "Updates per line; their median counts (default: 40).")
  private int updates;

  @Option(
      names = "--modules",
      paramLabel = "N",
      defaultValue = "8",
      converter = Numbers.Count.class,
      description = "Modules of 8 channels (default: 8, which the limits are for).")
  private int modules;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  /**
   * One line of the table.
   *
   * @param mode how instructions are written
   * @param timer whether the adapter holds packets for 16 ms
   * @param verified whether each update is read back
   * @param medianMillis median time of an update
   * @param wireMillis what the bytes and the module take of it
   * @param driverMillis what the driver takes besides, in a quarter of the updates at most
   * @param lateMillis what the emulated wire takes too long, in a quarter of the updates at most;
   *     with a timer, which runs freely, this is mostly the timer
   * @param limitMillis what it may take; 0 for no limit
   */
  record Line(
      String mode,
      boolean timer,
      boolean verified,
      double medianMillis,
      double wireMillis,
      double driverMillis,
      double lateMillis,
      double limitMillis) {
    double overhead() {
      return driverMillis / wireMillis;
    }

    boolean holds() {
      return (limitMillis == 0 || medianMillis <= limitMillis) && overhead() < MAX_OVERHEAD;
    }
  }

  @Override
  public Integer call() throws IOException, DeviceException {
    List<Line> lines = new ArrayList<>();
    for (QontrolHeaters.Mode mode : QontrolHeaters.Mode.values()) {
      double limit = mode == QontrolHeaters.Mode.ASCII ? 60 : 30;
      lines.add(measure(mode, false, false, limit));
      lines.add(measure(mode, true, false, 130));
      lines.add(measure(mode, false, true, 0));
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean holds = lines.stream().allMatch(Line::holds);
    if (json) {
      JsonOutput.print(out, Map.of("updates", updates, "holds", holds, "lines", lines));
    } else {
      for (Line line : lines) {
        out.printf(
            Locale.ROOT,
            "%-6s %-14s %-10s %7.2f ms (wire %6.2f ms, driver %4.2f ms or %3.1f %%%s) %s%n",
            line.mode(),
            line.timer() ? "16 ms timer" : "no timer",
            line.verified() ? "read back" : "",
            line.medianMillis(),
            line.wireMillis(),
            line.driverMillis(),
            100 * line.overhead(),
            line.timer()
                ? ""
                : String.format(Locale.ROOT, ", emulation late %4.2f ms", line.lateMillis()),
            line.limitMillis() == 0
                ? ""
                : String.format(Locale.ROOT, "at most %.0f ms", line.limitMillis()));
      }
      out.flush();
    }
    return holds ? 0 : Failures.OURS;
  }

  private Line measure(QontrolHeaters.Mode mode, boolean timer, boolean verified, double limit)
      throws IOException, DeviceException {
    WireTiming timing = new WireTiming(BAUD, LATENCY, timer ? FTDI : Duration.ZERO);
    AtomicLong bytes = new AtomicLong();
    AtomicLong requests = new AtomicLong();
    WireTrace trace =
        new WireTrace(
            frame -> {
              bytes.addAndGet(frame.length());
              requests.addAndGet(frame.way() == WireTrace.Way.SENT ? 1 : 0);
            });
    try (ScratchFolder folder = new ScratchFolder();
        EmulatedChip chip = new EmulatedChip(VirtualBenches.open("sim:ideal", 1), FaultPlan.NONE);
        Emulator emulator =
            new Emulator(
                new QontrolFirmware(chip, QontrolFirmware.Type.Q8IV, modules),
                new PtyWire(folder.path("q8")),
                new FaultInjector(FaultPlan.NONE, 0),
                timing);
        QontrolHeaters heaters =
            new QontrolHeaters(
                new QontrolClient(
                    LinkAddress.parse(emulator.address()).open(trace), Duration.ofSeconds(1), 3),
                mode,
                verified ? QontrolHeaters.Verify.DEFAULT : QontrolHeaters.Verify.OFF)) {
      int[] channels = new int[8 * modules];
      Arrays.setAll(channels, i -> i);
      double[] max = new double[channels.length];
      Arrays.fill(max, 5);
      double[] maxA = new double[channels.length];
      Arrays.fill(maxA, 0.012);
      heaters.arm(channels, max, maxA);
      SplittableRandom random = new SplittableRandom(1);
      double[] millis = new double[updates];
      double[] wire = new double[updates];
      double[] own = new double[updates];
      double[] late = new double[updates];
      for (int i = -WARM_UP; i < updates; i++) {
        double[] volts = random.doubles(channels.length, 0, 4.9).toArray();
        bytes.set(0);
        requests.set(0);
        long served = emulator.servingNanos();
        long start = System.nanoTime();
        heaters.setVoltages(channels, volts);
        double taken = (System.nanoTime() - start) / 1e6;
        if (i >= 0) {
          double serving = (emulator.servingNanos() - served) / 1e6;
          millis[i] = taken;
          wire[i] = (timing.wireNanos(bytes.intValue()) + requests.get() * LATENCY.toNanos()) / 1e6;
          own[i] = taken - serving;
          late[i] = serving - wire[i];
        }
      }
      return new Line(
          mode.name().toLowerCase(Locale.ROOT),
          timer,
          verified,
          quantile(millis, 0.5),
          quantile(wire, 0.5),
          quantile(own, 0.25),
          quantile(late, 0.25),
          limit);
    }
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }
}
