package org.insitu.simulator.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.MemoryLink;
import org.insitu.driver.link.WireTrace;

/** A wire inside the program, for tests without ports. */
public final class MemoryWire implements Wire {
  private final String name;
  private final BlockingQueue<MemoryLink> waiting = new LinkedBlockingQueue<>();
  private final int baud;
  private final int hostBaud;
  private volatile boolean closed;

  /** Creates one. */
  public MemoryWire(String name) {
    this(name, 0, 0);
  }

  /**
   * Creates one whose ends have baud rates.
   *
   * @param baud bits per second of the instrument
   * @param hostBaud bits per second of the host
   */
  public MemoryWire(String name, int baud, int hostBaud) {
    this.name = name;
    this.baud = baud;
    this.hostBaud = hostBaud;
  }

  /** Returns a host's end; the emulator gets the other one when it accepts. */
  public Link connect(WireTrace trace) {
    MemoryLink.Ends ends = MemoryLink.pair(name, trace);
    waiting.add(ends.device());
    return ends.host();
  }

  @Override
  public String address() {
    return "memory:" + name;
  }

  @Override
  public int baud() {
    return baud;
  }

  @Override
  public int hostBaud() {
    return hostBaud;
  }

  @Override
  public Optional<Link> accept(Duration wait) throws IOException {
    try {
      Optional<Link> next = Optional.ofNullable(waiting.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
      if (closed) {
        throw new IOException(address() + " is closed");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    waiting.forEach(MemoryLink::close);
  }
}
