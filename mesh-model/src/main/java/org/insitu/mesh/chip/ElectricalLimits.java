package org.insitu.mesh.chip;

import java.time.Duration;

/**
 * What a chip's heaters stand, and how long they take.
 *
 * @param minVoltageV lowest voltage [V], not negative
 * @param maxVoltageV highest voltage [V]
 * @param idleVoltageV voltage of a heater that nothing needs [V]; keeps the chip near its working
 *     temperature
 * @param sweepMinVoltageV lowest voltage of a calibration sweep [V]
 * @param heaterResistanceOhm nominal resistance of a heater [Ω], for power estimates
 * @param maxHeaterPowerW highest power of one heater [W]
 * @param maxTotalPowerW highest power of all heaters together [W]
 * @param settling time after which phases have settled
 */
public record ElectricalLimits(
    double minVoltageV,
    double maxVoltageV,
    double idleVoltageV,
    double sweepMinVoltageV,
    double heaterResistanceOhm,
    double maxHeaterPowerW,
    double maxTotalPowerW,
    Duration settling) {
  /**
   * Checks that the limits make sense.
   *
   * @throws IllegalArgumentException if they do not, naming the limit
   */
  public ElectricalLimits {
    if (!(minVoltageV >= 0) || !(maxVoltageV > minVoltageV) || Double.isInfinite(maxVoltageV)) {
      throw new IllegalArgumentException(
          "voltage limits must satisfy 0 <= min < max, found min %s V, max %s V"
              .formatted(minVoltageV, maxVoltageV));
    }
    if (!(idleVoltageV >= minVoltageV && idleVoltageV <= maxVoltageV)) {
      throw new IllegalArgumentException(
          "idle voltage %s V is outside %s..%s V"
              .formatted(idleVoltageV, minVoltageV, maxVoltageV));
    }
    if (!(sweepMinVoltageV >= minVoltageV && sweepMinVoltageV < maxVoltageV)) {
      throw new IllegalArgumentException(
          "sweep start %s V is outside %s..%s V"
              .formatted(sweepMinVoltageV, minVoltageV, maxVoltageV));
    }
    if (!(heaterResistanceOhm > 0) || !(maxHeaterPowerW > 0) || !(maxTotalPowerW > 0)) {
      throw new IllegalArgumentException("heater resistance and power limits must be positive");
    }
    if (settling.isNegative()) {
      throw new IllegalArgumentException("settling time is negative: " + settling);
    }
  }
}
