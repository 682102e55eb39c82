package org.insitu.cli.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.driver.safety.InstrumentBench;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.mesh.processor.Direction;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.EmulatedBench;
import org.insitu.simulator.firmware.Emulator;
import org.insitu.simulator.firmware.WireTiming;

/**
 * Works on a bench of emulated instruments under faults, and does the same on a virtual bench that
 * has none. The chip is the ideal one: without noise, what a tap reads follows from the voltages.
 */
final class Soak {
  private static final String CHIP = "sim:ideal";
  private static final double LASER_W = 1e-3;
  // Of faults in a row; more are no chance any more.
  private static final int IN_A_ROW = 20;
  private static final Duration SETTLING = Duration.ofMillis(30);

  /** Benches under test. */
  enum Setup {
    /** Heaters, taps and switch on one board. */
    BOARD(
        "board",
        0,
        """
          heaters: {kind: board, link: "serial:ports/board"}
          taps: {same: heaters}
          switch: {same: heaters}
        """),
    /** Heaters on a Qontrol chain, in text. */
    QONTROL_ASCII("qontrol ascii", QONTROL_V, four("ascii")),
    /** Heaters on a Qontrol chain, in binary. */
    QONTROL_BINARY("qontrol binary", QONTROL_V, four("binary"));

    private final String title;
    private final double toleranceV;
    private final String instruments;

    Setup(String title, double toleranceV, String instruments) {
      this.title = title;
      this.toleranceV = toleranceV;
      this.instruments = instruments;
    }

    String title() {
      return title;
    }

    private static String four(String mode) {
      return """
          heaters: {kind: qontrol, link: "serial:ports/q8", mode: %s, readbackMillivolts: 1, readbackPercent: 0}
          taps: {kind: board, link: "serial:ports/taps"}
          switch: {kind: osw, link: "serial:ports/switch"}
          laser: {kind: hp816x, link: "serial:ports/laser"}
        """
          .formatted(mode);
    }
  }

  /** Begins the message about a wrong value. */
  static final String WRONG = "WRONG: ";

  private static final int NAMED = 100;

  // The readback tolerance of the bench files above.
  private static final double QONTROL_V = 0.001;

  /**
   * What came out.
   *
   * @param exchanges requests that the instruments got
   * @param compared values held against the truth
   * @param wrong values that were accepted and are not true, and failures that left a voltage on
   * @param failures messages that operations ended with
   * @param longestSeconds longest operation
   * @param seconds all of it
   * @param faults faults that happened, by kind
   * @param links what was mended
   */
  record Result(
      long exchanges,
      long compared,
      long wrong,
      List<String> failures,
      double longestSeconds,
      double seconds,
      Map<String, Long> faults,
      LinkReport links) {}

  private final Setup setup;
  private final FaultPlan faults;
  private final SplittableRandom random;
  private final Map<Integer, Double> askedV = new HashMap<>();
  private long compared;
  private long wrong;
  private final List<String> failures = new ArrayList<>();
  private long longestNanos;

  Soak(Setup setup, FaultPlan faults, long seed) {
    this.setup = setup;
    this.faults = faults;
    random = new SplittableRandom(seed);
  }

  Result run(long exchanges) throws IOException, DeviceException {
    long start = System.nanoTime();
    try (ScratchFolder folder = new ScratchFolder()) {
      Path file =
          folder.write(
              "bench.yaml",
              "chip: amf420\ninstruments:\n"
                  + setup.instruments
                  + "timing: {timeoutMs: 60, attempts: 8}\n");
      try (EmulatedBench emulated =
              EmulatedBench.start(
                  BenchFile.read(file), VirtualBenches.open(CHIP, 1), faults, WireTiming.INSTANT);
          Bench twin = VirtualBenches.open(CHIP, 1);
          InstrumentBench bench = open(file)) {
        light(bench, twin);
        while (requests(emulated) < exchanges) {
          step(bench, twin, emulated);
        }
        LinkReport links = bench.report();
        return new Result(
            requests(emulated),
            compared,
            wrong,
            List.copyOf(failures),
            longestNanos / 1e9,
            (System.nanoTime() - start) / 1e9,
            happened(emulated),
            links);
      }
    }
  }

  /** A link may break while it is being opened, too. */
  private InstrumentBench open(Path file) {
    for (int attempt = 0; ; attempt++) {
      try {
        return BenchFile.open(file);
      } catch (YamlFileException e) {
        failures.add(e.getMessage());
        if (attempt == IN_A_ROW) {
          throw e;
        }
      }
    }
  }

