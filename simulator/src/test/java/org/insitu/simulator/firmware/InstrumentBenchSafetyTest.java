package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.driver.instrument.Laser;
import org.insitu.driver.safety.InstrumentBench;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.mesh.processor.Direction;
import org.insitu.simulator.bench.VirtualBenches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bench of instruments does beyond the contract: exactness, owners, lost links, limits. */
class InstrumentBenchSafetyTest {
  private static final String RULES =
      EmulatedBenchFiles.BOARD + "limits: {maxCurrentMilliamps: 8.5, slewVPerS: 100}\n";

  @TempDir Path folder;
  private EmulatedBench emulated;

  private Bench open(String text) throws IOException, DeviceException {
    Path file = EmulatedBenchFiles.write(folder, text);
    emulated = EmulatedBenchFiles.start(file, "");
    return BenchFile.open(file);
  }

  @AfterEach
  void stop() throws DeviceException {
    emulated.close();
  }

  @Test
  void everyBitIsThatOfTheVirtualBench() throws Exception {
    try (Bench real = open(EmulatedBenchFiles.BOARD);
        Bench virtual = VirtualBenches.open("sim:amf420", EmulatedBenchFiles.SEED)) {
      for (Bench bench : new Bench[] {real, virtual}) {
        bench.setLaserPower(1.1e-3);
      }
      int[] channels = virtual.layout().channels();
      for (int step = 0; step < 20; step++) {
        double[] volts = new double[channels.length];
        for (int i = 0; i < volts.length; i++) {
          volts[i] = 2 + Math.sin(step + i) / 3;
        }
        Direction direction = step % 5 == 4 ? Direction.BACKWARD : Direction.FORWARD;
        int[] columns = {18, 17, 3, 4, 5};
        TapFrame[] frames = new TapFrame[2];
        Bench[] benches = {real, virtual};
        for (int b = 0; b < 2; b++) {
          benches[b].setDirection(direction);
          frames[b] = benches[b].setSettleRead(channels, volts, Duration.ofMillis(30), columns, 2);
        }
        for (int i = 0; i < columns.length; i++) {
          for (int row = 0; row < 6; row++) {
            assertEquals(frames[1].powerW()[i][row], frames[0].powerW()[i][row]);
          }
        }
      }
    }
  }

  @Test
  void aSecondOwnerIsRefusedWithTheNameOfTheFirst() throws Exception {
    try (Bench first = open(EmulatedBenchFiles.BOARD)) {
      assertTrue(first.counters().heaterWrites() == 0);
      YamlFileException refused =
          assertThrows(YamlFileException.class, () -> BenchFile.open(folder.resolve("bench.yaml")));
      assertTrue(
          refused.getMessage().contains("process " + ProcessHandle.current().pid()),
          refused.getMessage());
      assertTrue(refused.getMessage().contains("bench.yaml line 3"), refused.getMessage());
    }
  }

  @Test
  void aLostLinkThatReturnsEndsWithTheHeatersAtZero() throws Exception {
    try (Bench bench = open(EmulatedBenchFiles.BOARD)) {
      bench.setVoltages(new int[] {5}, new double[] {4});
      assertEquals(Map.of(5, 4.0), emulated.chip().live());
      emulated.emulators().get(0).hangUp(Duration.ofMillis(200));
      DeviceException lost =
          assertThrows(
              DeviceException.class, () -> bench.setVoltages(new int[] {7}, new double[] {3}));
      assertTrue(lost.wireTraffic().contains("VOLT:LIST"), lost.wireTraffic());
    }
    assertEquals(Map.of(), emulated.chip().live());
  }

  @Test
  void aLostLinkThatStaysLostIsReported() throws Exception {
    Bench bench = open(EmulatedBenchFiles.BOARD);
    bench.setVoltages(new int[] {5}, new double[] {4});
    emulated.emulators().get(0).close();
    assertThrows(DeviceException.class, bench::close);
    // Released all the same: the watchdog of the board does the rest.
    bench.close();
    assertTrue(((InstrumentBench) bench).unconfirmed().isPresent());
  }

