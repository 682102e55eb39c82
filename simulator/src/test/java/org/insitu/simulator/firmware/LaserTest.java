package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.WireTrace;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultKind;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.wire.MemoryWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laser and its driver, behind the adapter and directly on a line. */
class LaserTest {
  private static final Duration TIMEOUT = Duration.ofMillis(30);
  private static final double MAX_W = 0.02;
  private static final Hp816xLaser.Setup ADAPTER = new Hp816xLaser.Setup(true, 9, 0, 1550e-9);

  private final LedgerBench bench = new LedgerBench();
  private final EmulatedChip chip = new EmulatedChip(bench, FaultPlan.NONE);
  private final WireTrace trace = new WireTrace();
  private Emulator emulator;

  private LineClient serve(Firmware firmware, String faults) {
    MemoryWire wire = new MemoryWire(firmware.kind());
    emulator =
        new Emulator(
            firmware, wire, new FaultInjector(FaultPlan.parse(faults), 0), WireTiming.INSTANT);
    return new LineClient(wire.connect(trace), 1024);
  }

  private Hp816xLaser laser(Hp816xLaser.Setup setup, double lossDb, String faults)
      throws DeviceException {
    return new Hp816xLaser(
        serve(new LaserFirmware(chip, setup, lossDb, MAX_W), faults), TIMEOUT, 8, setup);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest(name = "adapter: {0}")
  @ValueSource(booleans = {true, false})
  void powerIsSetReadBackAndSwitchedOff(boolean adapter) throws DeviceException {
    Hp816xLaser.Setup setup = new Hp816xLaser.Setup(adapter, 9, 2, 1550e-9);
    try (Hp816xLaser laser = laser(setup, 0, "")) {
      assertEquals(MAX_W, laser.maxPowerW());
      assertEquals(0, laser.readPower());
      laser.setPower(1.1e-3);
      assertEquals(1.1e-3, bench.laserW);
      assertEquals(1.1e-3, laser.readPower());
      laser.setPower(0);
      assertEquals(0, bench.laserW);
      assertEquals(0, laser.readPower());
    }
  }

  @Test
  void theAdapterReadsOnlyWhenItIsTold() throws DeviceException {
    laser(ADAPTER, 0, "").close();
    String sent =
        trace.frames().stream()
            .filter(frame -> frame.way() == WireTrace.Way.SENT)
            .map(WireTrace.Frame::line)
            .reduce("", (a, b) -> a + b + "\n");
    assertTrue(sent.contains("++auto 0") && sent.contains("++savecfg 0"), sent);
    assertTrue(sent.indexOf("++addr 9") < sent.indexOf("*IDN?"), sent);
    assertTrue(sent.contains("*IDN?\\n++read eoi\\n"), sent);
  }

  @Test
  void lossBetweenLaserAndChipIsTheFirmwaresAffair() throws DeviceException {
    try (Hp816xLaser laser = laser(ADAPTER, 3, "")) {
      laser.setPower(2e-3);
      // 3 dB are a factor of 10^0.3.
      assertEquals(2e-3 / Math.pow(10, 0.3), bench.laserW, 1e-12);
    }
  }

  @Test
  void morePowerThanItHasIsRefused() throws DeviceException {
    try (Hp816xLaser laser = laser(ADAPTER, 0, "")) {
      DeviceException refused =
          assertThrows(DeviceException.Rejected.class, () -> laser.setPower(0.1));
      assertTrue(
          refused.getMessage().contains("it gives 1.000e-06 to 0.02000 W"), refused.getMessage());
      assertEquals(0, bench.laserW);
    }
  }

  @Test
  void itsWavelengthIsSetReadBackAndKeptToTheRangeThatItTells() throws DeviceException {
    try (Hp816xLaser laser = laser(ADAPTER, 0, "")) {
      assertEquals(new LaserTuning(1550e-9, 1495e-9, 1640e-9), laser.tuning());
      laser.setPower(1e-3);
      laser.setWavelength(1560.5e-9);
      assertTrue(laser.tuning().at(1560.5e-9));
      assertEquals(1e-3, laser.readPower(), "power stays");
      long sent = laser.report().requests();
      for (double outside : new double[] {1494.9e-9, 1640.1e-9, 0, -1, Double.NaN}) {
        SafetyLimitException refused =
            assertThrows(SafetyLimitException.class, () -> laser.setWavelength(outside));
        assertTrue(
            refused.getMessage().contains("it has 1495 to 1640 nm; nothing has changed"),
            refused.getMessage());
      }
      assertEquals(sent, laser.report().requests(), "nothing was sent");
      assertTrue(laser.tuning().at(1560.5e-9));
    }
  }

  @Test
  void aWavelengthOfTheFileThatItDoesNotHaveIsRefusedInTheDark() {
    Hp816xLaser.Setup wrong = new Hp816xLaser.Setup(true, 9, 0, 1310e-9);
    DeviceException refused =
        assertThrows(DeviceException.Rejected.class, () -> laser(wrong, 0, ""));
    assertTrue(
        refused
            .getMessage()
            .contains("cannot be tuned to 1310 nm, it has 1495 to 1640 nm; nothing has changed"),
        refused.getMessage());
    assertTrue(refused.getMessage().endsWith("correct its wavelength in the bench file"));
    assertEquals(0, bench.laserW);
  }

  @Test
  void aLaserThatLostItsPowerWhileItWasSetIsSetAgain() throws DeviceException {
    // At every request of the start and of the first set, until there is none left to hit.
    for (int request = 1; request < 60; request++) {
      try (Hp816xLaser laser = laser(ADAPTER, 0, "reboot@" + request)) {
        laser.setPower(1e-3);
        boolean happened = emulator.faults().get(FaultKind.REBOOT) > 0;
        assertEquals(1e-3, bench.laserW, "reboot at request " + request);
        emulator.close();
        if (!happened) {
          return;
        }
      }
    }
  }

  @Test
  void lostAndDamagedLinesNeverLeaveTheWrongPower() throws DeviceException {
    String faults = "drop=0.02,garble=0.02,duplicate=0.01,split=0.02,delay=0.02:5,seed=5";
    try (Hp816xLaser laser = laser(ADAPTER, 0, faults)) {
      for (int i = 1; i <= 40; i++) {
        laser.setPower(i * 1e-4);
        // The readback tolerates 1 %: what an attenuator settles to.
        assertEquals(i * 1e-4, bench.laserW, i * 1e-6, "set " + i);
        laser.setPower(0);
        assertEquals(0, bench.laserW, "off " + i);
      }
      assertTrue(laser.report().troubled());
    }
  }

  @Test
  void anotherAddressIsSilentAndNamed() {
    LineClient line = serve(new LaserFirmware(chip, ADAPTER, 0, MAX_W), "");
    Hp816xLaser.Setup wrong = new Hp816xLaser.Setup(true, 10, 0, 1550e-9);
    DeviceException silent =
        assertThrows(DeviceException.Timeout.class, () -> new Hp816xLaser(line, TIMEOUT, 2, wrong));
    assertTrue(silent.getMessage().contains("GPIB address 10"), silent.getMessage());
  }

  @Test
  void aSwitchOnItsPortIsNoLaser() {
    LineClient line = serve(new OswFirmware(chip, 1), "");
    DeviceException other =
        assertThrows(DeviceException.class, () -> new Hp816xLaser(line, TIMEOUT, 2, ADAPTER));
    assertTrue(other.getMessage().contains("Command error"), other.getMessage());
  }
}
