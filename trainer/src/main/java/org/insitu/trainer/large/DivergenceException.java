package org.insitu.trainer.large;

/** The numbers of a run are not finite any more; the message is one sentence for the user. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param what what is not finite
   */
  DivergenceException(String what) {
    super(
        what
            + " is not finite any more; choose a smaller learning rate, a smaller sharpness or smaller"
            + " errors");
  }
}