  private static long requests(EmulatedBench emulated) {
    return emulated.emulators().stream().mapToLong(Emulator::requests).sum();
  }

  private static Map<String, Long> happened(EmulatedBench emulated) {
    Map<String, Long> sum = new TreeMap<>();
    for (Emulator emulator : emulated.emulators()) {
      emulator
          .faults()
          .forEach(
              (kind, count) -> {
                if (count > 0) {
                  sum.merge(kind.id(), count, Long::sum);
                }
              });
    }
    return sum;
  }

  private void light(InstrumentBench bench, Bench twin) throws DeviceException {
    twin.setLaserPower(LASER_W);
    if (setup != Setup.BOARD) {
      bench.setLaserPower(LASER_W);
    }
  }

  private void step(InstrumentBench bench, Bench twin, EmulatedBench emulated)
      throws DeviceException {
    int[] all = bench.layout().channels();
    int first = random.nextInt(all.length);
    int count = 1 + random.nextInt(all.length - first);
    int[] channels = Arrays.copyOfRange(all, first, first + count);
    // Below half of full power, so that no sum of them is over a limit.
    double[] volts = random.doubles(count, 0, 3).toArray();
    int[] columns = {random.nextInt(bench.layout().columns())};
    boolean turn = random.nextInt(20) == 0;
    long start = System.nanoTime();
    try {
      if (turn) {
        Direction other =
            twin.direction() == Direction.FORWARD ? Direction.BACKWARD : Direction.FORWARD;
        bench.setDirection(other);
        twin.setDirection(other);
        compare(emulated.chip().direction() == other);
      }
      TapFrame frame = bench.setSettleRead(channels, volts, SETTLING, columns, 1);
      check(channels, volts, frame, twin, emulated);
    } catch (DeviceException e) {
      failures.add(e.getMessage());
      recover(bench, twin, emulated);
    } finally {
      longestNanos = Math.max(longestNanos, System.nanoTime() - start);
    }
  }

  private void check(
      int[] channels, double[] volts, TapFrame frame, Bench twin, EmulatedBench emulated)
      throws DeviceException {
    for (int i = 0; i < channels.length; i++) {
      askedV.put(channels[i], volts[i]);
    }
    // All of them: a damaged instruction may have reached a channel that was not asked for.
    int[] all = twin.layout().channels();
    double[] realV = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      realV[i] = emulated.chip().voltage(all[i]);
      // Rounding of the comparison itself.
      double wantedV = askedV.getOrDefault(all[i], 0.0);
      compare(
          Math.abs(realV[i] - wantedV) <= setup.toleranceV * (1 + 1e-9),
          "V on channel " + all[i],
          wantedV,
          realV[i]);
    }
    twin.setVoltages(all, realV);
    twin.settle(SETTLING);
    if (setup == Setup.BOARD) {
      // Without a laser in the bench file the chip stays dark.
      twin.setLaserPower(0);
    }
    double[] expectedW = twin.readTaps(frame.columns(), 1).powerW()[0];
    for (int row = 0; row < expectedW.length; row++) {
      double readW = frame.powerW()[0][row];
      compare(readW == expectedW[row], "W at row " + row, expectedW[row], readW);
    }
  }

  private void compare(boolean right) {
    compared++;
    wrong += right ? 0 : 1;
  }

  private void compare(boolean right, String what, double wanted, double found) {
    compare(right);
    if (!right && failures.size() < NAMED) {
      failures.add(WRONG + "%s %s instead of %s".formatted(found, what, wanted));
    }
  }

  /** A failure must have left no voltage on the chip once the safe state is confirmed. */
  private void recover(InstrumentBench bench, Bench twin, EmulatedBench emulated)
      throws DeviceException {
    for (int attempt = 0; ; attempt++) {
      try {
        bench.safeState();
        compare(emulated.chip().live().isEmpty());
        twin.safeState();
        askedV.clear();
        Direction direction = emulated.chip().direction();
        bench.setDirection(direction);
        if (bench.direction() != direction || twin.direction() != direction) {
          twin.setDirection(direction);
        }
        light(bench, twin);
        return;
      } catch (DeviceException e) {
        // Another fault in the middle of it.
        if (attempt == IN_A_ROW) {
          throw e;
        }
      }
    }
  }
}
