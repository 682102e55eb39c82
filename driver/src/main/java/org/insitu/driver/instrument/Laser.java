package org.insitu.driver.instrument;

import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.device.DeviceException;

/** A laser source. */
public interface Laser extends Instrument {
  /** Returns the lowest power it can emit, other than none [W]. */
  double minPowerW();

  /** Returns the highest power it can emit [W]. */
  double maxPowerW();

  /**
   * Sets the power, reads it back and returns.
   *
   * @param powerW power [W]; 0 switches the output off
   */
  void setPower(double powerW) throws DeviceException;

  /** Returns the wavelength it was tuned to last, and its range. */
  LaserTuning tuning();

  /**
   * Tunes it, reads that back and returns. The power it can emit may be another one then.
   *
   * @param wavelengthM wavelength [m]
   * @throws org.insitu.driver.device.SafetyLimitException if it is out of range; nothing was sent
   */
  void setWavelength(double wavelengthM) throws DeviceException;

  /** Reads the power [W] back; 0 if the output is off. */
  double readPower() throws DeviceException;
}
