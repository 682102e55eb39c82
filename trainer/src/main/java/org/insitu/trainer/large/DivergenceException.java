package org.insitu.trainer.large;

/** The numbers of a run have lost their meaning; the message is one sentence for the user. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param what happened, a clause
   */
  DivergenceException(String what) {
    super(what + "; choose a smaller learning rate, a smaller sharpness or smaller errors");
  }
}
