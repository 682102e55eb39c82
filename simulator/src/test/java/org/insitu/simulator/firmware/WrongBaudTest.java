package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.instrument.Instrument;
import org.insitu.driver.instrument.OswSwitch;
import org.insitu.driver.instrument.QontrolHeaters;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.protocol.BoardClient;
import org.insitu.driver.protocol.QontrolClient;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.wire.MemoryWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every driver on a line whose baud rate is not that of its instrument. */
class WrongBaudTest {
  private static final Duration TIMEOUT = Duration.ofMillis(20);

  private final LedgerBench bench = new LedgerBench();

  /** The drivers, each as it connects. */
  enum Driver {
    QONTROL {
      @Override
      Instrument connect(Link link) throws DeviceException {
        return new QontrolHeaters(
            new QontrolClient(link, TIMEOUT, 3),
            QontrolHeaters.Mode.BINARY,
            QontrolHeaters.Verify.DEFAULT);
      }
    },
    BOARD {
      @Override
      Instrument connect(Link link) throws DeviceException {
        return new BoardInstrument(new BoardClient(link, TIMEOUT, 3, 1), Duration.ZERO);
      }
    },
    SWITCH {
      @Override
      Instrument connect(Link link) throws DeviceException {
        return new OswSwitch(new LineClient(link, 1024), TIMEOUT, 3, 1);
      }
    },
    LASER {
      @Override
      Instrument connect(Link link) throws DeviceException {
        return new Hp816xLaser(
            new LineClient(link, 1024), TIMEOUT, 3, new Hp816xLaser.Setup(true, 20, 0, 1550e-9));
      }
    };

    abstract Instrument connect(Link link) throws DeviceException;
  }

  private static DeviceException refusal(Driver driver, Firmware firmware, int hostBaud) {
    MemoryWire wire = new MemoryWire("port", 115_200, hostBaud);
    try (Emulator emulator =
            new Emulator(firmware, wire, new FaultInjector(FaultPlan.NONE, 0), WireTiming.INSTANT);
        Link link = wire.connect(new WireTrace())) {
      DeviceException refused =
          assertThrows(DeviceException.class, () -> driver.connect(link), emulator.kind());
      return refused;
    }
  }

  /** Says something whenever it hears something, as an echo or a chattering line does. */
  private static Firmware talkative() {
    return new Firmware() {
      @Override
      public String kind() {
        return "talkative";
      }

      @Override
      public void receive(byte[] bytes, Replies replies) {
        replies.send("I am something, version 1.0\r\n".getBytes(StandardCharsets.US_ASCII));
      }

      @Override
      public long tick(long nowNanos, Replies replies) {
        return TimeUnit.HOURS.toNanos(1);
      }

      @Override
      public void reboot(Replies replies) {
        receive(new byte[0], replies);
      }

      @Override
      public void overrun(Replies replies) {
        receive(new byte[0], replies);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Driver.class)
  void nonsenseIsCalledNonsenseAndTheBaudRateIsSuspected(Driver driver) {
    for (int baud : new int[] {9600, 38_400, 57_600}) {
      DeviceException refused = refusal(driver, talkative(), baud);
      assertTrue(refused instanceof DeviceException.BadFrame, refused.toString());
      assertTrue(
          refused.getMessage().startsWith("memory:port answers '")
              && refused.getMessage().endsWith("'; is the baud rate right?"),
          refused.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(Driver.class)
  void anotherInstrumentAtTheRightRateIsQuoted(Driver driver) {
    String said = refusal(driver, talkative(), 115_200).getMessage();
    assertTrue(said.contains("I am something, version 1.0"), said);
  }

  @Test
  void aChainThatMissesItsFramesIsNotSetToAnything() {
    EmulatedChip chip = new EmulatedChip(bench, FaultPlan.NONE);
    QontrolFirmware firmware = new QontrolFirmware(chip, QontrolFirmware.Type.Q8IV, 8);
    String said = refusal(Driver.QONTROL, firmware, 38_400).getMessage();
    assertTrue(said.contains("nonsense"), said);
    assertEquals(Map.of(), chip.live());
  }
}
