package org.insitu.trainer.network;

/**
 * Read-out ports in K contiguous groups, as even as possible: port p of N belongs to class ⌊pK/N⌋.
 * The logit of a class is the summed power of its ports.
 *
 * @param ports number of ports N
 * @param classes number of classes K, 2..N
 */
public record PortGroups(int ports, int classes) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if {@code classes} is not in 2..N
   */
  public PortGroups {
    if (classes < 2 || classes > ports) {
      throw new IllegalArgumentException(
          "%d ports tell 2 to %d classes apart, not %d".formatted(ports, ports, classes));
    }
  }

  /** Returns the class of a port. */
  public int classOf(int port) {
    return port * classes / ports;
  }
}
