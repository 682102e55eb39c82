package org.insitu.driver.calibration;

/**
 * One voltage sweep of a heater.
 *
 * @param voltageV voltages [V], rising
 * @param splitRatio at each voltage the power at the upper tap over the power at both taps, behind
 *     the MZI that was watched
 */
public record Sweep(double[] voltageV, double[] splitRatio) {
  /** Checks the lengths. */
  public Sweep {
    if (voltageV.length != splitRatio.length) {
      throw new IllegalArgumentException("a sweep needs one ratio per voltage");
    }
  }
}