  @Test
  void theSafeStateNeedsNeitherTapsNorSwitch() throws Exception {
    InstrumentBench bench = (InstrumentBench) open(EmulatedBenchFiles.FOUR);
    bench.setVoltages(new int[] {5}, new double[] {4});
    bench.setLaserPower(1e-3);
    emulated.emulators().get(1).close();
    emulated.emulators().get(2).close();
    assertThrows(DeviceException.class, () -> bench.readTaps(new int[] {0}, 1));
    assertThrows(DeviceException.class, () -> bench.setDirection(Direction.BACKWARD));
    bench.safeState();
    bench.close();
    assertTrue(bench.unconfirmed().isEmpty());
    assertEquals(Map.of(), emulated.chip().live());
    assertEquals(0, brightest(), 1e-9);
  }

  @Test
  void theLaserGoesDarkWhenTheHeatersAreLost() throws Exception {
    InstrumentBench bench = (InstrumentBench) open(EmulatedBenchFiles.FOUR);
    bench.setLaserPower(1e-3);
    assertTrue(brightest() > 1e-5);
    emulated.emulators().get(0).close();
    DeviceException unconfirmed = assertThrows(DeviceException.class, bench::close);
    assertTrue(unconfirmed.getMessage().contains("ports/heaters"), unconfirmed.getMessage());
    assertEquals(0, brightest(), 1e-9);
  }

  private double brightest() throws DeviceException {
    // All taps of the chip, six rows by 19 columns.
    double[] powerW = emulated.chip().readTaps(new int[] {0, 114}, 1);
    return java.util.Arrays.stream(powerW).max().orElseThrow();
  }

  @Test
  void aDirectionThatWasNotConfirmedIsSetAgain() throws Exception {
    try (Bench bench = open(EmulatedBenchFiles.FOUR)) {
      emulated.emulators().get(2).hangUp(Duration.ofMillis(100));
      assertThrows(DeviceException.class, () -> bench.setDirection(Direction.BACKWARD));
      // It had moved before its link was lost.
      emulated.chip().setDirection(Direction.BACKWARD);
      bench.safeState();
      bench.setDirection(Direction.FORWARD);
      assertEquals(Direction.FORWARD, emulated.chip().direction());
    }
  }

  @Test
  void heatersCountWithWhatTheyMayHaveAfterAFailedWrite() throws Exception {
    String budget = EmulatedBenchFiles.BOARD + "limits: {maxTotalPowerMilliwatts: 100}\n";
    try (Bench bench = open(budget)) {
      emulated.emulators().get(0).hangUp(Duration.ofMillis(100));
      // 32 mW each at 4 V and 500 ohms.
      assertThrows(
          DeviceException.class, () -> bench.setVoltages(new int[] {5, 7}, new double[] {4, 4}));
      assertThrows(
          SafetyLimitException.class,
          () -> bench.setVoltages(new int[] {13, 15}, new double[] {4, 4}));
    }
  }

  @Test
  void everyInstrumentIsOpenedAgainAfterItsLinkWasLost() throws Exception {
    try (Bench bench = open(EmulatedBenchFiles.FOUR)) {
      bench.setLaserPower(1e-3);
      for (Emulator emulator : emulated.emulators()) {
        bench.setVoltages(new int[] {5}, new double[] {2});
        emulator.hangUp(Duration.ofMillis(100));
        assertThrows(
            DeviceException.class,
            () -> {
              bench.setVoltages(new int[] {7}, new double[] {3});
              bench.readTaps(new int[] {0}, 1);
              bench.setDirection(
                  bench.direction() == Direction.FORWARD ? Direction.BACKWARD : Direction.FORWARD);
              bench.setLaserPower(2e-3);
            },
            emulator.kind());
        bench.safeState();
        assertEquals(Map.of(), emulated.chip().live(), emulator.kind());
      }
      // All of them serve as before.
      bench.setLaserPower(1e-3);
      bench.setVoltages(new int[] {5}, new double[] {2});
      bench.setDirection(Direction.BACKWARD);
      bench.setDirection(Direction.FORWARD);
      assertTrue(bench.readTaps(new int[] {0}, 1).powerW()[0][0] > 1e-5);
    }
  }

