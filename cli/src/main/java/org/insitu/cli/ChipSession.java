package org.insitu.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.insitu.cli.bench.Links;
import org.insitu.cli.bench.TraceFile;
import org.insitu.cli.console.StoppedException;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.benchfile.BenchSpec;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.driver.safety.InstrumentBench;
import org.insitu.simulator.bench.Benches;
import org.insitu.simulator.bench.VirtualBenches;

/**
 * A bench for the length of a command. However the command ends, by itself, by an exception or by a
 * signal, the bench ends in its safe state, and the user is told when that could not be confirmed.
 *
 * <p>On a signal the chip thread is asked to stop and to make the bench safe itself; if it does not
 * in time, the bench is closed under its hands. Then it may still write its records.
 */
final class ChipSession implements AutoCloseable {
  /** How long the chip thread may take to come home after a signal; one step takes less. */
  private static final long STEP_SECONDS = 3;

  /** How long it may take to write what it has after that. */
  private static final long RECORD_SECONDS = 20;

  private final Bench bench;
  private final Optional<TraceFile> trace;
  private final PrintWriter err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread onSignal = new Thread(this::endBySignal, "insitu-safe-state");
  private volatile Runnable stopRequest = () -> {};
  private volatile boolean stopping;
  private volatile Optional<String> unconfirmed = Optional.of("it did not answer");

  private ChipSession(Bench bench, Optional<TraceFile> trace, PrintWriter err) {
    this.bench = bench;
    this.trace = trace;
    this.err = err;
  }

  /**
   * Opens the bench of a chip.
   *
   * @param err where the user is told how the session ended, if not by itself, and what was mended
   *     on links
   */
  static ChipSession open(ChipOptions options, PrintWriter err) {
    Optional<BenchSpec> instruments = Benches.instruments(options.chip);
    if (options.trace != null && instruments.isEmpty()) {
      throw new UserMistake(
          "--trace writes what goes over links, and " + options.chip + " has none; leave it out");
    }
    instruments
        .filter(bench -> !bench.instruments().containsKey(BenchSpec.Role.LASER))
        .ifPresent(
            bench -> {
              throw new UserMistake(
                  bench.file()
                      + " names no laser, and whatever is done with its chip sets the laser's power;"
                      + " add \"laser\" to its instruments");
            });
    Optional<TraceFile> trace = Optional.ofNullable(options.trace).map(TraceFile::create);
    boolean done = false;
    try {
      Bench bench =
          instruments.isPresent()
              ? BenchFile.open(
                  instruments.get(), trace.map(TraceFile::wires).orElseGet(WireTrace::new))
              : VirtualBenches.open(options.chip, options.seed);
      ChipSession session = new ChipSession(bench, trace, err);
      Runtime.getRuntime().addShutdownHook(session.onSignal);
      done = true;
      return session;
    } finally {
      if (!done) {
        trace.ifPresent(TraceFile::close);
      }
    }
  }

  /** Returns what was mended on the links to instruments so far; empty for a virtual chip. */
  Optional<LinkReport> links() {
    return bench instanceof InstrumentBench instruments
        ? Optional.of(instruments.report())
        : Optional.empty();
  }

  Bench bench() {
    return bench;
  }

  /** Tells the user what the command goes on in spite of. */
  void tell(String sentence) {
    err.println(sentence);
    err.flush();
  }

  /** Says how to ask the work on the chip thread to stop; called on another thread. */
  void onStop(Runnable request) {
    stopRequest = request;
    if (stopping) {
      request.run();
    }
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

  /**
   * Brings the bench to the safe state and releases it; the session goes on without it.
   *
   * @throws DeviceException if the safe state is not confirmed, also if somebody else closed the
   *     bench before
   */
  void end() throws DeviceException {
    try {
      bench.close();
      if (bench instanceof InstrumentBench instruments && instruments.unconfirmed().isPresent()) {
        DeviceException before = instruments.unconfirmed().get();
        // A new one: this may be thrown beside the other.
        throw new DeviceException.Rejected(before.getMessage(), before);
      }
      unconfirmed = Optional.empty();
    } catch (DeviceException e) {
      unconfirmed = Optional.of(e.getMessage());
      throw e;
    } finally {
      ended.countDown();
    }
  }

  @Override
  public void close() throws DeviceException {
    try {
      end();
    } finally {
      if (!stopping && bench instanceof InstrumentBench) {
        // Whatever ends the command: what it fails of is told besides.
        sayHowItEnded("insitu: ");
      }
      links()
          .filter(LinkReport::troubled)
          .ifPresent(report -> err.println("insitu: " + Links.sentence(report)));
      err.flush();
      trace.ifPresent(TraceFile::close);
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
    stopRequest.run();
    try {
      if (!ended.await(STEP_SECONDS, TimeUnit.SECONDS)) {
        end();
      }
    } catch (DeviceException told) {
      // In the sentence below.
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
    // The bar of a terminal is in this line.
    err.println();
    sayHowItEnded("insitu: stopped; ");
    awaitRecords();
  }

  private void sayHowItEnded(String start) {
    err.println(
        unconfirmed.isEmpty()
            ? start + "the heaters of " + bench.name() + " are at 0 V, light is off."
            : "insitu: DANGER: not confirmed that the heaters of "
                + bench.name()
                + " are at 0 V and its laser is off ("
                + unconfirmed.get()
                + "); switch off their supplies by hand.");
    err.flush();
  }

  private void awaitRecords() {
    try {
      if (!closed.await(RECORD_SECONDS, TimeUnit.SECONDS)) {
        err.println("insitu: the record of the run could not be finished in time.");
        err.flush();
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
