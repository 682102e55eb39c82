package org.insitu.cli.prove;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.insitu.cli.Main;
import org.insitu.cli.console.Failures;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.EmulatedBench;
import org.insitu.simulator.firmware.EmulatedChip;
import org.insitu.simulator.firmware.WireTiming;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu prove kills}: what becomes of the heaters when their host is killed. */
@Command(
    name = "kills",
    header = "Kills calibrating processes at random moments and watches their heaters.",
    description =
        "Half of them die by SIGKILL: the board must be at 0 V within its watchdog time. The other"
            + " half get SIGTERM: all must be at 0 V before the process has ended.")
final class KillsCommand implements Callable<Integer> {
  private static final Duration WATCHDOG = Duration.ofMillis(300);
  // The emulated board looks at its watchdog every 20 ms, on a computer that is busy.
  private static final Duration SLACK = Duration.ofMillis(100);
  private static final long START_NANOS = 60_000_000_000L;
  private static final double MAX_DELAY_MILLIS = 400;
  private static final int MAX_FAILED_STARTS = 10;
  private static final long POLL_NANOS = 500_000;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--kills"},
      paramLabel = "N",
      defaultValue = "500",
      converter = Numbers.Count.class,
      description = "Number of processes (default: 500).")
  private int kills;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of the moments and signals (default: 1).")
  private long seed;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  private int killed;
  private int terminated;
  private int late;
  private int live;
  private long longestNanos;

  @Override
  public Integer call() throws IOException, DeviceException {
    SplittableRandom random = new SplittableRandom(seed);
    try (ScratchFolder folder = new ScratchFolder()) {
      Path file =
          folder.write(
              "bench.yaml",
              """
              chip: amf420
              instruments:
                heaters: {kind: board, link: "serial:ports/board", watchdogMs: %d}
                taps: {same: heaters}
                switch: {same: heaters}
                laser: {kind: hp816x, link: "serial:ports/laser"}
              """
                  .formatted(WATCHDOG.toMillis()));
      try (EmulatedBench emulated =
          EmulatedBench.start(
              BenchFile.read(file),
              VirtualBenches.open("sim:amf420", 1),
              FaultPlan.NONE,
              WireTiming.INSTANT)) {
        int failedStarts = 0;
        while (killed + terminated < kills) {
          if (!one(folder, file, emulated.chip(), random)) {
            failedStarts++;
          }
          if (failedStarts > MAX_FAILED_STARTS) {
            throw new IOException(
                "processes that should calibrate set no voltage: "
                    + Files.readString(folder.path("output")).strip());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return report();
  }

  /** Returns whether there was something to kill. */
  private boolean one(ScratchFolder folder, Path file, EmulatedChip chip, SplittableRandom random)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "calibrate",
                    "--quiet",
                    "--chip",
                    file.toString(),
                    "--out",
                    folder.path("c.json").toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.path("output").toFile())
            .start();
    try {
      long giveUp = System.nanoTime() + START_NANOS;
      while (chip.live().isEmpty() && process.isAlive() && System.nanoTime() - giveUp < 0) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      if (chip.live().isEmpty()) {
        // A busy computer can be too slow for a link's time-outs.
        return false;
      }
      long moment = System.nanoTime() + (long) (1e6 * MAX_DELAY_MILLIS * random.nextDouble());
      while (System.nanoTime() - moment < 0) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      if (random.nextBoolean()) {
        kill(process, chip);
      } else {
        terminated++;
        process.toHandle().destroy();
        process.waitFor();
        live += chip.live().isEmpty() ? 0 : 1;
      }
      return true;
    } finally {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private void kill(Process process, EmulatedChip chip) throws InterruptedException {
    killed++;
    long start = System.nanoTime();
    process.destroyForcibly();
    process.waitFor();
    long giveUp = start + 10 * WATCHDOG.toNanos();
    while (!chip.live().isEmpty() && System.nanoTime() - giveUp < 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    long took = System.nanoTime() - start;
    longestNanos = Math.max(longestNanos, took);
    late += took > WATCHDOG.plus(SLACK).toNanos() ? 1 : 0;
  }

  private int report() {
    PrintWriter out = spec.commandLine().getOut();
    boolean holds = late == 0 && live == 0 && killed + terminated == kills;
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("killed", killed);
      object.put("late", late);
      object.put("watchdogMillis", WATCHDOG.toMillis());
      object.put("longestMillis", longestNanos / 1e6);
      object.put("terminated", terminated);
      object.put("liveAfterTermination", live);
      object.put("holds", holds);
      JsonOutput.print(out, object);
    } else {
      out.printf(
          Locale.ROOT,
          "%d killed: at 0 V after at most %.0f ms (watchdog %d ms), %d late%n",
          killed,
          longestNanos / 1e6,
          WATCHDOG.toMillis(),
          late);
      out.printf(
          Locale.ROOT,
          "%d terminated: %d with a heater on when the process had ended%n",
          terminated,
          live);
      out.flush();
    }
    return holds ? 0 : Failures.OURS;
  }
}
