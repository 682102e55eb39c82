package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.QontrolHeaters;
import org.insitu.driver.instrument.QontrolHeaters.Mode;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.protocol.QontrolClient;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultKind;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.wire.MemoryWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Qontrol driver and the emulated chain, and the chain as the vendor's client sees it. */
class QontrolTest {
  // Half a step of 16 bits at 12 V, and half a unit of the fourth decimal on each way.
  private static final double STEP_V = 12.0 / 65535 / 2 + 0.0001;
  private static final Duration TIMEOUT = Duration.ofMillis(60);

  private final LedgerBench bench = new LedgerBench();
  private final WireTrace trace = new WireTrace();
  private MemoryWire wire;
  private EmulatedChip emulatedChip;
  private Emulator emulator;

  private void start(String faults, QontrolFirmware.Type type, int modules) {
    FaultPlan plan = FaultPlan.parse(faults);
    wire = new MemoryWire("qontrol");
    emulatedChip = new EmulatedChip(bench, plan);
    emulator =
        new Emulator(
            new QontrolFirmware(emulatedChip, type, modules),
            wire,
            new FaultInjector(plan, 0),
            WireTiming.INSTANT);
  }

  private QontrolHeaters heaters(Mode mode, boolean verify) throws DeviceException {
    return new QontrolHeaters(
        new QontrolClient(wire.connect(trace), TIMEOUT, 5),
        mode,
        verify ? QontrolHeaters.Verify.DEFAULT : QontrolHeaters.Verify.OFF);
  }

  private QontrolHeaters armed(String faults, Mode mode, boolean verify) throws DeviceException {
    start(faults, QontrolFirmware.Type.Q8IV, 8);
    QontrolHeaters heaters = heaters(mode, verify);
    arm(heaters);
    return heaters;
  }

  private void arm(QontrolHeaters heaters) throws DeviceException {
    int[] channels = IntStream.range(0, heaters.channels()).toArray();
    double[] maxV = new double[channels.length];
    double[] maxA = new double[channels.length];
    Arrays.fill(maxV, 5);
    Arrays.fill(maxA, 0.012);
    heaters.arm(channels, maxV, maxA);
  }

