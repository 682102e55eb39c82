package org.insitu.gui.model;

import java.util.List;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.device.DeviceException;

/** Opens chips by name; virtual or real makes no difference from here on. */
public interface BenchOpener {
  /** Returns the names of chips that need no file, for the user to choose from. */
  List<String> names();

  /**
   * Opens a bench in the safe state. What was opened is closed again if it fails half-way.
   *
   * @param chip one of {@link #names()}, or a file
   * @param seed seed of a virtual chip
   * @throws DeviceException if an instrument does not answer
   * @throws RuntimeException with one sentence for the user if there is no such chip or the file
   *     cannot be used
   */
  Bench open(String chip, long seed) throws DeviceException;
}
