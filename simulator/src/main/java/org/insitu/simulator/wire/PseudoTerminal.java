package org.insitu.simulator.wire;

import com.sun.jna.LastErrorException;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.WireTrace;

/**
 * A serial port made of software: a pseudo terminal in raw mode. Hosts open its other side, which
 * is linked at a path of the caller's choice.
 *
 * <p>The instrument keeps the host's side open itself, as a real port is there whether a program
 * has it open or not; so a host that leaves is not noticed, as on a real port.
 */
final class PseudoTerminal implements Link {
  // Also bounds how long a close goes unnoticed by a waiting receive.
  private static final int POLL_MILLIS = 50;
  // A UART does not wait for its host: what the host does not fetch in this time is lost.
  private static final long SEND_NANOS = 1_000_000_000;
  // struct termios has 60 bytes on Linux; the rest is margin.
  private static final int TERMIOS_BYTES = 256;
  private static final Path PTS = Path.of("/dev/pts");

  private final Path path;
  private final Path device;
  private final int master;
  private final int slave;
  private final WireTrace trace = new WireTrace();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Object descriptors = new Object();

  private PseudoTerminal(Path path, Path device, int master, int slave) {
    this.path = path;
    this.device = device;
    this.master = master;
    this.slave = slave;
  }

  /**
   * Makes a pseudo terminal.
   *
   * @param path where its host's side is linked; a symbolic link to another terminal is replaced
   * @param baud set until a host sets another one; 0 leaves the system's
   * @throws IOException if something else is at the path, or the system has no pseudo terminals
   */
  static PseudoTerminal open(Path path, int baud) throws IOException {
    if (!Platform.isLinux()) {
      throw new IOException(
          "emulated serial ports need Linux; use --tcp PORT instead of --link " + path);
    }
    requireReplaceable(path);
    int master = -1;
    int slave = -1;
    try {
      master = LibC.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
      LibC.grantpt(master);
      LibC.unlockpt(master);
      byte[] name = new byte[128];
      LibC.ptsname_r(master, name, name.length);
      Path device = Path.of(cString(name));
      slave = LibC.open(device.toString(), LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC);
      byte[] termios = new byte[TERMIOS_BYTES];
      LibC.tcgetattr(slave, termios);
      LibC.cfmakeraw(termios);
      setSpeed(termios, baud);
      LibC.tcsetattr(slave, LibC.TCSANOW, termios);
      link(path, device);
      return new PseudoTerminal(path, device, master, slave);
    } catch (LastErrorException e) {
      release(slave);
      release(master);
      throw new IOException("cannot make a pseudo terminal: " + e.getMessage(), e);
    } catch (IOException e) {
      release(slave);
      release(master);
      throw e;
    }
  }

  private static void setSpeed(byte[] termios, int baud) {
    if (baud > 0) {
      try {
        LibC.cfsetspeed(termios, baud);
      } catch (LastErrorException e) {
        // A rate that this call has no name for. Hosts set theirs in another way.
        return;
      }
    }
  }

  private static void requireReplaceable(Path path) throws IOException {
    boolean ours = Files.isSymbolicLink(path) && Files.readSymbolicLink(path).startsWith(PTS);
    if (!ours && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          path + " exists and is no emulated port; choose another path or remove it");
    }
  }

  private static void link(Path path, Path device) throws IOException {
    Path absolute = path.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    // Made beside and moved: a host never finds the path missing or half done.
    Path fresh =
        absolute.resolveSibling(
            "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".new");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, device);
    Files.move(
        fresh,
        absolute,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static String cString(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.US_ASCII);
  }

  private static void release(int descriptor) {
    if (descriptor >= 0) {
      LibC.close(descriptor);
    }
  }

  @Override
  public String name() {
    return "serial:" + path;
  }

  @Override
  public void send(byte[] bytes) throws DeviceException {
    trace.record(name(), WireTrace.Way.SENT, bytes, bytes.length);
    long deadline = System.nanoTime() + SEND_NANOS;
    int done = 0;
    while (done < bytes.length && System.nanoTime() - deadline < 0) {
      byte[] rest = done == 0 ? bytes : java.util.Arrays.copyOfRange(bytes, done, bytes.length);
      synchronized (descriptors) {
        requireOpen();
        try {
          done += (int) LibC.write(master, rest, rest.length);
          continue;
        } catch (LastErrorException e) {
          requirePassing(e);
        }
      }
      await(LibC.POLLOUT, POLL_MILLIS);
    }
  }

  @Override
  public int receive(byte[] into, long deadlineNanos) throws DeviceException {
    while (true) {
      synchronized (descriptors) {
        requireOpen();
        try {
          int count = (int) LibC.read(master, into, into.length);
          if (count > 0) {
            trace.record(name(), WireTrace.Way.RECEIVED, into, count);
            return count;
          }
        } catch (LastErrorException e) {
          requirePassing(e);
        }
      }
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return 0;
      }
      await(LibC.POLLIN, (int) Math.min(POLL_MILLIS, left / 1_000_000 + 1));
    }
  }

  // Outside the lock, so that close need not wait; a descriptor closed meanwhile only ends the
  // poll.
  private void await(int events, int millis) throws DeviceException {
    try {
      LibC.poll(new int[] {master, events}, 1, millis);
    } catch (LastErrorException e) {
      requirePassing(e);
    }
  }

  private void requirePassing(LastErrorException e) throws DeviceException {
    int error = e.getErrorCode();
    if (error != LibC.EAGAIN && error != LibC.EINTR && error != LibC.EIO) {
      throw new DeviceException.LinkLost(name() + ": " + e.getMessage(), e);
    }
  }

  private void requireOpen() throws DeviceException.LinkLost {
    if (closed.get()) {
      throw new DeviceException.LinkLost("the link " + name() + " is closed", null);
    }
  }

  /** Returns the baud rate that is set at the host's side; 0 if the system does not tell. */
  int hostBaud() {
    byte[] termios = new byte[TERMIOS_BYTES];
    synchronized (descriptors) {
      if (closed.get()) {
        return 0;
      }
      try {
        LibC.ioctl(slave, LibC.TCGETS2, termios);
      } catch (LastErrorException e) {
        // An architecture with another number for it.
        return 0;
      }
    }
    return ByteBuffer.wrap(termios)
        .order(ByteOrder.nativeOrder())
        .getInt(LibC.TERMIOS2_OUTPUT_BAUD);
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public WireTrace trace() {
    return trace;
  }

  /** Hangs up: a host that has the port open finds it gone. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).equals(device)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot remove " + path, e);
    } finally {
      synchronized (descriptors) {
        release(slave);
        release(master);
      }
    }
  }
}
