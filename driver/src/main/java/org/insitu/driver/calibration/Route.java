package org.insitu.driver.calibration;

import java.util.Map;
import java.util.Set;

/**
 * A way for light from the entry to one input of an MZI.
 *
 * @param crossed θ heaters on the way that must be in cross; all others on the way are in bar
 * @param length number of MZIs on the way
 * @param inputRow row at which the light reaches the MZI
 */
record Route(Set<Integer> crossed, int length, int inputRow) {
  Route {
    crossed = Set.copyOf(crossed);
  }

  /** Puts the crossed θ heaters into a map of phases. */
  void applyTo(Map<Integer, Double> phaseRad) {
    for (int heater : crossed) {
      phaseRad.put(heater, 0.0);
    }
  }
}
