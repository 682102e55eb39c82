package org.insitu.driver.calibration;

import java.util.List;
import java.util.Optional;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.PhaseCurve;

/**
 * What is known of one heater.
 *
 * @param heater the heater
 * @param state whether it can be used
 * @param fit the fit, unless it failed; its curve gives the phase the mesh mathematics means,
 *     offset included
 * @param idlePhaseRad for a φ that failed: the phase it has at its idle voltage, as far as the
 *     other heaters of its loops tell [rad]
 * @param sweeps raw sweeps, the one the fit is from last
 * @param reason for a heater that failed: why, in a sentence
 */
public record HeaterCalibration(
    Heater heater,
    HeaterState state,
    Optional<SplitFit> fit,
    double idlePhaseRad,
    List<Sweep> sweeps,
    String reason) {
  /** Copies the list. */
  public HeaterCalibration {
    sweeps = List.copyOf(sweeps);
    if (state.usable() != fit.isPresent()) {
      throw new IllegalArgumentException(
          heater.name() + " must have a fit exactly if it is usable");
    }
  }

  /**
   * Returns the curve.
   *
   * @throws IllegalStateException if the heater failed
   */
  public PhaseCurve curve() {
    return fit.orElseThrow(
            () -> new IllegalStateException(heater.name() + " is not calibrated: " + reason))
        .curve();
  }

  /**
   * Returns the same with a phase that is higher at 0 V and rises faster; a heater that failed gets
   * another idle phase.
   */
  HeaterCalibration moved(double offsetRad, double stretch) {
    if (fit.isEmpty()) {
      return withIdlePhase(idlePhaseRad + offsetRad);
    }
    SplitFit old = fit.get();
    SplitFit moved =
        new SplitFit(
            old.curve().withOffset(old.curve().c0() + offsetRad).stretched(stretch),
            old.visibility(),
            old.floor(),
            old.residual(),
            old.phaseErrorRad());
    return new HeaterCalibration(heater, state, Optional.of(moved), idlePhaseRad, sweeps, reason);
  }

  HeaterCalibration withOffset(double offsetRad) {
    SplitFit old = fit.orElseThrow();
    SplitFit moved =
        new SplitFit(
            old.curve().withOffset(offsetRad),
            old.visibility(),
            old.floor(),
            old.residual(),
            old.phaseErrorRad());
    return new HeaterCalibration(heater, state, Optional.of(moved), idlePhaseRad, sweeps, reason);
  }

  HeaterCalibration withIdlePhase(double phaseRad) {
    return new HeaterCalibration(heater, state, fit, phaseRad, sweeps, reason);
  }
}
