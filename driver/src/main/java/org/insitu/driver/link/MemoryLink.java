package org.insitu.driver.link;

import org.insitu.driver.device.DeviceException;

/** A link inside the program; its two ends are made together. */
public final class MemoryLink implements Link {
  private static final int CAPACITY = 1 << 17;

  private final String name;
  private final WireTrace trace;
  private final ReceiveBuffer received = new ReceiveBuffer(CAPACITY);
  private MemoryLink peer;

  private MemoryLink(String name, WireTrace trace) {
    this.name = name;
    this.trace = trace;
  }

  /**
   * The two ends of a link.
   *
   * @param host the end of the driver
   * @param device the end of the instrument
   */
  public record Ends(MemoryLink host, MemoryLink device) {}

  /** Makes a link. */
  public static Ends pair(String name, WireTrace trace) {
    MemoryLink host = new MemoryLink("memory:" + name, trace);
    MemoryLink device = new MemoryLink("memory:" + name + ":device", new WireTrace());
    host.peer = device;
    device.peer = host;
    return new Ends(host, device);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(byte[] bytes) throws DeviceException {
    received.requireOpen();
    trace.record(name, WireTrace.Way.SENT, bytes, bytes.length);
    try {
      peer.received.put(bytes, bytes.length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException.LinkLost("interrupted while sending on " + name, e);
    }
  }

  @Override
  public int receive(byte[] into, long deadlineNanos) throws DeviceException {
    int count = received.take(into, deadlineNanos);
    if (count > 0) {
      trace.record(name, WireTrace.Way.RECEIVED, into, count);
    }
    return count;
  }

  @Override
  public WireTrace trace() {
    return trace;
  }

  @Override
  public void close() {
    received.end("the link " + name + " is closed", null);
    peer.received.end("the link " + peer.name + " is gone: closed by the other end", null);
  }

  @Override
  public String toString() {
    return name;
  }
}
