package org.insitu.gui;

/** No window can be opened here; the message is one sentence for the user. */
public final class NoScreenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoScreenException(String message, Throwable cause) {
    super(message, cause);
  }
}
