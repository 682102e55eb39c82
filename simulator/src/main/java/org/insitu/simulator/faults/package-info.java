/**
 * What goes wrong between a host and an instrument, on purpose: by rate and by script, from a seed.
 *
 * <p>An injector belongs to the thread of its emulator.
 */
package org.insitu.simulator.faults;
