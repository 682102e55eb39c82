package org.insitu.driver.device;

/** A request would cross a limit. Thrown before any byte is written; nothing has changed. */
public final class SafetyLimitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates one; the message names the heater or channel, the value and the limit. */
  public SafetyLimitException(String message) {
    super(message);
  }
}
