package org.insitu.gui.paint;

import java.util.Optional;
import org.insitu.driver.calibration.Calibration;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.Laboratory;

/**
 * What a mesh picture shows.
 *
 * @param telemetry voltages and powers
 * @param calibration tells the phases
 * @param selected heater that is marked
 */
public record MeshScene(
    ChipTelemetry telemetry, Optional<Calibration> calibration, Optional<Integer> selected) {
  /** Returns the phase of a heater [rad], NaN if it is not known. */
  double phaseRad(int heater) {
    return Laboratory.phaseRad(calibration, heater, telemetry.voltageV()[heater]);
  }

  /** Returns whether a heater was calibrated without success. */
  boolean failed(int heater) {
    return calibration.isPresent() && !calibration.get().heaters().get(heater).state().usable();
  }
}
