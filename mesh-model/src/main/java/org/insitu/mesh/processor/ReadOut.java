package org.insitu.mesh.processor;

/** What a launch has to return; on a chip everything more costs time. */
public enum ReadOut {
  /** Output powers only; the output fields are real magnitudes. */
  POWERS(false, false),
  /** Output powers and the taps at every heater; the output fields are real magnitudes. */
  POWERS_AND_TAPS(false, true),
  /** Output magnitudes and phases. */
  FIELDS(true, false),
  /** Output magnitudes and phases, and the taps at every heater. */
  FIELDS_AND_TAPS(true, true);

  private final boolean phases;
  private final boolean taps;

  ReadOut(boolean phases, boolean taps) {
    this.phases = phases;
    this.taps = taps;
  }

  /** Returns whether output phases are wanted. */
  public boolean phases() {
    return phases;
  }

  /** Returns whether tap powers are wanted. */
  public boolean taps() {
    return taps;
  }
}
