package org.insitu.driver.bench;

import java.time.Duration;

/**
 * What a bench has done so far.
 *
 * @param heaterWrites heater voltages written
 * @param tapReads single tap powers read, one per tap and frame
 * @param frames read-outs of the taps
 * @param directionSwitches changes of direction
 * @param chipTime time since opening; virtual on a virtual bench
 */
public record BenchCounters(
    long heaterWrites, long tapReads, long frames, long directionSwitches, Duration chipTime) {}
