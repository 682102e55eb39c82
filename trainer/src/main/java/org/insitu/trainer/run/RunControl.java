package org.insitu.trainer.run;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/**
 * Pauses, resumes, steps and stops a run, from any thread. A request takes effect before the next
 * operation of the chip.
 */
public final class RunControl {
  /** What the run is asked to do. */
  public enum State {
    /** Go on. */
    RUNNING,
    /** Wait. */
    PAUSED,
    /** Go on to the end of this iteration, then wait. */
    STEPPING,
    /** End. */
    STOPPED
  }

  private final LongSupplier nanoTime;
  private State state = State.RUNNING;
  private long waitedNanos;

  /**
   * Creates a switch that lets the run go on.
   *
   * @param nanoTime monotonic clock [ns]
   */
  public RunControl(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Asks the run to wait. */
  public void pause() {
    request(State.PAUSED);
  }

  /** Asks the run to go on. */
  public void resume() {
    request(State.RUNNING);
  }

  /** Asks the run to finish one iteration and wait. */
  public void step() {
    request(State.STEPPING);
  }

  /** Asks the run to end; it cannot be resumed. */
  public void stop() {
    request(State.STOPPED);
  }

  /** Returns what the run was asked last. */
  public synchronized State state() {
    return state;
  }

  /** Returns how long the run has waited until it last went on. */
  public synchronized Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }

  private synchronized void request(State wanted) {
    if (state != State.STOPPED) {
      state = wanted;
      notifyAll();
    }
  }

  /**
   * Waits while paused.
   *
   * @throws CancellationException if the run has to stop, or the thread is interrupted
   */
  synchronized void pass() {
    long begun = nanoTime.getAsLong();
    try {
      while (state == State.PAUSED) {
        wait();
        if (state != State.PAUSED) {
          waitedNanos += nanoTime.getAsLong() - begun;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      state = State.STOPPED;
    }
    if (state == State.STOPPED) {
      throw new CancellationException("the run was stopped");
    }
  }

  /** Ends a step. */
  synchronized void iterationDone() {
    if (state == State.STEPPING) {
      state = State.PAUSED;
    }
  }
}
