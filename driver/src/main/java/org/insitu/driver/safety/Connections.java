package org.insitu.driver.safety;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.Instrument;
import org.insitu.driver.protocol.LinkReport;

/**
 * The instruments of a bench as they are connected now: knows whose link is lost, and opens it
 * again.
 *
 * <p>Not thread-safe: belongs to its bench.
 */
final class Connections implements AutoCloseable {
  private static final Duration RETURN_POLL = Duration.ofMillis(100);

  private final Set<Instrument> lost = new LinkedHashSet<>();
  private BenchInstruments instruments;
  private SignOfLife signOfLife;
  // What the links that were lost had counted.
  private LinkReport gone = LinkReport.NONE;

  Connections(BenchInstruments instruments) {
    this.instruments = instruments;
    signOfLife = new SignOfLife(List.of());
  }

  /** Something done with an instrument, or with all of them. */
  interface Operation<T> {
    void run(T instrument) throws DeviceException;
  }

  /** Returns the instruments; another one after a link was lost and opened again. */
  BenchInstruments now() {
    return instruments;
  }

  /** Begins to keep the watchdogs of boards content. */
  void keepAlive() {
    signOfLife.close();
    signOfLife = new SignOfLife(instruments.boards());
  }

  /** Ends that. */
  void letDie() {
    signOfLife.close();
  }

  /** Returns what went wrong on all links and was mended. */
  LinkReport report() {
    LinkReport sum = gone;
    for (Instrument instrument : instruments.distinct()) {
      sum = sum.plus(instrument.report());
    }
    return sum;
  }

  /** Uses an instrument, and remembers it if its link turns out to be lost. */
  <T extends Instrument> void on(T instrument, Operation<T> operation) throws DeviceException {
    try {
      operation.run(instrument);
    } catch (DeviceException.LinkLost e) {
      lost.add(instrument);
      throw e;
    }
  }

  /**
   * Makes one instrument safe, over a new link if the old one is gone and comes back.
   *
   * @param action what makes it safe, on the instruments as they are then
   * @param giveUpNanos when to stop trying, on the clock of {@link System#nanoTime}; it is tried
   *     once in any case
   * @return why it is not safe; empty if it is
   */
  Optional<DeviceException> makeSafe(
      Instrument instrument, Operation<BenchInstruments> action, long giveUpNanos) {
    Instrument current = instrument;
    DeviceException failure = null;
    boolean first = true;
    do {
      if (!first) {
        LockSupport.parkNanos(RETURN_POLL.toNanos());
      }
      try {
        if (!first || lost.contains(current)) {
          current = reopened(current);
        }
        action.run(instruments);
        return Optional.empty();
      } catch (DeviceException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
      first = false;
    } while (System.nanoTime() - giveUpNanos < 0);
    return Optional.of(failure);
  }

  /**
   * Opens again what was lost, for what may follow. What stays away is still lost, and the next
   * operation with it says so.
   */
  void reopenLost(long giveUpNanos) {
    for (Instrument instrument : List.copyOf(lost)) {
      makeSafe(instrument, now -> {}, giveUpNanos);
    }
  }

  private Instrument reopened(Instrument instrument) throws DeviceException {
    instrument.close();
    Instrument fresh = instruments.reconnect().open(instrument);
    gone = gone.plus(instrument.report());
    lost.remove(instrument);
    instruments = instruments.with(instrument, fresh);
    keepAlive();
    return fresh;
  }

  /** Closes every instrument, in reverse order. */
  @Override
  public void close() {
    letDie();
    List<Instrument> all = instruments.distinct();
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).close();
    }
  }
}
