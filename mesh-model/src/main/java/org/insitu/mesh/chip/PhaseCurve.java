package org.insitu.mesh.chip;

import org.insitu.mesh.MeshPhases;

/**
 * Phase of a heater against its voltage: p(V) = c₀ + c₁u + c₂u² + c₃u³ with u = V².
 *
 * <p>The phase follows the dissipated power, V²/R, and so is even in V; the higher terms carry the
 * change of resistance and of the thermo-optic coefficient with temperature. The curve is only good
 * between the voltages it was measured at, and must rise there.
 *
 * @param c0 phase at 0 V [rad]
 * @param c1 slope [rad/V²], positive
 * @param c2 second order [rad/V⁴]
 * @param c3 third order [rad/V⁶]
 * @param minVoltageV lowest voltage the curve holds for [V]
 * @param maxVoltageV highest voltage the curve holds for [V]
 */
public record PhaseCurve(
    double c0, double c1, double c2, double c3, double minVoltageV, double maxVoltageV) {
  /** Newton converges quadratically from anywhere in a bracket this tame; bisection is the net. */
  private static final int MAX_STEPS = 100;

  /** A phase outside the range by less than this came out of its own sums. */
  private static final double ROUNDING_RAD = 1e-9;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if a number is not finite or the range is empty
   */
  public PhaseCurve {
    if (!Double.isFinite(c0 + c1 + c2 + c3)) {
      throw new IllegalArgumentException("curve has a coefficient that is not finite");
    }
    if (!(minVoltageV >= 0) || !(maxVoltageV > minVoltageV) || Double.isInfinite(maxVoltageV)) {
      throw new IllegalArgumentException(
          "curve range must satisfy 0 <= min < max, found %s..%s V"
              .formatted(minVoltageV, maxVoltageV));
    }
  }

  /** Returns the phase at a voltage, not wrapped [rad]. */
  public double phaseRad(double voltageV) {
    return at(voltageV * voltageV);
  }

  /** Returns dp/du at a voltage [rad/V²]. */
  public double slope(double voltageV) {
    double u = voltageV * voltageV;
    return c1 + u * (2 * c2 + u * 3 * c3);
  }

  /** Returns whether the phase rises over the whole range. */
  public boolean rises() {
    double low = minVoltageV * minVoltageV;
    double high = maxVoltageV * maxVoltageV;
    // The slope is a parabola in u: its extreme values lie at the ends or at the vertex.
    double vertex = c3 == 0 ? low : Math.min(high, Math.max(low, -c2 / (3 * c3)));
    return slope(minVoltageV) > 0 && slope(maxVoltageV) > 0 && slope(Math.sqrt(vertex)) > 0;
  }

  /** Returns how much phase the range covers [rad]; a usable heater needs 2π. */
  public double spanRad() {
    return phaseRad(maxVoltageV) - phaseRad(minVoltageV);
  }

  /**
   * Returns the lowest voltage of the range that gives a phase, modulo 2π.
   *
   * @param phaseRad any finite phase [rad]
   * @throws IllegalStateException if the curve does not rise or does not reach the phase
   */
  public double voltageV(double phaseRad) {
    double lowest = phaseRad(minVoltageV);
    return unwrappedVoltageV(lowest + MeshPhases.wrap(phaseRad - lowest));
  }

  /**
   * Returns the voltage of the range that gives a phase, not modulo 2π.
   *
   * @param phaseRad phase [rad]
   * @throws IllegalStateException if the curve does not rise or does not reach the phase
   */
  public double unwrappedVoltageV(double phaseRad) {
    double low = minVoltageV * minVoltageV;
    double high = maxVoltageV * maxVoltageV;
    if (phaseRad > at(high) + ROUNDING_RAD || phaseRad < at(low) - ROUNDING_RAD) {
      throw new IllegalStateException(
          "phase %.4f rad is not reached between %.3f V and %.3f V"
              .formatted(phaseRad, minVoltageV, maxVoltageV));
    }
    double target = Math.min(at(high), Math.max(at(low), phaseRad));
    double u = low + (target - at(low)) / (at(high) - at(low)) * (high - low);
    for (int step = 0; step < MAX_STEPS; step++) {
      double error = at(u) - target;
      if (error == 0) {
        break;
      }
      if (error > 0) {
        high = u;
      } else {
        low = u;
      }
      double next = u - error / (c1 + u * (2 * c2 + u * 3 * c3));
      if (!(next > low && next < high)) {
        next = (low + high) / 2;
      }
      if (Math.abs(next - u) <= Math.ulp(u)) {
        break;
      }
      u = next;
    }
    return Math.min(maxVoltageV, Math.max(minVoltageV, Math.sqrt(u)));
  }

  /** Returns the curve with another phase at 0 V. */
  public PhaseCurve withOffset(double offsetRad) {
    return new PhaseCurve(offsetRad, c1, c2, c3, minVoltageV, maxVoltageV);
  }

  /** Returns the curve whose phase beyond that at 0 V is multiplied by a factor. */
  public PhaseCurve stretched(double factor) {
    return new PhaseCurve(c0, factor * c1, factor * c2, factor * c3, minVoltageV, maxVoltageV);
  }

  private double at(double u) {
    return c0 + u * (c1 + u * (c2 + u * c3));
  }
}
