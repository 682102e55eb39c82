package org.insitu.driver.link;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.insitu.driver.device.DeviceException;

/**
 * A link over a serial port.
 *
 * <p>What the library does not do is done here: deadlines finer than its 100 ms, whole writes, and
 * noticing an unplugged port at once. Its disconnect event is not used: it fires a million times in
 * a few seconds, and the reader learns of the loss from its own read.
 */
public final class SerialLink implements Link {
  /** How long the instrument may refuse bytes, by flow control or a full buffer. */
  static final Duration WRITE_TIME = Duration.ofSeconds(2);

  // Only bounds how long a close can go unnoticed by a library that did not wake its reader.
  private static final int READ_TIMEOUT_MILLIS = 500;
  private static final long WRITE_RETRY_NANOS = 200_000;
  private static final int BUFFER_BYTES = 65_536;

  private final Link stream;

  private SerialLink(String name, SerialPort port, WireTrace trace) {
    stream = new StreamLink(name, new PortAdapter(name, port), trace);
  }

  static SerialLink open(LinkAddress.Serial address, WireTrace trace) throws DeviceException {
    NativeLibrary.prepare();
    LibraryHold.makeLibraryWait();
    SerialPort port;
    try {
      port = SerialPort.getCommPort(address.port());
    } catch (SerialPortInvalidPortException e) {
      throw new DeviceException.LinkLost(
          "there is no serial port %s; 'insitu bench ports' lists those that exist"
              .formatted(address.port()),
          e);
    }
    return open(address, port, trace);
  }

  /** Opens a port that the library found; apart for tests with a port that misbehaves. */
  static SerialLink open(LinkAddress.Serial address, SerialPort port, WireTrace trace)
      throws DeviceException {
    port.setComPortParameters(address.baud(), 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setFlowControl(
        address.rtsCts()
            ? SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED
            : SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_TIMEOUT_MILLIS, 0);
    boolean open;
    try {
      // Only the answer counts: the library's error code is set after successes too.
      open = port.openPort(0, BUFFER_BYTES, BUFFER_BYTES);
    } catch (SerialPortInvalidPortException e) {
      throw new DeviceException.LinkLost(refusal(address), e);
    }
    if (!open) {
      throw new DeviceException.LinkLost(refusal(address), null);
    }
    return new SerialLink(address.toString(), port, trace);
  }

  private static String refusal(LinkAddress.Serial address) {
    Path path = Path.of(address.port());
    if (!path.isAbsolute()) {
      path = Path.of("/dev").resolve(path);
    }
    if (!Files.exists(path)) {
      return "serial port %s is gone; plug the instrument in, or see 'insitu bench ports'"
          .formatted(address.port());
    }
    if (!Files.isReadable(path) || !Files.isWritable(path)) {
      return "no permission for serial port %s; %s".formatted(address.port(), remedy(path));
    }
    return "serial port %s is busy: another program has it open; close that program first"
        .formatted(address.port());
  }

  /** Says how to get permission: by the group of the port, if that has any. */
  static String remedy(Path path) {
    String group = "dialout";
    try {
      PosixFileAttributes port = Files.readAttributes(path.toRealPath(), PosixFileAttributes.class);
      if (!port.permissions().contains(PosixFilePermission.GROUP_READ)
          || !port.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
        return "it is %s of %s, so that its owner has to give access to it"
            .formatted(PosixFilePermissions.toString(port.permissions()), port.owner().getName());
      }
      group = port.group().getName();
    } catch (IOException | UnsupportedOperationException e) {
      // The file itself could not be asked; the usual group on Linux.
    }
    return "join the group '%s' (sudo usermod -aG %1$s $USER, then log in again)".formatted(group);
  }

  @Override
  public String name() {
    return stream.name();
  }

  @Override
  public void send(byte[] bytes) throws DeviceException {
    stream.send(bytes);
  }

  @Override
  public int receive(byte[] into, long deadlineNanos) throws DeviceException {
    return stream.receive(into, deadlineNanos);
  }

  @Override
  public WireTrace trace() {
    return stream.trace();
  }

  @Override
  public void close() {
    stream.close();
  }

  private static final class PortAdapter implements StreamLink.Port {
    private final String name;
    private final SerialPort port;
    private final LibraryHold hold = LibraryHold.take();

    PortAdapter(String name, SerialPort port) {
      this.name = name;
      this.port = port;
    }

    @Override
    public int read(byte[] into) {
      return port.readBytes(into, into.length);
    }

    @Override
    public void write(byte[] bytes) throws IOException, DeviceException {
      long deadline = System.nanoTime() + WRITE_TIME.toNanos();
      int done = 0;
      while (done < bytes.length) {
        int count = port.writeBytes(bytes, bytes.length - done, done);
        if (count < 0) {
          throw new IOException("the port refuses bytes, it was unplugged or closed");
        }
        done += count;
        if (done < bytes.length) {
          if (System.nanoTime() - deadline > 0) {
            throw new DeviceException.Timeout(
                "%s took %d of %d bytes in %d s; check flow control and that the instrument is on"
                    .formatted(name, done, bytes.length, WRITE_TIME.toSeconds()),
                null);
          }
          LockSupport.parkNanos(WRITE_RETRY_NANOS);
        }
      }
    }

    @Override
    public void close() {
      port.closePort();
      hold.close();
    }
  }
}
