package org.insitu.driver.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.LinkAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLockTest {
  @TempDir Path folder;

  @Test
  void theSecondOwnerIsToldWhoTheFirstIs() throws Exception {
    LinkAddress address = LinkAddress.parse("tcp:10.0.0.1:5025");
    try (OwnerLock first = OwnerLock.take(folder, address, "insitu with a.yaml")) {
      DeviceException.LinkLost refused =
          assertThrows(
              DeviceException.LinkLost.class, () -> OwnerLock.take(folder, address, "other"));
      assertTrue(refused.getMessage().contains("insitu with a.yaml"), refused.getMessage());
      assertTrue(first != null);
    }
    OwnerLock.take(folder, address, "other").close();
  }

  @Test
  void twoNamesOfOnePortAreOneInstrument() throws Exception {
    Path port = Files.createFile(folder.resolve("ttyUSB0"));
    Path byId = Files.createSymbolicLink(folder.resolve("by-id"), port);
    OwnerLock first =
        OwnerLock.take(folder, new LinkAddress.Serial(port.toString(), 9600, false), "a");
    assertThrows(
        DeviceException.LinkLost.class,
        () -> OwnerLock.take(folder, new LinkAddress.Serial(byId.toString(), 115200, false), "b"));
    first.close();
  }

  @Test
  void theLockFollowsAPortThatIsRenumbered() throws Exception {
    Path first = Files.createFile(folder.resolve("ttyUSB0"));
    Path second = Files.createFile(folder.resolve("ttyUSB1"));
    Path byId = Files.createSymbolicLink(folder.resolve("by-id"), first);
    LinkAddress address = new LinkAddress.Serial(byId.toString(), 9600, false);
    OwnerLock lock = OwnerLock.take(folder, address, "a");
    assertSame(lock, lock.moved(address, "a"));
    Files.delete(byId);
    Files.createSymbolicLink(byId, second);
    try (OwnerLock moved = lock.moved(address, "a")) {
      assertNotSame(lock, moved);
      OwnerLock.take(folder, new LinkAddress.Serial(first.toString(), 9600, false), "b").close();
      assertThrows(
          DeviceException.LinkLost.class,
          () ->
              OwnerLock.take(folder, new LinkAddress.Serial(second.toString(), 9600, false), "b"));
    }
  }

  @Test
  void aRefusalInThisProcessLeavesTheLockAgainstOthers() throws Exception {
    LinkAddress address = LinkAddress.parse("tcp:10.0.0.1:5025");
    try (OwnerLock first = OwnerLock.take(folder, address, "insitu with a.yaml")) {
      assertTrue(first != null);
      assertThrows(
          DeviceException.LinkLost.class, () -> OwnerLock.take(folder, address, "a second one"));
      assertEquals(Other.REFUSED, Other.run(folder, address));
    }
    assertEquals(0, Other.run(folder, address));
  }

  /** Another process that wants the same instrument. */
  static final class Other {
    static final int REFUSED = 3;

    static int run(Path folder, LinkAddress address) throws IOException, InterruptedException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Other.class.getName(),
              folder.toString(),
              address.toString())
          .inheritIO()
          .start()
          .waitFor();
    }

    public static void main(String[] arguments) {
      try {
        OwnerLock.take(Path.of(arguments[0]), LinkAddress.parse(arguments[1]), "other").close();
      } catch (DeviceException refused) {
        System.exit(REFUSED);
      }
    }
  }
}
