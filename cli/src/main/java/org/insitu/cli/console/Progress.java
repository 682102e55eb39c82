package org.insitu.cli.console;

import java.io.PrintWriter;

/**
 * Shows how far a long command is, on standard error: a bar on a terminal, plain lines elsewhere,
 * nothing when told to be quiet.
 */
public sealed interface Progress permits BarProgress, LineProgress, SilentProgress {
  /** The launcher sets this property to {@code true} when standard error is a terminal. */
  String TERMINAL_PROPERTY = "insitu.terminal";

  /** Returns the right one for the place where {@code err} leads. */
  static Progress on(PrintWriter err, boolean quiet) {
    if (quiet) {
      return new SilentProgress();
    }
    return Boolean.getBoolean(TERMINAL_PROPERTY)
        ? new BarProgress(err, System::nanoTime)
        : new LineProgress(err, System::nanoTime);
  }

  /**
   * Begins a phase of the work.
   *
   * @param title what is done, such as {@code calibrating}
   * @param total number of steps, at least 1
   */
  void begin(String title, long total);

  /**
   * Tells how far the phase is.
   *
   * @param done steps done, 0..total
   * @param detail what to show beside the count; may be empty
   */
  void update(long done, String detail);

  /** Ends the phase; {@code summary} stays on the screen. */
  void end(String summary);
}
