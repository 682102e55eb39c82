/**
 * What a laboratory has: heater voltages, tap powers, the direction of light, the laser. Volts and
 * channel numbers, nothing of phases.
 *
 * <p>A bench is owned by one thread, the chip thread; only {@link
 * org.insitu.driver.bench.Bench#safeState} may be called from any thread.
 */
package org.insitu.driver.bench;
