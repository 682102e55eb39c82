package org.insitu.mesh.processor;

import java.time.Duration;

/**
 * What a processor has done so far; on a real chip these are the cost.
 *
 * @param launches vectors sent
 * @param heaterWrites heater voltages written
 * @param tapReads single tap powers read, one per tap and frame
 * @param directionSwitches changes of the direction of light
 * @param chipTime time on the chip: virtual time on a virtual chip
 */
public record ProcessorCounters(
    long launches, long heaterWrites, long tapReads, long directionSwitches, Duration chipTime) {
  /** Nothing done yet. */
  public static final ProcessorCounters ZERO = new ProcessorCounters(0, 0, 0, 0, Duration.ZERO);

  /** Returns what was done since {@code earlier}. */
  public ProcessorCounters since(ProcessorCounters earlier) {
    return new ProcessorCounters(
        launches - earlier.launches,
        heaterWrites - earlier.heaterWrites,
        tapReads - earlier.tapReads,
        directionSwitches - earlier.directionSwitches,
        chipTime.minus(earlier.chipTime));
  }
}
