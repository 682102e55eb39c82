package org.insitu.cli.console;

/**
 * The user asked for something that cannot be. The message is one sentence: what, where, what to
 * do. The command prints it and exits with 2.
 */
public final class UserMistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates one. */
  public UserMistake(String message) {
    super(message);
  }

  /** Creates one with what revealed it. */
  public UserMistake(String message, Throwable cause) {
    super(message, cause);
  }
}
