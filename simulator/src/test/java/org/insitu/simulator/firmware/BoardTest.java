package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.protocol.BoardCapabilities;
import org.insitu.driver.protocol.BoardClient;
import org.insitu.mesh.processor.Direction;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultKind;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.wire.MemoryWire;
import org.insitu.simulator.wire.TcpWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The board's client and the emulated board, over a link in memory. */
class BoardTest {
  private static final BoardCapabilities EXACT =
      new BoardCapabilities(64, 114, 12, 0.024, 4096, 256, 17, true);
  private static final Duration TIMEOUT = Duration.ofMillis(40);

  private final LedgerBench bench = new LedgerBench();
  private Emulator emulator;
  private MemoryWire wire;

  private BoardInstrument board(String faults, Duration watchdog, BoardCapabilities capabilities)
      throws DeviceException {
    FaultPlan plan = FaultPlan.parse(faults);
    EmulatedChip chip = new EmulatedChip(bench, plan);
    wire = new MemoryWire("board");
    emulator =
        new Emulator(
            new BoardFirmware(chip, capabilities, "T1"),
            wire,
            new FaultInjector(plan, 0),
            WireTiming.INSTANT);
    return new BoardInstrument(
        new BoardClient(wire.connect(new WireTrace()), TIMEOUT, 8, 100), watchdog);
  }

  private BoardInstrument armed(String faults) throws DeviceException {
    BoardInstrument board = board(faults, Duration.ZERO, EXACT);
    arm(board);
    return board;
  }

  private void arm(BoardInstrument board) throws DeviceException {
    int[] channels = bench.layout().channels();
    double[] maxV = new double[channels.length];
    double[] maxA = new double[channels.length];
    Arrays.fill(maxV, 5);
    Arrays.fill(maxA, 0.012);
    board.arm(channels, maxV, maxA);
  }

  @AfterEach
  void stop() {
    if (emulator != null) {
      emulator.close();
    }
  }

  @Test
  void aStepSetsWaitsAndMeasuresExactly() throws DeviceException {
    try (BoardInstrument board = armed("")) {
      double[] powerW =
          board.step(
              new int[] {5, 59},
              new double[] {1.0 / 3, Math.PI},
              Duration.ofMillis(30),
              new int[] {102, 6, 0, 12},
              3);
      assertEquals(1.0 / 3, bench.voltageV.get(5));
      assertEquals(Math.PI, bench.voltageV.get(59));
      assertEquals(Duration.ofMillis(30), bench.time);
      double[] expected = new double[18];
      for (int i = 0; i < 18; i++) {
        int tap = i < 6 ? 102 + i : i - 6;
        expected[i] = bench.expected(tap / 6, tap % 6, 1);
      }
      assertArrayEquals(expected, powerW);
    }
  }

  @Test
  void aVectorIsSetWholeOrNotAtAll() throws DeviceException {
    try (BoardInstrument board = armed("")) {
      board.setVoltages(new int[] {5, 7}, new double[] {1, 2});
      DeviceException.Rejected refused =
          assertThrows(
              DeviceException.Rejected.class,
              () -> board.setVoltages(new int[] {5, 7, 15}, new double[] {3, 3, 5.01}));
      assertTrue(refused.getMessage().contains("-222"), refused.getMessage());
      assertTrue(refused.wireTraffic().contains("VOLT:LIST"), refused.wireTraffic());
      assertArrayEquals(new double[] {1, 2, 0}, board.readVoltages(new int[] {5, 7, 15}));
    }
  }

  @Test
  void aBoardWithShortLinesGetsSeveral() throws DeviceException {
    BoardCapabilities small = new BoardCapabilities(64, 114, 12, 0.024, 160, 16, 6, true);
    try (BoardInstrument board = board("", Duration.ZERO, small)) {
      arm(board);
      int[] channels = bench.layout().channels();
      double[] volts = new double[channels.length];
      Arrays.setAll(volts, i -> 0.1 * i);
      board.setVoltages(channels, volts);
      // Six significant digits of at most 5 V.
      assertArrayEquals(volts, board.readVoltages(channels), 1e-5);
    }
  }

