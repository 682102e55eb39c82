package org.insitu.gui.model;

import java.util.Arrays;
import org.insitu.driver.calibration.Calibration;

/**
 * By how much phases have wandered since they were calibrated.
 *
 * @param calibration the calibration that is compared with
 * @param driftRad drift of every heater [rad] in the order of the layout, positive where the phase
 *     is higher than calibrated; Not modified
 * @param ageSeconds age of the calibration when the drift was measured [s]
 * @param onChip whether that is time on the chip; else that since the file was written
 */
public record DriftReport(
    Calibration calibration, double[] driftRad, double ageSeconds, boolean onChip) {
  /** Returns the root of the mean square over all heaters [rad]. */
  public double rmsRad() {
    return Math.sqrt(Arrays.stream(driftRad).map(rad -> rad * rad).average().orElse(0));
  }

  /** Returns the heater that has drifted most, either way. */
  public int largest() {
    int largest = 0;
    for (int heater = 1; heater < driftRad.length; heater++) {
      if (Math.abs(driftRad[heater]) > Math.abs(driftRad[largest])) {
        largest = heater;
      }
    }
    return largest;
  }
}
