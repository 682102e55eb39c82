package org.insitu.cli.console;

/** The user ended the command by a signal; thrown on the chip thread so that it comes home. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates one. */
  public StoppedException() {
    super("stopped");
  }
}
