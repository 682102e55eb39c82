package org.insitu.driver.calibration;

import org.insitu.mesh.processor.Direction;

/**
 * One reading of all taps of a chip.
 *
 * @param direction direction of light
 * @param phaseRad phase of every heater by the calibration so far [rad]
 * @param driveRad part of it that the voltage gives, the phase at 0 V and crosstalk aside [rad]; 0
 *     for a heater that idles
 * @param powerW tap powers, {@code [column][row]} [W]
 */
record TwinReading(Direction direction, double[] phaseRad, double[] driveRad, double[][] powerW) {}
