package org.insitu.driver.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.insitu.driver.device.DeviceException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's odd answers, which no real port gives on demand. */
class SerialPortFaultsTest {
  private static final LinkAddress.Serial ADDRESS =
      new LinkAddress.Serial("/dev/null", 115_200, false);

  private final SerialPort port = mock(SerialPort.class);
  private final CountDownLatch unplugged = new CountDownLatch(1);

  @BeforeAll
  static void unpackPrivately() throws DeviceException {
    NativeLibrary.prepare();
  }

  private SerialLink open() throws DeviceException {
    when(port.openPort(anyInt(), anyInt(), anyInt())).thenReturn(true);
    when(port.readBytes(any(), anyInt()))
        .thenAnswer(
            call -> {
              unplugged.await();
              return -1;
            });
    return SerialLink.open(ADDRESS, port, new WireTrace());
  }

  @Test
  void partialWritesAreContinuedWhereTheyStopped() throws DeviceException {
    when(port.writeBytes(any(), anyInt(), anyInt())).thenReturn(2, 0, 3);
    SerialLink link = open();
    link.send(new byte[] {1, 2, 3, 4, 5});
    verify(port)
        .writeBytes(any(), org.mockito.ArgumentMatchers.eq(5), org.mockito.ArgumentMatchers.eq(0));
    verify(port, times(2))
        .writeBytes(any(), org.mockito.ArgumentMatchers.eq(3), org.mockito.ArgumentMatchers.eq(2));
    link.close();
  }

  @Test
  void aReaderWithoutMemoryIsALostLink() throws DeviceException {
    when(port.openPort(anyInt(), anyInt(), anyInt())).thenReturn(true);
    when(port.readBytes(any(), anyInt())).thenThrow(new OutOfMemoryError("on purpose"));
    SerialLink link = SerialLink.open(ADDRESS, port, new WireTrace());
    long deadline = System.nanoTime() + 10_000_000_000L;
    DeviceException.LinkLost lost =
        assertThrows(DeviceException.LinkLost.class, () -> link.receive(new byte[1], deadline));
    assertTrue(lost.getMessage().contains("its reader failed"), lost.getMessage());
  }

  @Test
  void permissionComesFromTheGroupOfAPortOrItsOwner(@TempDir Path folder) throws Exception {
    Path forGroup =
        Files.createFile(
            folder.resolve("ttyUSB0"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    assertTrue(
        SerialLink.remedy(forGroup).startsWith("it is rw------- of "), SerialLink.remedy(forGroup));
    Files.setPosixFilePermissions(forGroup, PosixFilePermissions.fromString("rw-rw----"));
    assertTrue(
        SerialLink.remedy(forGroup).startsWith("join the group '"), SerialLink.remedy(forGroup));
    assertTrue(SerialLink.remedy(folder.resolve("none")).contains("dialout"));
  }

  @Test
  void aNegativeWriteIsALostLink() throws DeviceException {
    when(port.writeBytes(any(), anyInt(), anyInt())).thenReturn(-1);
    SerialLink link = open();
    assertThrows(DeviceException.LinkLost.class, () -> link.send(new byte[] {1}));
    assertThrows(DeviceException.LinkLost.class, () -> link.send(new byte[] {1}));
    verify(port, times(1)).closePort();
  }

  @Test
  void aNegativeReadIsALostLinkAndReleasesThePortOnce() throws DeviceException {
    SerialLink link = open();
    unplugged.countDown();
    assertThrows(
        DeviceException.LinkLost.class,
        () -> link.receive(new byte[1], System.nanoTime() + 5_000_000_000L));
    link.close();
    link.close();
    verify(port, timeout(5000).times(1)).closePort();
  }

  @Test
  void anOpenThatReturnsFalseIsBusyWhateverTheErrorCodeSays() {
    when(port.openPort(anyInt(), anyInt(), anyInt())).thenReturn(false);
    when(port.getLastErrorCode()).thenReturn(0);
    DeviceException.LinkLost refused =
        assertThrows(
            DeviceException.LinkLost.class, () -> SerialLink.open(ADDRESS, port, new WireTrace()));
    assertTrue(refused.getMessage().contains("busy"), refused.getMessage());
  }

  @Test
  void anOpenThatThrowsIsALostLink() {
    when(port.openPort(anyInt(), anyInt(), anyInt()))
        .thenThrow(new SerialPortInvalidPortException("gone", null));
    LinkAddress.Serial gone = new LinkAddress.Serial("/dev/no-such-port", 115_200, false);
    DeviceException.LinkLost refused =
        assertThrows(
            DeviceException.LinkLost.class, () -> SerialLink.open(gone, port, new WireTrace()));
    assertTrue(refused.getMessage().contains("/dev/no-such-port is gone"), refused.getMessage());
  }

  @Test
  void everyPlatformWithPosixPermissionsHasItsLibraryInTheJar() {
    for (String os : List.of("Linux", "Mac OS X")) {
      for (String arch : List.of("amd64", "aarch64")) {
        Optional<String> resource = NativeLibrary.resource(os, arch);
        assertTrue(SerialPort.class.getResource(resource.orElseThrow()) != null, os + " " + arch);
      }
    }
    assertEquals(Optional.empty(), NativeLibrary.resource("Windows 11", "amd64"));
  }

  @Test
  void aFolderOthersMayWriteIsNotUsed(@TempDir Path folder) throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(
        shared, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    Path chosen = NativeLibrary.privateFolder(shared);
    assertEquals(
        "rwx------",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(chosen)));
    Files.delete(chosen);
  }

  @Test
  void namesByIdAndTheLatencyTimerAreFoundForAPort(@TempDir Path folder) throws Exception {
    Path port0 = Files.createFile(folder.resolve("ttyUSB0"));
    Path byId = Files.createDirectory(folder.resolve("by-id"));
    Files.createSymbolicLink(byId.resolve("usb-FTDI-if00"), port0);
    Files.createSymbolicLink(byId.resolve("other"), Files.createFile(folder.resolve("ttyUSB1")));
    assertEquals(
        List.of(byId.resolve("usb-FTDI-if00").toString()),
        SerialPorts.byId(byId, port0.toString()));
    Path device = Files.createDirectories(folder.resolve("sys/ttyUSB0"));
    Files.writeString(device.resolve("latency_timer"), "16\n");
    assertEquals(OptionalInt.of(16), SerialPorts.latency(folder.resolve("sys"), "/dev/ttyUSB0"));
    assertEquals(OptionalInt.empty(), SerialPorts.latency(folder.resolve("sys"), "/dev/ttyUSB7"));
  }
}