  @AfterEach
  void stop() {
    if (emulator != null) {
      emulator.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"Q8IV,1,12,0.024", "Q8B,3,12,0.0833333", "Q8A,8,12,0.1"})
  void theChainAndItsFullScalesAreAsked(
      QontrolFirmware.Type type, int modules, double fullV, double fullA) throws DeviceException {
    start("", type, modules);
    try (QontrolHeaters heaters = heaters(Mode.ASCII, false)) {
      assertEquals(8 * modules, heaters.channels());
      assertEquals(fullV, heaters.fullScaleV(8 * modules - 1));
      assertEquals(fullA, heaters.fullScaleA(0), 1e-9);
      assertTrue(heaters.identity().startsWith(type.id() + "-0001"), heaters.identity());
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyChannelIsSetAndReadBack(Mode mode) throws DeviceException {
    try (QontrolHeaters heaters = armed("", mode, false)) {
      int[] channels = IntStream.range(0, 64).toArray();
      double[] volts = Arrays.stream(channels).mapToDouble(c -> 5.0 * c / 63).toArray();
      heaters.setVoltages(channels, volts);
      assertArrayEquals(volts, heaters.readVoltages(channels), STEP_V);
      for (int channel : bench.layout().channels()) {
        assertEquals(volts[channel], bench.voltageV.get(channel), STEP_V);
      }
      heaters.setVoltages(new int[] {59, 5}, new double[] {1, 2});
      assertEquals(1, bench.voltageV.get(59), STEP_V);
      assertEquals(2, bench.voltageV.get(5), STEP_V);
      assertEquals(volts[7], bench.voltageV.get(7), STEP_V);
      // 1 V across the chip's nominal 500 ohm, to the 0.1 uA of a reply.
      assertEquals(0.002, heaters.readCurrents(new int[] {59})[0], 1e-6);
      heaters.zero();
      assertTrue(bench.voltageV.values().stream().allMatch(v -> v == 0));
    }
  }

  @Test
  void noInstructionIsLongerThanAModuleTakes() throws DeviceException {
    try (QontrolHeaters heaters = armed("", Mode.ASCII, false)) {
      double[] volts = new double[64];
      Arrays.fill(volts, 1.0 / 3);
      heaters.setVoltages(IntStream.range(0, 64).toArray(), volts);
      heaters.zero();
    }
    for (WireTrace.Frame frame : trace.frames()) {
      boolean fits = frame.way() == WireTrace.Way.RECEIVED || frame.length() <= 65;
      assertTrue(fits, frame.line());
    }
  }

  @Test
  void theCallersArraysAreNotModified() throws DeviceException {
    try (QontrolHeaters heaters = armed("", Mode.BINARY, false)) {
      int[] channels = {9, 3};
      double[] volts = {3, 3};
      heaters.setVoltages(channels, volts);
      heaters.setVoltages(channels, volts);
      assertArrayEquals(new int[] {9, 3}, channels);
      assertArrayEquals(new double[] {3, 3}, volts);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anErrorOfAChannelFailsTheCallAndSaysWhatTheChannelReads(Mode mode) throws DeviceException {
    try (QontrolHeaters heaters = armed("", mode, false)) {
      heaters.setVoltages(new int[] {3}, new double[] {2});
      DeviceException.Rejected refused =
          assertThrows(
              DeviceException.Rejected.class,
              () -> heaters.setVoltages(new int[] {7}, new double[] {5.5}));
      assertTrue(refused.getMessage().contains("over-voltage on channel 7"), refused.getMessage());
      assertTrue(refused.getMessage().contains("now reads 0.0000 V"), refused.getMessage());
      assertTrue(refused.wireTraffic().contains("E01:07"), refused.wireTraffic());
    }
  }

  @Test
  void aRebootedChainGetsItsLimitsBackBeforeItsVoltages() throws DeviceException {
    start("", QontrolFirmware.Type.Q8IV, 8);
    long before;
    try (QontrolHeaters heaters = heaters(Mode.ASCII, false)) {
      arm(heaters);
      heaters.setVoltages(new int[] {5}, new double[] {4});
      before = heaters.report().requests();
    }
    emulator.close();
    // Two bare lines for discovery are not among the requests; the next set is the one to hit.
    try (QontrolHeaters heaters = armed("reboot@" + (before + 2), Mode.ASCII, false)) {
      heaters.setVoltages(new int[] {5}, new double[] {4});
      heaters.setVoltages(new int[] {7}, new double[] {3});
      heaters.setVoltages(new int[] {15}, new double[] {2});
      assertEquals(1, emulator.faults().get(FaultKind.REBOOT));
      assertEquals(1, heaters.report().restarts());
      assertEquals(4, bench.voltageV.get(5), STEP_V);
      assertEquals(3, bench.voltageV.get(7), STEP_V);
      assertThrows(
          DeviceException.Rejected.class,
          () -> heaters.setVoltages(new int[] {7}, new double[] {5.5}));
    }
  }

  @ParameterizedTest(name = "{0} requests later")
  @ValueSource(ints = {1, 10, 16, 17, 18, 25})
  void aChainThatRebootsWhileItIsSetUpIsSetUpOnceMore(int later) throws DeviceException {
    start("", QontrolFirmware.Type.Q8IV, 8);
    long before;
    try (QontrolHeaters heaters = heaters(Mode.ASCII, true)) {
      arm(heaters);
      heaters.setVoltages(new int[] {5}, new double[] {4});
      before = heaters.report().requests();
    }
    emulator.close();
    String faults = "reboot@%d,reboot@%d".formatted(before + 2, before + 2 + later);
    try (QontrolHeaters heaters = armed(faults, Mode.ASCII, true)) {
      heaters.setVoltages(new int[] {5}, new double[] {4});
      heaters.setVoltages(new int[] {7}, new double[] {3});
      heaters.setVoltages(new int[] {7}, new double[] {2});
      assertEquals(2, emulator.faults().get(FaultKind.REBOOT));
      assertEquals(4, bench.voltageV.get(5), STEP_V);
      assertEquals(2, bench.voltageV.get(7), STEP_V);
      assertThrows(
          DeviceException.Rejected.class,
          () -> heaters.setVoltages(new int[] {7}, new double[] {5.5}),
          "the limit of 5 V is in force again");
    }
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void aRebootWhoseWordWasLostIsFoundOutByReadingBack(int seed) throws DeviceException {
    start("", QontrolFirmware.Type.Q8IV, 8);
    long before;
    try (QontrolHeaters heaters = heaters(Mode.BINARY, true)) {
      arm(heaters);
      heaters.setVoltages(new int[] {5}, new double[] {4});
      before = heaters.report().requests();
    }
    emulator.close();
    String faults = "reboot@%d,drop@%1$d,seed=%d".formatted(before + 2, seed);
    try (QontrolHeaters heaters = armed(faults, Mode.BINARY, true)) {
      heaters.setVoltages(new int[] {5}, new double[] {4});
      heaters.setVoltages(new int[] {7}, new double[] {3});
      assertEquals(1, emulator.faults().get(FaultKind.REBOOT));
      assertEquals(4, bench.voltageV.get(5), STEP_V);
      assertEquals(3, bench.voltageV.get(7), STEP_V);
      assertEquals(1, heaters.report().restarts());
      assertThrows(
          DeviceException.Rejected.class,
          () -> heaters.setVoltages(new int[] {7}, new double[] {5.5}),
          "the limit of 5 V is in force again");
    }
  }

  @Test
  void aRebootBetweenRequestsIsHeardAndMended() throws Exception {
    try (QontrolHeaters heaters = armed("", Mode.BINARY, true)) {
      heaters.setVoltages(new int[] {5}, new double[] {4});
      assertFalse(heaters.restored());
      emulator.powerCycle();
      assertEquals(0.0, bench.voltageV.get(5));
      assertTrue(heaters.restored());
      assertEquals(4, bench.voltageV.get(5), STEP_V);
      assertFalse(heaters.restored());
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aRebootWhoseWordIsLostIsSeenInTheVoltages(Mode mode) throws DeviceException {
    try (QontrolHeaters heaters = armed("", mode, true)) {
      heaters.setVoltages(new int[] {5}, new double[] {4});
      emulatedChip.setVoltages(new int[] {5}, new double[] {0});
      assertTrue(heaters.restored());
      assertEquals(4, bench.voltageV.get(5), STEP_V);
      assertEquals(1, heaters.report().restarts());
      assertFalse(heaters.restored());
    }
  }

  /** Something that happens to a chain just before its next request. */
  private interface Mishap {
    void happen(Firmware module, Firmware.Replies replies);
  }

  private AtomicReference<Mishap> startWithMishaps() {
    wire = new MemoryWire("qontrol");
    emulatedChip = new EmulatedChip(bench, FaultPlan.NONE);
    AtomicReference<Mishap> next = new AtomicReference<>();
    Firmware module = new QontrolFirmware(emulatedChip, QontrolFirmware.Type.Q8IV, 8);
    Firmware unlucky =
        new Firmware() {
          @Override
          public String kind() {
            return module.kind();
          }

          @Override
          public void receive(byte[] bytes, Replies replies) {
            Mishap mishap = next.getAndSet(null);
            if (mishap != null) {
              mishap.happen(module, replies);
            }
            module.receive(bytes, replies);
          }

          @Override
          public long tick(long nowNanos, Replies replies) {
            return module.tick(nowNanos, replies);
          }

          @Override
          public void reboot(Replies replies) {
            module.reboot(replies);
          }

          @Override
          public void overrun(Replies replies) {
            module.overrun(replies);
          }
        };
    emulator =
        new Emulator(unlucky, wire, new FaultInjector(FaultPlan.NONE, 0), WireTiming.INSTANT);
    return next;
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aChannelThatTrippedMeanwhileIsReportedAndNotDrivenAgain(Mode mode) throws DeviceException {
    AtomicReference<Mishap> next = startWithMishaps();
    try (QontrolHeaters heaters = heaters(mode, true)) {
      arm(heaters);
      heaters.setVoltages(new int[] {5}, new double[] {4});
      emulatedChip.setVoltages(new int[] {5}, new double[] {0});
      next.set((module, replies) -> replies.send("E02:05\n".getBytes(StandardCharsets.US_ASCII)));
      DeviceException.Rejected tripped =
          assertThrows(DeviceException.Rejected.class, heaters::restored);
      assertTrue(tripped.getMessage().contains("over-current on channel 5"), "" + tripped);
      assertEquals(0.0, bench.voltageV.get(5));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aLimitThatADamagedInstructionHasLoweredIsSetAgain(Mode mode) throws DeviceException {
    AtomicReference<Mishap> next = startWithMishaps();
    try (QontrolHeaters heaters = heaters(mode, true)) {
      arm(heaters);
      heaters.setVoltages(new int[] {5}, new double[] {0.5});
      byte[] limit = "VMAX5=1\n".getBytes(StandardCharsets.US_ASCII);
      next.set((module, replies) -> module.receive(limit, new ArrayList<byte[]>()::add));
      heaters.setVoltages(new int[] {5, 7}, new double[] {4, 3});
      assertEquals(4, bench.voltageV.get(5), STEP_V);
      assertEquals(3, bench.voltageV.get(7), STEP_V);
    }
  }

  @Test
  void aBinaryUpdateTakesOneExchangeForTwoModules() throws DeviceException {
    try (QontrolHeaters heaters = armed("", Mode.BINARY, false)) {
      long before = heaters.report().requests();
      heaters.setVoltages(IntStream.range(0, 64).toArray(), new double[64]);
      assertEquals(before + 4, heaters.report().requests());
    }
  }

  @Test
  void aTighterReadbackNoticesSmallerDifferences() throws DeviceException {
    start("", QontrolFirmware.Type.Q8IV, 8);
    QontrolHeaters.Verify tight = new QontrolHeaters.Verify(true, 0.001, 0);
    try (QontrolHeaters heaters =
        new QontrolHeaters(
            new QontrolClient(wire.connect(trace), TIMEOUT, 5), Mode.BINARY, tight)) {
      arm(heaters);
      heaters.setVoltages(new int[] {5}, new double[] {4});
      emulatedChip.setVoltages(new int[] {5}, new double[] {4.01});
      heaters.setVoltages(new int[] {7}, new double[] {1});
      assertEquals(4, bench.voltageV.get(5), STEP_V);
    }
  }

  @Test
  void lostCharactersAreRepeatedAFewTimesAndThenGivenUp() throws DeviceException {
    try (QontrolHeaters heaters = armed("e15=0.2,seed=3", Mode.ASCII, false)) {
      heaters.setVoltages(new int[] {5, 7}, new double[] {1, 2});
      assertEquals(2, bench.voltageV.get(7), STEP_V);
      assertTrue(heaters.report().repeats() > 0);
    }
    emulator.close();
    start("e15=1", QontrolFirmware.Type.Q8IV, 1);
    DeviceException.Timeout givenUp =
        assertThrows(DeviceException.Timeout.class, () -> heaters(Mode.ASCII, false));
    assertTrue(givenUp.getMessage().contains("E15"), givenUp.getMessage());
  }

  @Test
  void aStuckHeaterIsNoticedWhenWritesAreVerified() throws DeviceException {
    try (QontrolHeaters heaters = armed("stuck:7", Mode.ASCII, true)) {
      DeviceException.Rejected noticed =
          assertThrows(
              DeviceException.Rejected.class,
              () -> heaters.setVoltages(new int[] {7}, new double[] {3}));
      assertTrue(noticed.getMessage().contains("does not show"), noticed.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void underMixedFaultsEveryVoltageEndsWhereItWasSet(Mode mode) throws DeviceException {
    String faults =
        "drop=0.004,delay=0.003:3,garble=0.006,duplicate=0.004,split=0.004,e15=0.004,seed=21";
    SplittableRandom random = new SplittableRandom(9);
    try (QontrolHeaters heaters = armed(faults, mode, true)) {
      int[] channels = IntStream.range(0, 64).toArray();
      double[] volts = new double[64];
      for (int i = 0; i < 60; i++) {
        int channel = random.nextInt(64);
        volts[channel] = 5 * random.nextDouble();
        heaters.setVoltages(new int[] {channel}, new double[] {volts[channel]});
        for (int wired : bench.layout().channels()) {
          assertEquals(
              volts[wired],
              bench.voltageV.getOrDefault(wired, 0.0),
              heaters.readbackToleranceV() + 0.025);
        }
      }
      assertArrayEquals(volts, heaters.readVoltages(channels), 0.055);
      assertTrue(heaters.report().troubled());
    }
  }

  @Test
  void somethingElseOnThePortIsNamed() {
    MemoryWire board = new MemoryWire("board");
    wire = board;
    emulator =
        new Emulator(
            new BoardFirmware(
                new EmulatedChip(bench, FaultPlan.NONE),
                new org.insitu.driver.protocol.BoardCapabilities(
                    64, 114, 12, 0.024, 4096, 256, 17, true),
                "T1"),
            board,
            new FaultInjector(FaultPlan.NONE, 0),
            WireTiming.INSTANT);
    DeviceException.BadFrame other =
        assertThrows(DeviceException.BadFrame.class, () -> heaters(Mode.ASCII, false));
    assertTrue(other.getMessage().contains("as a Qontrol chain does"), other.getMessage());
    assertTrue(other.getMessage().contains("-113"), other.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void theVendorsClientGetsWhatItNeedsToStart(int modules) throws DeviceException {
    start("", QontrolFirmware.Type.Q8IV, modules);
    List<String> hello = raw("id?\n", 1);
    assertTrue(hello.get(0).matches("\\w+\\d\\w*-[0-9a-fA-F*]+"), hello.toString());
    assertEquals(
        IntStream.range(0, modules).mapToObj(i -> "\u0006OK").toList(), raw("nup=0\n", modules));
    List<String> places = new ArrayList<>();
    for (int i = 0; i < modules; i++) {
      places.add("Q8iv-%04X: %d".formatted(i + 1, i));
    }
    assertEquals(places, raw("nupall?\n", modules));
    assertEquals(List.of("+12.0000 V"), raw("vfull?\n", 1));
    assertEquals(List.of("+24.0000 mA"), raw("ifull?\n", 1));
  }

  @Test
  void instructionsOfTheVendorsClientAreAnsweredAsRecorded() throws DeviceException {
    start("", QontrolFirmware.Type.Q8IV, 2);
    assertEquals(List.of("OK"), raw("v5=2.5\n", 1));
    assertEquals(List.of("+2.5000 V"), raw("V5?\n", 1));
    assertEquals(List.of("+5.0000 mA"), raw("I5?\n", 1));
    assertEquals(16, raw("VALL?\n", 16).size());
    assertEquals(List.of("0,5: +2.5000 V, +5.0000 mA,  12.4998 mW,    500 Ohm"), raw("VIP5?\n", 1));
    assertEquals(List.of("OK"), raw("VVEC8=1.0,2.0,0,0,0,0,0,0\n", 1));
    assertEquals(List.of("E12:00"), raw("V16=1\n", 1));
    assertEquals(List.of("E10:00"), raw("CCFN?\n", 1));
    assertEquals(List.of("E00:01"), raw("VERR?\n", 1));
    assertEquals(List.of("OK"), raw("VMAX3=1\n", 1));
    assertEquals(List.of("E01:03", "OK"), raw("V3=2\n", 2));
    assertEquals(List.of("E14:00", "E15:00"), raw("V0=" + "1.000000,".repeat(10) + "\n", 2));
  }

  @Test
  void binaryFramesMayMixWithTextAndAreAnsweredByModule() throws DeviceException {
    start("", QontrolFirmware.Type.Q8IV, 2);
    assertEquals(List.of("OK"), raw(bytes("81000000021fff"), 1));
    // 0x1FFF of 12 V.
    assertEquals(List.of("+1.4998 V"), raw("V2?\n", 1));
    assertEquals(List.of("+1.4998 V"), raw(bytes("88000000020000"), 1));
    assertEquals(List.of("OK", "OK"), raw(bytes("82000000000010" + "0aaa".repeat(16)), 2));
    assertEquals(16, raw(bytes("a9010000000000"), 16).size());
    assertEquals(List.of("E15:01"), raw(bytes("80000000021fff"), 1));
  }

  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }

  private LineClient raw;

  private List<String> raw(String text, int lines) throws DeviceException {
    if (raw == null) {
      raw = new LineClient(wire.connect(trace), 1000);
    }
    raw.send(text);
    List<String> answer = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      answer.add(raw.readLine(System.nanoTime() + 5_000_000_000L).orElse("(silence)"));
    }
    raw.readLine(System.nanoTime() + 2_000_000).ifPresent(answer::add);
    return answer;
  }
}
