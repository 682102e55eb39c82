package org.insitu.driver.calibration;

import java.util.Map;
import java.util.Optional;

/**
 * How a heater was watched, so that it can be watched again, and what the other heaters were at.
 *
 * @param heater heater that was swept
 * @param thetaRad phases of the θ heaters that were not in bar [rad]
 * @param watched θ heater of the MZI whose split was read
 * @param fit fit of the sweep, offsets not yet adjusted
 * @param voltageV voltages of all heaters before the sweep [V]
 * @param cell for a φ: the loop it was swept in
 * @param biasRad for a φ: κ of that loop [rad]
 */
record Observation(
    int heater,
    Map<Integer, Double> thetaRad,
    int watched,
    SplitFit fit,
    double[] voltageV,
    Optional<Cell> cell,
    double biasRad) {
  Observation {
    thetaRad = Map.copyOf(thetaRad);
  }
}
