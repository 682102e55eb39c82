package org.insitu.driver.link;

import com.fazecast.jSerialComm.SerialPort;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the serial library at work while the process ends.
 *
 * <p>When a signal ends the process, the library closes all ports in a shutdown hook of its own,
 * beside those that bring instruments to their safe state, and frees memory that their reads still
 * use. It runs other hooks before that if it is asked to: one waits here until nobody holds it.
 */
public final class LibraryHold implements AutoCloseable {
  // A process has to end, also if somebody forgot to let go; making a bench safe takes less.
  private static final long MAX_WAIT_NANOS = Duration.ofSeconds(30).toNanos();

  private static final Object LOCK = new Object();
  private static int held;
  private static boolean waits;

  private final AtomicBoolean released = new AtomicBoolean();

  private LibraryHold() {}

  /** Holds the library until the hold is closed, from any thread. */
  public static LibraryHold take() {
    synchronized (LOCK) {
      held++;
    }
    return new LibraryHold();
  }

  /** Makes the library wait at the end of the process; to be called before a port is opened. */
  static void makeLibraryWait() {
    synchronized (LOCK) {
      if (!waits) {
        waits = true;
        SerialPort.addShutdownHook(new Thread(LibraryHold::awaitRelease, "serial ports in use"));
      }
    }
  }

  private static void awaitRelease() {
    long end = System.nanoTime() + MAX_WAIT_NANOS;
    synchronized (LOCK) {
      try {
        while (held > 0 && System.nanoTime() - end < 0) {
          LOCK.wait(1 + Math.max(0, (end - System.nanoTime()) / 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets go. Doing so twice is harmless. */
  @Override
  public void close() {
    if (released.compareAndSet(false, true)) {
      synchronized (LOCK) {
        held--;
        LOCK.notifyAll();
      }
    }
  }
}
