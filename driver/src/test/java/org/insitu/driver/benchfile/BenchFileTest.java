package org.insitu.driver.benchfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.insitu.driver.benchfile.BenchSpec.Role;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchFileTest {
  private static final String GOOD =
      """
      chip: amf420
      instruments:
        heaters: {kind: qontrol, link: "serial:ports/heaters?baud=115200", mode: ascii}
        taps: {kind: board, link: "tcp:127.0.0.1:9221", watchdogMs: 500}
        switch: {same: taps}
        laser: {kind: hp816x, link: "serial:COM7", address: 9, lossDb: 3}
      limits: {maxVoltageV: 4.5, maxTotalPowerMilliwatts: 900, slewVPerS: 50}
      timing: {settlingMs: 20, timeoutMs: 100}
      blankLaser: true
      """;

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("bench.yaml"), text);
  }

  @Test
  void rolesLinksLimitsAndTimesAreRead() throws IOException {
    BenchSpec spec = BenchFile.read(write(GOOD));
    LinkAddress.Serial port = (LinkAddress.Serial) spec.instruments().get(Role.HEATERS).link();
    assertEquals(folder.resolve("ports/heaters").toString(), port.port());
    assertSame(spec.instruments().get(Role.TAPS), spec.instruments().get(Role.SWITCH));
    assertEquals(3, spec.distinct().size());
    assertEquals(4.5, spec.layout().limits().maxVoltageV());
    assertEquals(0.9, spec.layout().limits().maxTotalPowerW());
    assertEquals(Duration.ofMillis(20), spec.layout().limits().settling());
    assertEquals(50, spec.rules().slewVPerS());
    assertEquals(3, spec.rules().laserLossDb());
    assertTrue(spec.rules().blankLaser());
    assertEquals(Duration.ofMillis(100), spec.timeout());
    assertEquals(5, spec.instrumentChannel()[0]);
  }

  @Test
  void aBenchFileIsToldFromAVirtualChip() {
    assertTrue(BenchFile.describes(YamlNode.parse("x", GOOD)));
    assertTrue(!BenchFile.describes(YamlNode.parse("x", "simulate: amf420")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: ascii|mode: fast|line 3: \"fast\" is not a valid",
        "kind: qontrol|kind: qontroll|line 3: \"qontroll\" is not a valid",
        "serial:ports/heaters?baud=115200|/dev/ttyUSB0|line 3: '/dev/ttyUSB0' is no link address",
        "maxVoltageV: 4.5|maxVoltageV: 6|line 7: limits.maxVoltageV must be a number from 0.0 to 5.0",
        "maxVoltageV: 4.5|maxVoltage: 4.5|line 7: unknown field \"maxVoltage\"",
        "{same: taps}|{same: laser}|line 5: an instrument of kind hp816x cannot serve as switch",
        "{same: taps}|{kind: osw, link: \"tcp:127.0.0.1:9221\"}|line 5: switch has the link of taps",
        "chip: amf420|chip: amf999|line 1: unknown chip layout",
        "blankLaser: true|'channels: {4: 1, 5: 1}'|line 9: channel 7 of theta(3,2) is missing"
      })
  void aMistakeIsNamedWithItsLine(String good, String bad, String message) throws IOException {
    assertTrue(GOOD.contains(good), good);
    Path file = write(GOOD.replace(good, bad));
    YamlFileException mistake = assertThrows(YamlFileException.class, () -> BenchFile.read(file));
    assertTrue(mistake.getMessage().contains(message), mistake.getMessage());
  }

  @Test
  void twoHeatersOnOneChannelAreRefused() throws IOException {
    StringBuilder map = new StringBuilder("channels: {");
    for (int channel : BenchFile.read(write(GOOD)).layout().channels()) {
      map.append(channel).append(": ").append(channel == 59 ? 5 : channel).append(", ");
    }
    Path file = write(GOOD + map + "}\n");
    YamlFileException mistake = assertThrows(YamlFileException.class, () -> BenchFile.read(file));
    assertTrue(
        mistake.getMessage().contains("channel 5 already drives theta(1,1)"), mistake.getMessage());
  }
}
