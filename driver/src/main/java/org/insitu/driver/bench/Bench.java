package org.insitu.driver.bench;

import java.time.Duration;
import java.util.Optional;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/**
 * What a laboratory has. Implemented by real instruments and by the virtual bench.
 *
 * <p>Safe state: heaters at 0 V and, if the bench has one, the laser dark. A bench is in the safe
 * state when it is opened and when it is closed.
 */
public interface Bench extends AutoCloseable {
  /** Returns a name for the user, such as {@code sim:amf420 seed 1} or the bench file. */
  String name();

  /**
   * Returns what tells this chip from every other: a calibration made on another one is refused.
   * Serial numbers on instruments; preset, overrides and seed on a virtual chip.
   */
  String chipId();

  /** Returns the layout of the chip. */
  ChipLayout layout();

  /**
   * Sets heater voltages, all or none. Returns when they are written, not when they have settled.
   *
   * @param channels voltage channels, each at most once
   * @param voltageV voltages [V], one per channel
   * @throws SafetyLimitException if a voltage or power is over its limit; nothing was written
   * @throws IllegalArgumentException if a channel is unknown or named twice
   * @throws DeviceException if the device failed
   */
  void setVoltages(int[] channels, double[] voltageV) throws DeviceException;

  /**
   * Waits on the bench's own clock, virtual on a virtual bench.
   *
   * @param time how long, not negative
   * @throws DeviceException if the device failed meanwhile
   */
  void settle(Duration time) throws DeviceException;

  /**
   * Reads the taps of whole columns.
   *
   * @param columns columns, in any order
   * @param frames number of frames to average, at least 1
   * @throws DeviceException if the device failed
   */
  TapFrame readTaps(int[] columns, int frames) throws DeviceException;

  /**
   * Sets, waits and reads; a board that can do this in one round trip overrides it.
   *
   * @see #setVoltages
   * @see #settle
   * @see #readTaps
   */
  default TapFrame setSettleRead(
      int[] channels, double[] voltageV, Duration settling, int[] columns, int frames)
      throws DeviceException {
    setVoltages(channels, voltageV);
    settle(settling);
    return readTaps(columns, frames);
  }

  /**
   * Chooses the direction of light, absolutely, and returns when it is confirmed.
   *
   * @throws DeviceException if the switch failed or could not be confirmed
   */
  void setDirection(Direction direction) throws DeviceException;

  /** Returns the direction last confirmed. */
  Direction direction();

  /**
   * Sets the laser power at the chip.
   *
   * @param powerW power [W]; 0 is dark
   * @throws SafetyLimitException if it is over the limit
   * @throws DeviceException if the laser failed
   */
  void setLaserPower(double powerW) throws DeviceException;

  /** Returns the highest power that {@link #setLaserPower} takes [W]; infinite if not known. */
  default double maxLaserPowerW() {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Returns the wavelength of the laser and its range, as the laser told; empty if the bench has no
   * laser under control. Asks no device.
   */
  default Optional<LaserTuning> tuning() {
    return Optional.empty();
  }

  /**
   * Tunes the laser and returns when that is confirmed; its power stays as it is.
   *
   * @param wavelengthM wavelength [m]
   * @throws SafetyLimitException if the laser cannot be tuned to it; nothing has changed
   * @throws DeviceException if the laser failed, or there is none
   */
  default void setWavelength(double wavelengthM) throws DeviceException {
    Optional<LaserTuning> laser = tuning();
    if (laser.isEmpty()) {
      throw new DeviceException.Rejected(
          "%s has no laser under control; tune it by hand".formatted(name()), null);
    }
    laser.get().require(wavelengthM);
  }

  /** Returns what was done so far. */
  BenchCounters counters();

  /**
   * Brings all outputs to the safe state and confirms it. May be called from any thread, at any
   * time.
   *
   * @throws DeviceException if the safe state could not be confirmed
   */
  void safeState() throws DeviceException;

  /**
   * Brings the bench to the safe state and releases it. Closing twice is harmless.
   *
   * @throws DeviceException if the safe state could not be confirmed; the bench is released all the
   *     same
   */
  @Override
  void close() throws DeviceException;
}