  @Test
  void theSwitchIsAbsoluteAndReadBack() throws DeviceException {
    try (BoardInstrument board = armed("")) {
      board.setDirection(Direction.BACKWARD);
      board.setDirection(Direction.BACKWARD);
      assertEquals(Direction.BACKWARD, bench.direction);
      assertEquals(Direction.BACKWARD, board.readDirection());
    }
  }

  @Test
  void zeroingSwitchesOffUntilTheBoardIsArmedAgain() throws DeviceException {
    try (BoardInstrument board = armed("")) {
      board.setVoltages(new int[] {5}, new double[] {4});
      board.zero();
      assertEquals(0.0, bench.voltageV.get(5));
      DeviceException.Rejected off =
          assertThrows(
              DeviceException.Rejected.class,
              () -> board.setVoltages(new int[] {5}, new double[] {1}));
      assertTrue(off.getMessage().contains("Output is off"), off.getMessage());
      arm(board);
      board.setVoltages(new int[] {5}, new double[] {1});
      assertEquals(1.0, bench.voltageV.get(5));
    }
  }

  @Test
  void aRebootedBoardGetsItsLimitsBackBeforeItsVoltages() throws DeviceException {
    // Opening takes 4 requests, arming 4 and two per heater, the first voltage one.
    int reboot = 4 + 4 + 2 * 29 + 1 + 1;
    try (BoardInstrument board = armed("reboot@" + reboot)) {
      board.setVoltages(new int[] {5}, new double[] {4});
      board.setVoltages(new int[] {7}, new double[] {3});
      assertEquals(1, emulator.faults().get(FaultKind.REBOOT));
      assertEquals(1, board.report().restarts());
      assertEquals(4.0, bench.voltageV.get(5));
      assertEquals(3.0, bench.voltageV.get(7));
      assertThrows(
          DeviceException.Rejected.class,
          () -> board.setVoltages(new int[] {7}, new double[] {5.5}),
          "the limit of 5 V is in force again");
    }
  }

