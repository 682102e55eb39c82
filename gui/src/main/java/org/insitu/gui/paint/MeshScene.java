package org.insitu.gui.paint;

import java.util.Arrays;
import java.util.Optional;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.HeaterPhases;

/**
 * What a mesh picture shows.
 *
 * @param telemetry voltages and powers
 * @param phases tells the phases
 * @param selected heater that is marked
 */
public record MeshScene(
    ChipTelemetry telemetry, Optional<HeaterPhases> phases, Optional<Integer> selected) {
  /** Returns the phase of every heater [rad], crosstalk included; NaN if it is not known. */
  double[] phaseRad() {
    return phases
        .map(known -> known.rad(telemetry.voltageV()))
        .orElseGet(
            () -> {
              double[] unknown = new double[telemetry.voltageV().length];
              Arrays.fill(unknown, Double.NaN);
              return unknown;
            });
  }

  /** Returns whether a heater was calibrated without success. */
  boolean failed(int heater) {
    return phases.map(known -> known.failed(heater)).orElse(false);
  }
}
