package org.insitu.trainer.large;

import java.util.Locale;

/** What is sent through a processor in a training step. */
public enum LargeMeasurement {
  /**
   * The N basis vectors, whatever the batch: the matrix is measured, the computer multiplies, and
   * the gradient is that of the matrix. The published study did this.
   */
  MATRIX,
  /** Every sample of the batch. */
  SAMPLES;

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
