package org.insitu.trainer.run;

import java.io.IOException;

/** Hears what happens in a run, on the run's thread, in order. */
@FunctionalInterface
public interface RunListener {
  /**
   * Takes an event; the run waits.
   *
   * @throws IOException if a record cannot be written, with one sentence for the user; ends the run
   */
  void on(RunEvent event) throws IOException;
}
