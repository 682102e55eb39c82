package org.insitu.trainer.run;

import java.util.concurrent.CancellationException;

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

  private State state = State.RUNNING;

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
    try {
      while (state == State.PAUSED) {
        wait();
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
