package org.insitu.driver.instrument;

import org.insitu.driver.device.DeviceException;

/** A multichannel voltage source. Channels are its own, from 0. */
public interface HeaterSource extends Instrument {
  /** Returns the number of channels found. */
  int channels();

  /** Returns the highest voltage of a channel [V], as the instrument states it. */
  double fullScaleV(int channel);

  /** Returns the highest current of a channel [A], as the instrument states it. */
  double fullScaleA(int channel);

  /**
   * Stores limits in the instrument, which keeps them itself, and switches its outputs on at 0 V.
   *
   * @param channels channels in use
   * @param maxVoltageV highest voltage [V], one per channel
   * @param maxCurrentA highest current [A], one per channel
   */
  void arm(int[] channels, double[] maxVoltageV, double[] maxCurrentA) throws DeviceException;

  /**
   * Sets voltages and returns when the instrument has confirmed them.
   *
   * @param channels channels, each at most once
   * @param voltageV voltages [V]
   * @throws DeviceException.Rejected if the instrument reports an error on one of them
   */
  void setVoltages(int[] channels, double[] voltageV) throws DeviceException;

  /**
   * Listens, without asking, whether the instrument has said that it lost its voltages since they
   * were set, by a reboot or its watchdog; then sets them again.
   *
   * @return whether it had to: what was measured meanwhile is worth nothing
   * @throws DeviceException.Rejected if it has said that a channel failed
   */
  boolean restored() throws DeviceException;

  /** Reads voltages back [V]. */
  double[] readVoltages(int[] channels) throws DeviceException;

  /** Reads currents [A]. */
  double[] readCurrents(int[] channels) throws DeviceException;

  /** Returns how far a voltage read back may be from the one set [V]. */
  double readbackToleranceV();

  /**
   * Sets all channels to 0 V and reads them back. Does not assume anything about the state before;
   * no voltage can be set afterwards until {@link #arm}.
   *
   * @throws DeviceException if 0 V could not be confirmed on every channel
   */
  void zero() throws DeviceException;
}
