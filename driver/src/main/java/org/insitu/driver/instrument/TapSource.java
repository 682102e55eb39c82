package org.insitu.driver.instrument;

import java.time.Duration;
import java.util.Optional;
import org.insitu.driver.device.DeviceException;

/** Reads optical powers at taps. Taps are numbered by the instrument, from 0. */
public interface TapSource extends Instrument {
  /** Returns the number of taps. */
  int taps();

  /**
   * Reads ranges of taps.
   *
   * @param ranges first tap and number of taps, alternating
   * @param frames number of frames to average
   * @return powers [W], range after range
   */
  double[] readTaps(int[] ranges, int frames) throws DeviceException;

  /**
   * Waits on the instrument's own clock, then reads.
   *
   * @see #settle
   * @see #readTaps
   */
  default double[] settleAndRead(Duration time, int[] ranges, int frames) throws DeviceException {
    settle(time);
    return readTaps(ranges, frames);
  }

  /** Stores what the taps read now as the level without light, to be taken off from now on. */
  void storeDark() throws DeviceException;

  /**
   * Returns the time on the instrument's own clock, which {@link #settle} waits on; empty if it
   * does not tell.
   */
  Optional<Duration> clock() throws DeviceException;

  /** Waits on the instrument's own clock. */
  void settle(Duration time) throws DeviceException;
}
