package org.insitu.mesh.processor;

/** The processor could not do what was asked; the message is one sentence a user can act on. */
public class ProcessorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates one without a cause. */
  public ProcessorException(String message) {
    super(message);
  }

  /** Creates one with the device's exception as its cause. */
  public ProcessorException(String message, Throwable cause) {
    super(message, cause);
  }
}
