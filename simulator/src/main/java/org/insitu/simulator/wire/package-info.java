/**
 * The instrument's end of a wire: pseudo terminals made by this program, TCP servers, memory.
 *
 * <p>A wire belongs to the thread of its emulator; only closing may come from another thread.
 */
package org.insitu.simulator.wire;
