package org.insitu.trainer.large;

import java.util.Locale;

/** Where the gradient by the phases comes from. */
public enum LargeGradient {
  /** Digital subtraction of three passes: forward, backward, and the sum launched forward. */
  DIGITAL,
  /**
   * The same with the adjoint sent forward, conjugated, instead of reading taps in backward light:
   * what the read-out got wrong about the adjoint then cancels. The published study did this.
   */
  FORWARD,
  /** Analog difference of two passes, sum and difference launch. */
  ANALOG,
  /** Computed from the model, without light: what a digital twin would do. */
  MODEL;

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
