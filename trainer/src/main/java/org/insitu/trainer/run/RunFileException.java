package org.insitu.trainer.run;

/** A file of a run that cannot be used; the message is one sentence for the user. */
public final class RunFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates one without a cause. */
  public RunFileException(String message) {
    super(message);
  }

  /** Creates one with a cause. */
  public RunFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
