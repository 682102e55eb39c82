/**
 * Virtual chips as benches: the same port that real instruments have, on a clock that never waits.
 * A bench is owned by one thread; only {@code safeState} may be called from any.
 */
package org.insitu.simulator.bench;
