package org.insitu.simulator.wire;

import java.io.IOException;
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
  private volatile boolean closed;

  /** Creates one. */
  public MemoryWire(String name) {
    this.name = name;
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
  public Link accept() throws IOException {
    try {
      while (!closed) {
        MemoryLink next = waiting.poll(50, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    throw new IOException(address() + " is closed");
  }

  @Override
  public void close() {
    closed = true;
    waiting.forEach(MemoryLink::close);
  }
}
