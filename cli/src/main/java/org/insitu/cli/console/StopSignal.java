package org.insitu.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether Ctrl-C or SIGTERM asked this process to end. The process waits with ending until this is
 * closed, so that work can stop at its next step and be written up.
 *
 * <p>Safe to ask from any thread.
 */
public final class StopSignal implements BooleanSupplier, AutoCloseable {
  /** One step and an evaluation of all images with 1024 ports take some 20 s. */
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::ask, "insitu-stop");
  private volatile boolean asked;

  private StopSignal() {}

  /** Begins to wait for signals. */
  public static StopSignal watch() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void ask() {
    asked = true;
    try {
      // What takes longer is left as it is: files appear whole or not at all.
      closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the process is to end. */
  @Override
  public boolean getAsBoolean() {
    return asked;
  }

  /** Lets the process end, if it was asked to. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook is at work and ends by itself.
      asked = true;
    }
  }
}
