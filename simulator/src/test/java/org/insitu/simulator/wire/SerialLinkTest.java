package org.insitu.simulator.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.WireTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The serial link over pseudo terminals that the emulators make. */
class SerialLinkTest extends LinkContract {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("ports/heaters");
  }

  @Override
  Wire wire() throws IOException {
    return new PtyWire(path());
  }

  @Override
  Link connect(Wire wire, WireTrace trace) throws DeviceException {
    return LinkAddress.parse(wire.address() + "?baud=115200").open(trace);
  }

  @Test
  void aSecondOpenIsRefusedAsBusy() {
    DeviceException.LinkLost refused =
        assertThrows(
            DeviceException.LinkLost.class,
            () -> LinkAddress.parse("serial:" + path()).open(new WireTrace()));
    assertTrue(refused.getMessage().contains("busy"), refused.getMessage());
  }

  @Test
  void aMissingPortIsNamed() {
    DeviceException.LinkLost refused =
        assertThrows(
            DeviceException.LinkLost.class,
            () -> LinkAddress.parse("serial:" + folder.resolve("none")).open(new WireTrace()));
    assertTrue(refused.getMessage().contains("none"), refused.getMessage());
    assertTrue(refused.getMessage().contains("insitu bench ports"), refused.getMessage());
  }

  @ParameterizedTest(name = "{0} baud")
  @ValueSource(ints = {9600, 115_200, 250_000})
  void theInstrumentKnowsTheBaudRateOfItsHost(int baud) throws Exception {
    try (PtyWire wire = new PtyWire(folder.resolve("uart"), 57_600)) {
      assertEquals(57_600, wire.hostBaud());
      try (Link host = LinkAddress.parse(wire.address() + "?baud=" + baud).open(new WireTrace())) {
        assertEquals(baud, wire.hostBaud(), host.name());
      }
    }
  }

  @Test
  void aPathThatIsNoPortIsNotOverwritten() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "data");
    assertThrows(IOException.class, () -> new PtyWire(precious));
    assertEquals("data", Files.readString(precious));
  }

  @Test
  void theLinkIsRemovedWithItsPort() throws IOException {
    Path other = folder.resolve("other");
    PtyWire wire = new PtyWire(other);
    assertTrue(Files.isSymbolicLink(other));
    wire.close();
    assertFalse(Files.exists(other, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void theNativePartIsWritableByItsUserOnly() throws IOException {
    Path unpacked = Path.of(System.getProperty("jSerialComm.library.path"));
    assertEquals("rwx------", permissions(unpacked));
    try (var files = Files.list(unpacked)) {
      for (Path file : files.toList()) {
        assertEquals("rwx------", permissions(file), file.toString());
      }
    }
  }

  private static String permissions(Path path) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path));
  }
}
