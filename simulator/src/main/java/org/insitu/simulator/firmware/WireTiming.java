package org.insitu.simulator.firmware;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long bytes take on a real wire.
 *
 * @param baud bits per second, ten bits a byte; 0 for no time at all
 * @param latency time of the instrument from the end of a request to the start of its reply
 * @param ftdiTimer latency timer of the USB adapter: bytes that do not fill a USB packet wait for
 *     it; zero for none
 */
public record WireTiming(int baud, Duration latency, Duration ftdiTimer) {
  /** As fast as the computer. */
  public static final WireTiming INSTANT = new WireTiming(0, Duration.ZERO, Duration.ZERO);

  // Payload of a full-speed FTDI packet: 64 bytes, two of them status.
  private static final int FTDI_PAYLOAD = 62;

  /** Returns the time a number of bytes takes [ns]. */
  public long wireNanos(int bytes) {
    return baud == 0 ? 0 : bytes * 10_000_000_000L / baud;
  }

  /**
   * Returns when the host gets a reply.
   *
   * @param requestNanos when the first byte of the request was sent
   */
  long deliveryNanos(long requestNanos, int requestBytes, int replyBytes) {
    long sent = requestNanos + wireNanos(requestBytes) + latency.toNanos() + wireNanos(replyBytes);
    long timer = ftdiTimer.toNanos();
    if (timer > 0 && replyBytes % FTDI_PAYLOAD != 0) {
      // The timer runs freely, so that a reply waits for its next tick.
      sent = Math.floorDiv(sent, timer) * timer + timer;
    }
    return sent;
  }

  /** Waits until a time on the clock of {@link System#nanoTime}, to a few microseconds. */
  static void waitUntil(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      // The scheduler wakes late; the rest is spun, or an emulated wire would be slower than real.
      if (left > 200_000) {
        LockSupport.parkNanos(left - 150_000);
      } else {
        Thread.onSpinWait();
      }
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      left = nanos - System.nanoTime();
    }
  }
}
