package org.insitu.gui.model;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads beside that of the screen. */
final class Workers {
  private Workers() {}

  /** Returns a worker of one thread, which does not keep the program alive. */
  static ExecutorService named(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
