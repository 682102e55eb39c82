package org.insitu.driver.calibration;

/** What a calibration has to say about a heater. */
public enum HeaterState {
  /** Calibrated: any phase can be set. */
  GOOD,
  /** Calibrated, but with a fit error above the good limit: use with care. */
  FAIR,
  /** Swept without a usable fit; the heater stays at its idle voltage. */
  FAILED,
  /** Not swept, because no light can be brought to it through calibrated MZIs. */
  UNREACHABLE;

  /** Returns whether phases can be set. */
  public boolean usable() {
    return this == GOOD || this == FAIR;
  }
}
