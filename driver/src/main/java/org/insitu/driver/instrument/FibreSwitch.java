package org.insitu.driver.instrument;

import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.processor.Direction;

/** A switch that sends light in from the left or from the right. */
public interface FibreSwitch extends Instrument {
  /**
   * Sets the direction, absolutely, and returns when the switch confirms it.
   *
   * @throws DeviceException if it did not confirm
   */
  void setDirection(Direction direction) throws DeviceException;

  /** Reads the direction back. */
  Direction readDirection() throws DeviceException;
}
