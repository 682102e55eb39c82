/**
 * The port that everything above the hardware works through: program mesh phases, send light, read
 * fields and tap powers.
 *
 * <p>A processor is owned by one thread, the chip thread.
 */
package org.insitu.mesh.processor;
