package org.insitu.mesh.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that run numbered tasks together with the caller. Helpers wait in a short spin
 * before they park, because the next call often comes within microseconds; which thread runs which
 * task is left open, tasks must not care.
 *
 * <p>Engines that take turns share one: helpers of two would wait on the same processors. Owned by
 * one thread; close it to let its helpers go.
 */
public final class Team implements AutoCloseable {
  /** About 20 µs on a current core: less than a wake-up costs. */
  private static final int SPINS = 2000;

  /** A numbered piece of work. */
  public interface Task {
    /**
     * Runs one piece.
     *
     * @param task number of the piece
     * @param member number of the thread, 0 is the caller
     */
    void run(int task, int member);
  }

  private final List<Thread> helpers = new ArrayList<>();
  private volatile Round round = new Round((task, member) -> {}, 0, 0);
  private volatile boolean closed;

  /** One call: tasks are drawn from a counter, and every helper reports when it found no more. */
  private static final class Round {
    private final Task work;
    private final int tasks;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unfinished;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Round(Task work, int tasks, int helpers) {
      this.work = work;
      this.tasks = tasks;
      unfinished = new AtomicInteger(helpers);
    }

    void takePart(int member) {
      for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
        try {
          work.run(task, member);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        }
      }
    }
  }

  /**
   * Starts a team.
   *
   * @param threads threads, the caller's included, at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("an engine needs at least 1 thread, not " + threads);
    }
    Round none = round;
    for (int member = 1; member < threads; member++) {
      int number = member;
      Thread helper = new Thread(() -> help(number, none), "mesh-engine-" + member);
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
  }

  /** Returns the number of threads, the caller's included. */
  public int size() {
    return helpers.size() + 1;
  }

  /**
   * Runs tasks 0 ... tasks - 1 and returns when all are done.
   *
   * @throws IllegalStateException if the team is closed
   */
  public void run(int tasks, Task work) {
    if (closed) {
      throw new IllegalStateException("the team is closed");
    }
    if (tasks <= 1 || helpers.isEmpty()) {
      for (int task = 0; task < tasks; task++) {
        work.run(task, 0);
      }
      return;
    }
    Round current = new Round(work, tasks, helpers.size());
    round = current;
    helpers.forEach(LockSupport::unpark);
    current.takePart(0);
    while (current.unfinished.get() > 0) {
      Thread.onSpinWait();
    }
    Throwable failure = current.failure.get();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void help(int member, Round first) {
    Round done = first;
    while (!closed) {
      Round current = round;
      for (int spin = 0; current == done && spin < SPINS && !closed; spin++) {
        Thread.onSpinWait();
        current = round;
      }
      if (current == done) {
        LockSupport.park(this);
        continue;
      }
      current.takePart(member);
      done = current;
      current.unfinished.decrementAndGet();
    }
  }

  /** Lets the helpers end and waits for it; closing twice is harmless. */
  @Override
  public void close() {
    closed = true;
    helpers.forEach(LockSupport::unpark);
    try {
      for (Thread helper : helpers) {
        helper.join();
      }
    } catch (InterruptedException e) {
      // They end by themselves; whoever interrupts has something more urgent.
      Thread.currentThread().interrupt();
    }
  }
}
