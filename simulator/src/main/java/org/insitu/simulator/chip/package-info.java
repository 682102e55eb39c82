/**
 * The virtual chip: what a real one does between its heater voltages and its tap read-outs,
 * imperfections included. Its true values are private; they can be found only by measuring.
 *
 * <p>Results are the same bits on every JDK for the same seed and calls. {@link
 * org.insitu.simulator.chip.VirtualChip} may be shared by threads; everything else here is either
 * immutable or confined to it.
 */
package org.insitu.simulator.chip;
