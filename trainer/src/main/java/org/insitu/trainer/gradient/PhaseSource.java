package org.insitu.trainer.gradient;

import java.util.Locale;

/** Where the phases of output fields come from; magnitudes are always measured. */
public enum PhaseSource {
  /** Read on the chip. */
  MEASURED,
  /** Taken from the model of the programmed mesh, applied to what was launched. */
  CORRECTED;

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