  @Test
  void aLaserWhoseLinkCameBackIsTunedAsBeforeWhenItIsLit() throws Exception {
    try (Bench bench = open(EmulatedBenchFiles.FOUR)) {
      bench.setLaserPower(1e-3);
      bench.setWavelength(1560e-9);
      Emulator laser =
          emulated.emulators().stream()
              .filter(emulator -> emulator.kind().equals("laser"))
              .findFirst()
              .orElseThrow();
      laser.hangUp(Duration.ofMillis(100));
      assertThrows(DeviceException.class, () -> bench.setLaserPower(2e-3));
      bench.safeState();
      assertTrue(bench.tuning().orElseThrow().at(1560e-9));
      bench.setLaserPower(1e-3);
      Laser now =
          ((InstrumentBench) bench)
              .instruments().stream()
                  .filter(Laser.class::isInstance)
                  .map(Laser.class::cast)
                  .findFirst()
                  .orElseThrow();
      assertTrue(now.tuning().at(1560e-9), now.tuning().toString());
    }
  }

  @Test
  void whatWasReadWhileTheHeatersWereOffIsReadAgain() throws Exception {
    try (InstrumentBench bench = (InstrumentBench) open(EmulatedBenchFiles.FOUR)) {
      bench.setVoltages(new int[] {5}, new double[] {2});
      emulated.emulators().get(0).powerCycle();
      assertEquals(Map.of(), emulated.chip().live());
      // Its word of it may still be on its way.
      bench.readTaps(new int[] {0}, 1);
      assertEquals(1, bench.report().restarts());
      assertEquals(1, emulated.chip().live().size());
    }
  }

  @Test
  void theCurrentLimitIsCheckedBeforeAnythingIsWritten() throws Exception {
    try (Bench bench = open(RULES)) {
      SafetyLimitException refused =
          assertThrows(
              SafetyLimitException.class,
              () -> bench.setVoltages(new int[] {5, 7}, new double[] {1, 4.3}));
      assertTrue(refused.getMessage().contains("8.600 mA"), refused.getMessage());
      assertEquals(Map.of(), emulated.chip().live());
    }
  }

  @Test
  void slewGoesInStepsOnTheBenchsClock() throws Exception {
    try (Bench bench = open(RULES)) {
      Duration before = bench.counters().chipTime();
      bench.setVoltages(new int[] {5}, new double[] {4});
      // 4 V at 100 V/s are 40 ms: three steps of 10 ms before the last one.
      Duration took = bench.counters().chipTime().minus(before);
      assertTrue(took.compareTo(Duration.ofMillis(30)) >= 0, took.toString());
      assertEquals(4.0, emulated.chip().voltage(5));
    }
  }

  @Test
  void whatIsNotThereOrDoesNotFitIsNamedWithItsLineAndNothingIsEnergised() throws Exception {
    open(EmulatedBenchFiles.FOUR).close();
    refused(
        EmulatedBenchFiles.FOUR.replace("ports/heaters", "ports/none"),
        "bench.yaml line 3: there is no serial port");
    refused(
        EmulatedBenchFiles.FOUR.replace(
            "kind: osw, link: \"serial:ports/switch", "kind: osw, link: \"serial:ports/heaters"),
        "same instrument");
    refused(
        EmulatedBenchFiles.FOUR
            .replace(
                "kind: qontrol, link: \"serial:ports/heaters\", mode: ascii",
                "kind: qontrol, link: \"serial:ports/switch\"")
            .replace("osw, link: \"serial:ports/switch", "osw, link: \"serial:ports/heaters"),
        "as a Qontrol chain does");
    refused(
        EmulatedBenchFiles.FOUR + "limits: {maxCurrentMilliamps: 30}\n",
        "above the full scale of 24.0 mA");
    assertEquals(Map.of(), emulated.chip().live());
  }

  private void refused(String text, String why) throws IOException {
    Path file = EmulatedBenchFiles.write(folder, text);
    YamlFileException refused = assertThrows(YamlFileException.class, () -> BenchFile.open(file));
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
