/**
 * A bench and a calibration make a processor: inputs by the on-chip generator, outputs by the
 * on-chip analyzer, tap powers at every heater.
 *
 * <p>Owned by the chip thread.
 */
package org.insitu.driver.chip;
