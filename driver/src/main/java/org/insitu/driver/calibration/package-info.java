/**
 * Finds out, from volts and tap powers alone, what phase each heater gives at each voltage.
 *
 * <p>Two passes, after Pai et al., Science 380, 398 (2023): every θ is swept while its MZI is lit
 * through one input; then every φ is swept inside an interferometer that two MZIs at π/2 form
 * around it. Routes and interferometers are computed from the layout. Runs on the chip thread.
 */
package org.insitu.driver.calibration;
