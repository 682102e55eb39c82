package org.insitu.simulator.wire;

import java.io.IOException;
import java.nio.file.Path;
import org.insitu.driver.link.Link;

/** An emulated serial port at a path. After a hang-up it comes back at the same path. */
public final class PtyWire implements Wire {
  private final Path path;
  private PseudoTerminal terminal;
  private boolean closed;

  /**
   * Makes the port.
   *
   * @throws IOException if the path is taken or the system has no pseudo terminals
   */
  public PtyWire(Path path) throws IOException {
    this.path = path;
    terminal = PseudoTerminal.open(path);
  }

  @Override
  public String address() {
    return "serial:" + path;
  }

  @Override
  public synchronized Link accept() throws IOException {
    if (closed) {
      throw new IOException(address() + " is closed");
    }
    if (terminal.isClosed()) {
      terminal = PseudoTerminal.open(path);
    }
    return terminal;
  }

  @Override
  public synchronized void close() {
    closed = true;
    terminal.close();
  }
}
