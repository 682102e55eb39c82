package org.insitu.driver.link;

import java.util.concurrent.atomic.AtomicBoolean;
import org.insitu.driver.device.DeviceException;

/**
 * A link over a blocking stream: one reader thread moves bytes into a buffer, so that deadlines are
 * ours and not the stream's.
 */
final class StreamLink implements Link {
  /** The blocking stream underneath. */
  interface Port {
    /** Blocks for the next bytes. Returns 0 to be asked again, negative if nothing will follow. */
    int read(byte[] into) throws java.io.IOException;

    /** Writes all bytes. */
    void write(byte[] bytes) throws java.io.IOException, DeviceException;

    /** Releases the port and wakes a blocked read. Called once. */
    void close();
  }

  // More than a second of the fastest port in use (921600 baud), and 30 of the longest replies.
  private static final int CAPACITY = 1 << 17;
  private static final int CHUNK = 4096;

  private final String name;
  private final Port port;
  private final WireTrace trace;
  private final ReceiveBuffer received = new ReceiveBuffer(CAPACITY);
  private final AtomicBoolean released = new AtomicBoolean();
  private final Thread reader;

  StreamLink(String name, Port port, WireTrace trace) {
    this.name = name;
    this.port = port;
    this.trace = trace;
    reader = new Thread(this::pump, "link " + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void pump() {
    boolean orderly = false;
    try {
      byte[] chunk = new byte[CHUNK];
      while (!released.get()) {
        int count = port.read(chunk);
        if (count < 0) {
          lose("unplugged or closed by the other end", null);
          break;
        }
        if (count > 0) {
          trace.record(name, WireTrace.Way.RECEIVED, chunk, count);
          received.put(chunk, count);
        }
      }
      orderly = true;
    } catch (java.io.IOException e) {
      lose(e.getMessage(), e);
      orderly = true;
    } catch (InterruptedException e) {
      lose("its reader was interrupted", e);
      Thread.currentThread().interrupt();
      orderly = true;
    } finally {
      if (!orderly) {
        // Without memory, for one; whoever waits for an answer must not wait for ever.
        lose("its reader failed", null);
      }
    }
  }

  private void lose(String why, Throwable cause) {
    received.end("the link %s is gone: %s".formatted(name, why), cause);
    release();
  }

  private void release() {
    // Once only: the thread that notices the loss and the one that closes may race.
    if (released.compareAndSet(false, true)) {
      port.close();
    }
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
      port.write(bytes);
    } catch (java.io.IOException e) {
      lose(e.getMessage(), e);
      received.requireOpen();
    }
  }

  @Override
  public int receive(byte[] into, long deadlineNanos) throws DeviceException {
    return received.take(into, deadlineNanos);
  }

  @Override
  public WireTrace trace() {
    return trace;
  }

  @Override
  public void close() {
    received.end("the link " + name + " is closed", null);
    release();
  }

  @Override
  public String toString() {
    return name;
  }
}
