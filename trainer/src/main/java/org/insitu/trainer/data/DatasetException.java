package org.insitu.trainer.data;

/** Data that cannot be used; the message is one sentence with file, line and column. */
public final class DatasetException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates one without a cause. */
  public DatasetException(String message) {
    super(message);
  }

  /** Creates one with a cause. */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
