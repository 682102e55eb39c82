package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.instrument.OswSwitch;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.WireTrace;
import org.insitu.mesh.processor.Direction;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.wire.MemoryWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OSW switch and its driver. */
class FibreSwitchTest {
  private static final Duration TIMEOUT = Duration.ofMillis(30);

  private final LedgerBench bench = new LedgerBench();
  private final EmulatedChip chip = new EmulatedChip(bench, FaultPlan.NONE);
  private Emulator emulator;

  private LineClient serve(Firmware firmware, String faults) {
    MemoryWire wire = new MemoryWire(firmware.kind());
    emulator =
        new Emulator(
            firmware, wire, new FaultInjector(FaultPlan.parse(faults), 0), WireTiming.INSTANT);
    return new LineClient(wire.connect(new WireTrace()), 1024);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest(name = "forward is position {0}")
  @ValueSource(ints = {1, 2})
  void directionsAreAbsoluteAndReadBack(int forward) throws DeviceException {
    try (OswSwitch osw =
        new OswSwitch(serve(new OswFirmware(chip, forward), ""), TIMEOUT, 3, forward)) {
      assertTrue(osw.identity().startsWith("OSW"), osw.identity());
      for (Direction direction :
          new Direction[] {Direction.BACKWARD, Direction.BACKWARD, Direction.FORWARD}) {
        osw.setDirection(direction);
        assertEquals(direction, bench.direction);
        assertEquals(direction, osw.readDirection());
      }
    }
  }

  @Test
  void lostAndDamagedLinesNeverLeaveItInTheWrongPosition() throws DeviceException {
    String faults = "drop=0.04,garble=0.04,duplicate=0.04,split=0.04,delay=0.04:5,seed=8";
    try (OswSwitch osw = new OswSwitch(serve(new OswFirmware(chip, 1), faults), TIMEOUT, 8, 1)) {
      for (int i = 0; i < 60; i++) {
        Direction direction = i % 2 == 0 ? Direction.BACKWARD : Direction.FORWARD;
        osw.setDirection(direction);
        assertEquals(direction, bench.direction, "move " + i);
      }
      assertTrue(osw.report().troubled());
    }
  }

  @Test
  void aSwitchThatDoesNotMoveIsReported() throws DeviceException {
    Firmware jammed =
        new TextFirmware() {
          @Override
          public String kind() {
            return "jammed";
          }

          @Override
          void line(String text, Replies replies) {
            if (text.endsWith("?")) {
              send(replies, text.equals("S?") ? "1" : "OSW12");
            }
          }

          @Override
          void powerUp() {
            // Nothing to lose.
          }
        };
    try (OswSwitch osw = new OswSwitch(serve(jammed, ""), TIMEOUT, 3, 1)) {
      DeviceException.Rejected stays =
          assertThrows(DeviceException.Rejected.class, () -> osw.setDirection(Direction.BACKWARD));
      assertTrue(stays.getMessage().contains("did not move to position 2"), stays.getMessage());
      assertTrue(stays.wireTraffic().contains("S 2"), stays.wireTraffic());
    }
  }

  @Test
  void aLaserOnItsPortIsNoSwitch() {
    Hp816xLaser.Setup direct = new Hp816xLaser.Setup(false, 20, 0, 1550e-9);
    LineClient line = serve(new LaserFirmware(chip, direct, 0, 0.02), "");
    DeviceException silent =
        assertThrows(DeviceException.class, () -> new OswSwitch(line, TIMEOUT, 2, 1));
    assertTrue(silent.getMessage().contains("that it is an OSW switch"), silent.getMessage());
  }
}
