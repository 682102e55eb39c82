package org.insitu.trainer.gradient;

import java.util.Locale;
import org.insitu.trainer.network.SumScale;

/** Where the gradient of a run comes from. */
public enum GradientMode {
  /** Taps of three passes, forward, backward and sum, subtracted by the computer. */
  DIGITAL,
  /** Difference of two sum passes with the adjoint at 0 and π: a signed lock-in. */
  ANALOG,
  /** The model's gradient: the digital reference, the chip only evaluates. */
  MODEL;

  /** Returns how the adjoint is scaled in the sum launch. */
  public SumScale sumScale() {
    return this == ANALOG ? SumScale.COMMON : SumScale.PER_SAMPLE;
  }

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
