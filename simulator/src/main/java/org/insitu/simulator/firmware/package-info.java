/**
 * Emulated instruments: the firmware of each kind, and the emulator that connects one to a wire, in
 * front of a chip they share.
 *
 * <p>Each emulator has one thread, which alone touches its firmware. The chip is locked.
 */
package org.insitu.simulator.firmware;
