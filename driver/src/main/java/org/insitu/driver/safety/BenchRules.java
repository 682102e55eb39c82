package org.insitu.driver.safety;

import java.time.Duration;

/**
 * How a bench of instruments behaves beyond the limits of its chip.
 *
 * @param maxCurrentA highest current of one heater [A]
 * @param slewVPerS fastest change of a heater voltage [V/s]; 0 for no limit
 * @param maxLaserPowerW highest laser power at the chip [W]
 * @param laserLossDb loss between laser and chip [dB], not negative
 * @param switchGuard wait after the switch has confirmed a new direction
 * @param blankLaser whether the laser is dark while the switch moves
 * @param storeDark whether the taps' level without light is stored when the bench is opened
 */
public record BenchRules(
    double maxCurrentA,
    double slewVPerS,
    double maxLaserPowerW,
    double laserLossDb,
    Duration switchGuard,
    boolean blankLaser,
    boolean storeDark) {}
