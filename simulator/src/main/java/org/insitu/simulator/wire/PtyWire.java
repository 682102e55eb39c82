package org.insitu.simulator.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.insitu.driver.link.Link;

/** An emulated serial port at a path. After a hang-up it comes back at the same path. */
public final class PtyWire implements Wire {
  private final Path path;
  private final int baud;
  private PseudoTerminal terminal;
  private boolean closed;

  /**
   * Makes the port.
   *
   * @throws IOException if the path is taken or the system has no pseudo terminals
   */
  public PtyWire(Path path) throws IOException {
    this(path, 0);
  }

  /**
   * Makes the port of an instrument with a baud rate.
   *
   * @param baud bits per second of the instrument; 0 for one that understands every host
   * @throws IOException if the path is taken or the system has no pseudo terminals
   */
  public PtyWire(Path path, int baud) throws IOException {
    this.path = path;
    this.baud = baud;
    terminal = PseudoTerminal.open(path, baud);
  }

  @Override
  public String address() {
    return "serial:" + path;
  }

  @Override
  public synchronized Optional<Link> accept(Duration wait) throws IOException {
    if (closed) {
      throw new IOException(address() + " is closed");
    }
    if (terminal.isClosed()) {
      terminal = PseudoTerminal.open(path, baud);
    }
    return Optional.of(terminal);
  }

  @Override
  public int baud() {
    return baud;
  }

  @Override
  public synchronized int hostBaud() {
    return terminal.hostBaud();
  }

  @Override
  public synchronized void close() {
    closed = true;
    terminal.close();
  }
}
