package org.insitu.mesh.chip;

import java.util.Locale;

/** What a heater does. */
public enum HeaterKind {
  /** Between the two couplers of an MZI: sets its splitting. */
  THETA,
  /** In front of an MZI: sets the relative phase of its inputs. */
  PHI;

  /** Returns the lower-case name used in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
