package org.insitu.gui.model;

import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.DriveSolver;
import org.insitu.mesh.MeshPhases;

/** The phases that voltages give by a calibration, its thermal crosstalk included. */
public final class HeaterPhases {
  private final Calibration calibration;
  private final DriveSolver solver;

  /** Prepares what a calibration knows. */
  public HeaterPhases(Calibration calibration) {
    this.calibration = calibration;
    solver = calibration.solver();
  }

  /**
   * Returns phases [rad] in [0, 2π); NaN for a heater that is not calibrated or beyond its curve.
   *
   * @param voltageV voltage of every heater [V]; Not modified
   */
  public double[] rad(double[] voltageV) {
    double[] phase = solver.phaseRad(voltageV);
    for (int heater = 0; heater < phase.length; heater++) {
      if (!Double.isNaN(phase[heater])) {
        phase[heater] = MeshPhases.wrap(phase[heater]);
      }
    }
    return phase;
  }

  /** Returns whether a heater was calibrated without success. */
  public boolean failed(int heater) {
    return !calibration.heaters().get(heater).state().usable();
  }
}
