package org.insitu.driver.calibration;

import org.insitu.mesh.chip.Heater;

/** Follows a calibration. Called on the chip thread; must return at once. */
public interface CalibrationListener {
  /** Ignores everything. */
  CalibrationListener NONE = new CalibrationListener() {};

  /**
   * A sweep starts.
   *
   * @param heater heater swept
   * @param number sweeps so far, this one included
   * @param total sweeps if none has to be repeated
   */
  default void sweepStarted(Heater heater, int number, int total) {}

  /**
   * A point was measured.
   *
   * @param voltageV voltage [V]
   * @param splitRatio split ratio
   */
  default void point(Heater heater, double voltageV, double splitRatio) {}

  /** A heater is done, well or not; a φ's offset is not final yet. */
  default void heaterDone(HeaterCalibration calibration) {}

  /**
   * Crosstalk onto another heater or loop is about to be measured.
   *
   * @param number how many so far, this one included
   * @param total how many in all
   */
  default void crosstalk(int number, int total) {}

  /**
   * All taps are about to be read at another random setting.
   *
   * @param number how many so far, this one included
   * @param total how many in all
   */
  default void optics(int number, int total) {}
}
