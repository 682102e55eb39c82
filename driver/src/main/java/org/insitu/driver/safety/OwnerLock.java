package org.insitu.driver.safety;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.LibraryHold;
import org.insitu.driver.link.LinkAddress;

/**
 * The right to use one instrument: a locked file that says who has it. The system releases the lock
 * when its process ends, however that happens. A serial port is locked by the serial library too,
 * which also keeps other users out.
 */
public final class OwnerLock implements AutoCloseable {
  // Locks of this process. The system would drop its lock of a file with any channel of it that is
  // closed, so that a second one must not even be opened.
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  // The instrument may need a port again before it is let go, when its link was lost.
  private final LibraryHold hold = LibraryHold.take();

  private OwnerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the right to an instrument.
   *
   * @param address where it is connected
   * @param owner who will have it, for the message to others, such as the name of the bench
   * @throws DeviceException.LinkLost if somebody else has it; the message says who
   */
  public static OwnerLock take(LinkAddress address, String owner) throws DeviceException {
    return take(folder(), address, owner);
  }

  static OwnerLock take(Path folder, LinkAddress address, String owner) throws DeviceException {
    String text =
        "process %d, %s, since %s"
            .formatted(
                ProcessHandle.current().pid(),
                owner,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    try {
      Path file = folder.resolve(fileName(address));
      String holder = HELD.putIfAbsent(file, text);
      if (holder != null) {
        throw inUse(address, holder);
      }
      boolean done = false;
      try {
        OwnerLock lock = lock(file, address, text);
        done = true;
        return lock;
      } finally {
        if (!done) {
          HELD.remove(file);
        }
      }
    } catch (IOException e) {
      throw new DeviceException.LinkLost(
          "cannot take the right to %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  /**
   * Follows an instrument that has come back at another port: the old one is somebody else's now.
   *
   * @return this if it is the same port, else another lock in place of this, which is released
   * @throws DeviceException.LinkLost if somebody else has the new port; this is kept
   */
  public OwnerLock moved(LinkAddress address, String owner) throws DeviceException {
    try {
      if (file.getFileName().toString().equals(fileName(address))) {
        return this;
      }
    } catch (IOException e) {
      throw new DeviceException.LinkLost(
          "cannot take the right to %s: %s".formatted(address, e.getMessage()), e);
    }
    OwnerLock next = take(file.getParent(), address, owner);
    close();
    return next;
  }

  private static OwnerLock lock(Path file, LinkAddress address, String text)
      throws IOException, DeviceException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      if (channel.tryLock() == null) {
        throw inUse(address, read(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      done = true;
      return new OwnerLock(file, channel);
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private static DeviceException inUse(LinkAddress address, String holder) {
    return new DeviceException.LinkLost(
        "%s is in use by %s; end that first"
            .formatted(address, holder.isBlank() ? "another process" : holder),
        null);
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(500);
    int length = channel.read(text, 0);
    return length <= 0
        ? ""
        : new String(text.array(), 0, length, StandardCharsets.UTF_8).replaceAll("\\R", " ");
  }

  /** Two names of one port are one instrument. */
  private static String fileName(LinkAddress address) throws IOException {
    String name = address.toString();
    if (address instanceof LinkAddress.Serial serial) {
      Path port = Path.of(serial.port());
      name = Files.exists(port) ? port.toRealPath().toString() : serial.port();
    }
    return name.replaceAll("[^A-Za-z0-9.-]", "_") + ".lock";
  }

  /**
   * The same whatever the environment: a desktop and a remote shell must meet in it. Tests name
   * another by the system property {@code insitu.locks}.
   */
  private static Path folder() throws DeviceException {
    String user = System.getProperty("user.name");
    Path base =
        Path.of(
            System.getProperty(
                "insitu.locks", System.getProperty("java.io.tmpdir") + "/insitu-" + user));
    try {
      if (!Files.isDirectory(base)) {
        Files.createDirectory(
            base,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.getOwner(base).getName().equals(user)) {
        throw new IOException(base + " belongs to somebody else");
      }
      return base;
    } catch (IOException e) {
      throw new DeviceException.LinkLost(
          "cannot use the folder %s for locks: %s".formatted(base, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    hold.close();
    if (!channel.isOpen()) {
      return;
    }
    try {
      // The file stays: removing it could pull it from under somebody who is just locking it.
      channel.close();
      HELD.remove(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot release a lock", e);
    }
  }
}
