package org.insitu.simulator.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
  void portsStayOpenForWhatIsDoneWhenTheProcessEnds() throws Exception {
    Path other = folder.resolve("other");
    try (PtyWire wire = new PtyWire(other);
        Link device = wire.accept(Duration.ofSeconds(1)).orElseThrow()) {
      Process host = EndingHost.start(other);
      byte[] question = new byte[1];
      int asked = 0;
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (host.isAlive() && System.nanoTime() - end < 0) {
        if (device.receive(question, System.nanoTime() + 20_000_000) == 1) {
          asked++;
          device.send(question);
        }
      }
      assertTrue(host.waitFor(10, TimeUnit.SECONDS));
      assertEquals(EndingHost.QUESTIONS, asked);
    }
  }

  /** A process that ends with a port open, and asks over it in a shutdown hook. */
  static final class EndingHost {
    // Takes longer than the library needs to close a port.
    static final int QUESTIONS = 3000;

    private EndingHost() {}

    static Process start(Path port) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              EndingHost.class.getName(),
              port.toString())
          .inheritIO()
          .start();
    }

    public static void main(String[] arguments) throws Exception {
      Link link = LinkAddress.parse("serial:" + arguments[0]).open(new WireTrace());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> ask(link)));
    }

    private static void ask(Link link) {
      byte[] answer = new byte[1];
      try (link) {
        for (int i = 0; i < QUESTIONS; i++) {
          link.send(new byte[] {'?'});
          link.receive(answer, System.nanoTime() + 1_000_000_000);
        }
      } catch (DeviceException e) {
        throw new IllegalStateException("the port was closed under its user", e);
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