  @Test
  void theWatchdogNeedsNoHost() throws Exception {
    Duration watchdog = Duration.ofMillis(100);
    EmulatedChip chip = new EmulatedChip(bench, FaultPlan.NONE);
    try (TcpWire port = new TcpWire(0);
        Emulator served =
            new Emulator(
                new BoardFirmware(chip, EXACT, "T1"),
                port,
                new FaultInjector(FaultPlan.NONE, 0),
                WireTiming.INSTANT)) {
      for (boolean unplugged : new boolean[] {false, true}) {
        try (BoardInstrument board =
            new BoardInstrument(
                new BoardClient(
                    LinkAddress.parse(served.address()).open(new WireTrace()), TIMEOUT, 8, 100),
                watchdog)) {
          arm(board);
          board.setVoltages(new int[] {5}, new double[] {2});
          assertEquals(Map.of(5, 2.0), chip.live());
          if (unplugged) {
            served.hangUp(Duration.ofMinutes(1));
          }
        }
        long giveUp = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!chip.live().isEmpty() && System.nanoTime() - giveUp < 0) {
          LockSupport.parkNanos(1_000_000);
        }
        assertEquals(Map.of(), chip.live(), "unplugged: " + unplugged);
      }
    }
  }

  @Test
  void theWatchdogSwitchesOffWhenTheHostIsDead() throws DeviceException {
    Duration watchdog = Duration.ofMillis(100);
    try (BoardInstrument board = board("", watchdog, EXACT)) {
      arm(board);
      board.setVoltages(new int[] {5}, new double[] {4});
      long start = System.nanoTime();
      while (bench.voltageV.get(5) != 0 && System.nanoTime() - start < 5_000_000_000L) {
        LockSupport.parkNanos(1_000_000);
      }
      long took = System.nanoTime() - start;
      assertEquals(0.0, bench.voltageV.get(5));
      assertTrue(took > 50_000_000, "tripped after " + took + " ns");
      // And the host that comes back finds its board off, and sets it up again.
      board.setVoltages(new int[] {7}, new double[] {2});
      assertEquals(4.0, bench.voltageV.get(5));
      assertEquals(1, board.report().restarts());
    }
  }

  @Test
  void nothingIsMeasuredWithTheOutputsOffAfterAReboot() throws Exception {
    try (BoardInstrument board = armed("")) {
      board.setVoltages(new int[] {5}, new double[] {4});
      emulator.powerCycle();
      assertEquals(0.0, bench.voltageV.get(5));
      int before = bench.readOuts;
      double[] powerW = board.readTaps(new int[] {0, 6}, 1);
      assertEquals(4.0, bench.voltageV.get(5));
      // The first read-out was in the dark of the reboot and is not the one that is returned.
      assertEquals(before + 2, bench.readOuts);
      assertEquals(bench.expected(0, 3, before + 2), powerW[3]);
      assertEquals(1, board.report().restarts());
    }
  }

  @Test
  void aRebootWhoseWordWasLostIsFoundOut() throws DeviceException {
    // The request after arming and one set is a measurement; its reply, with the event, is lost.
    int measurement = 4 + 4 + 2 * 29 + 1 + 1;
    for (int seed = 1; seed <= 4; seed++) {
      String faults = "reboot@%d,drop@%1$d,seed=%d".formatted(measurement, seed);
      try (BoardInstrument board = armed(faults)) {
        board.setVoltages(new int[] {5}, new double[] {4});
        double[] powerW = board.readTaps(new int[] {0, 6}, 1);
        assertEquals(4.0, bench.voltageV.get(5), "seed " + seed);
        assertEquals(bench.expected(0, 3, bench.readOuts), powerW[3], "seed " + seed);
        assertEquals(1, board.report().restarts(), "seed " + seed);
      }
      emulator.close();
    }
  }

  @Test
  void aChannelOverItsCurrentLimitIsSwitchedOffAndReported() throws DeviceException {
    try (BoardInstrument board = board("", Duration.ZERO, EXACT)) {
      // 5 mA through the chip's nominal 500 ohm are 2.5 V.
      board.arm(new int[] {5, 7}, new double[] {5, 5}, new double[] {0.005, 0.012});
      DeviceException.Rejected tripped =
          assertThrows(
              DeviceException.Rejected.class,
              () -> {
                board.setVoltages(new int[] {5, 7}, new double[] {3, 3});
                board.readTaps(new int[] {0, 6}, 1);
              });
      assertTrue(tripped.getMessage().contains("5,0.006"), tripped.getMessage());
      assertEquals(0.0, bench.voltageV.get(5));
      assertEquals(3.0, bench.voltageV.get(7));
    }
  }

  @Test
  void theDarkLevelIsTakenOffUntilTheBoardForgetsIt() throws Exception {
    try (BoardInstrument board = armed("")) {
      double[] before = board.readTaps(new int[] {12, 6}, 1);
      board.storeDark();
      double[] after = board.readTaps(new int[] {12, 6}, 1);
      // The ledger's readings grow by 1 nW with every read-out: the dark one, then this one.
      assertArrayEquals(new double[] {1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9}, after, 1e-15);
      assertTrue(before[0] > 1e-6);
      emulator.powerCycle();
      DeviceException.Rejected forgotten =
          assertThrows(DeviceException.Rejected.class, () -> board.readTaps(new int[] {12, 6}, 1));
      assertTrue(forgotten.getMessage().contains("dark level"), forgotten.getMessage());
    }
  }

  @Test
  void aBoardOfTapsAloneWaitsAndMeasuresInOneRequest() throws DeviceException {
    BoardCapabilities tapsOnly = new BoardCapabilities(0, 114, 12, 0.024, 4096, 256, 17, false);
    try (BoardInstrument board = board("", Duration.ZERO, tapsOnly)) {
      long before = board.report().requests();
      double[] powerW = board.settleAndRead(Duration.ofMillis(30), new int[] {6, 6}, 1);
      assertEquals(before + 1, board.report().requests());
      assertEquals(Duration.ofMillis(30), bench.time);
      assertEquals(bench.expected(1, 0, 1), powerW[0]);
    }
  }

  @Test
  void somethingElseOnThePortIsNamed() {
    wire = new MemoryWire("other");
    Firmware other =
        new Firmware() {
          @Override
          public String kind() {
            return "other";
          }

          @Override
          public void receive(byte[] bytes, Replies replies) {
            replies.send("E10:00\n".getBytes(StandardCharsets.US_ASCII));
          }

          @Override
          public long tick(long nowNanos, Replies replies) {
            return TimeUnit.HOURS.toNanos(1);
          }

          @Override
          public void reboot(Replies replies) {
            replies.send(new byte[0]);
          }

          @Override
          public void overrun(Replies replies) {
            replies.send(new byte[0]);
          }
        };
    emulator = new Emulator(other, wire, new FaultInjector(FaultPlan.NONE, 0), WireTiming.INSTANT);
    DeviceException failure =
        assertThrows(
            DeviceException.class,
            () ->
                new BoardInstrument(
                    new BoardClient(wire.connect(new WireTrace()), TIMEOUT, 2, 0), Duration.ZERO));
    assertTrue(failure.getMessage().contains("E10:00"), failure.getMessage());
    assertTrue(failure.getMessage().contains("board-protocol.md"), failure.getMessage());
    assertTrue(failure.wireTraffic().contains("*IDN?"), failure.wireTraffic());
  }

  @Test
  void underMixedFaultsNoWrongValueIsAcceptedAndNothingIsDoneTwice() throws DeviceException {
    String faults =
        "drop=0.005,delay=0.003:3,garble=0.01,duplicate=0.005,split=0.005,merge=0.002,seed=11";
    SplittableRandom random = new SplittableRandom(4);
    try (BoardInstrument board = armed(faults)) {
      int[] channels = bench.layout().channels();
      int before = bench.readOuts;
      for (int i = 1; i <= 800; i++) {
        int channel = channels[random.nextInt(channels.length)];
        double[] powerW =
            board.step(
                new int[] {channel},
                new double[] {5 * random.nextDouble()},
                Duration.ofMillis(1),
                new int[] {0, 114},
                1);
        assertEquals(before + i, bench.readOuts);
        for (int tap = 0; tap < 114; tap++) {
          assertEquals(bench.expected(tap / 6, tap % 6, before + i), powerW[tap]);
        }
      }
      Map<FaultKind, Long> happened = emulator.faults();
      assertTrue(happened.get(FaultKind.GARBLE) > 2, happened.toString());
      assertTrue(happened.get(FaultKind.DROP) > 0, happened.toString());
      assertTrue(board.report().repeats() >= happened.get(FaultKind.DROP), happened.toString());
      assertTrue(board.report().badFrames() > 0);
      assertTrue(board.report().stale() > 0);
    }
  }

  @Test
  void anEndlessLineCostsNoMemoryAndIsRefused() throws DeviceException {
    armed("").close();
    try (LineClient raw = new LineClient(wire.connect(new WireTrace()), 1000)) {
      for (int i = 0; i < 10; i++) {
        raw.send("x".repeat(4000));
      }
      raw.send("\n*OPC?\n");
      long deadline = System.nanoTime() + 5_000_000_000L;
      assertEquals("-350 \"Line too long\"", raw.readLine(deadline).orElseThrow());
      assertEquals("0 1", raw.readLine(deadline).orElseThrow());
    }
  }
}
