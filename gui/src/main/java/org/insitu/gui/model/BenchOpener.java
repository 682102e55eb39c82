package org.insitu.gui.model;

import java.util.List;
import java.util.function.Consumer;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.benchfile.BenchCheck.Finding;
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

  /**
   * Looks a bench over without lighting it: who answers, and is it as its file says? Heaters end at
   * 0 V, the laser dark, all links closed.
   *
   * @param listener gets every finding at once
   * @return all findings
   * @throws RuntimeException as {@link #open}
   */
  List<Finding> identify(String chip, long seed, Consumer<Finding> listener) throws DeviceException;

  /** Returns who answered when a bench was opened. */
  List<Finding> describe(Bench open);
}
