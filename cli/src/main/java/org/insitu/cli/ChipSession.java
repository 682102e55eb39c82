package org.insitu.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.insitu.cli.console.StoppedException;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.bench.VirtualBenches;

/**
 * A bench for the length of a command. However the command ends, by itself, by an exception or by a
 * signal, the bench ends in its safe state, and the user is told when that could not be confirmed.
 *
 * <p>On a signal the chip thread is asked to stop ({@link #checkpoint}) and to close the session
 * itself; if it does not in time, the bench is closed under its hands.
 */
final class ChipSession implements AutoCloseable {
  /** How long the chip thread may take to come home after a signal; one step takes less. */
  private static final long PATIENCE_SECONDS = 3;

  private final Bench bench;
  private final PrintWriter err;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread onSignal = new Thread(this::endBySignal, "insitu-safe-state");
  private volatile boolean stopping;
  private volatile boolean safe;

  private ChipSession(Bench bench, PrintWriter err) {
    this.bench = bench;
    this.err = err;
  }

  /**
   * Opens the bench of a chip.
   *
   * @param chip {@code sim:...} or a file
   * @param seed seed of a virtual chip
   * @param err where the user is told how the session ended, if not by itself
   */
  static ChipSession open(String chip, long seed, PrintWriter err) {
    ChipSession session = new ChipSession(VirtualBenches.open(chip, seed), err);
    Runtime.getRuntime().addShutdownHook(session.onSignal);
    return session;
  }

  Bench bench() {
    return bench;
  }

  /**
   * Comes back at once, or not at all if the command has to end.
   *
   * @throws StoppedException if a signal asked the command to end
   */
  void checkpoint() {
    if (stopping) {
      throw new StoppedException();
    }
  }

  @Override
  public void close() throws DeviceException {
    try {
      bench.close();
      safe = true;
    } catch (DeviceException unconfirmed) {
      if (stopping) {
        warn(unconfirmed);
      }
      throw unconfirmed;
    } finally {
      closed.countDown();
      if (!stopping) {
        forget();
      }
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException alreadyEnding) {
      // The signal came just now; the hook finds the session closed.
    }
  }

  private void endBySignal() {
    stopping = true;
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        bench.close();
        safe = true;
      }
      if (safe) {
        err.println(
            "\ninsitu: stopped; " + bench.name() + " is in the safe state, heaters at 0 V.");
      }
    } catch (DeviceException unconfirmed) {
      warn(unconfirmed);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      err.flush();
    }
  }

  private void warn(DeviceException unconfirmed) {
    err.println(
        "\ninsitu: DANGER: it is not confirmed that the heaters of "
            + bench.name()
            + " are at 0 V ("
            + unconfirmed.getMessage()
            + "); switch off their supply by hand.");
    err.flush();
  }
}
