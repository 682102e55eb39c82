package org.insitu.mesh.processor;

/** How the vectors of a batch share the unit power that a chip launches. */
public enum LaunchScale {
  /**
   * Each vector is launched at full power; its powers are multiplied by its own |v|² afterwards.
   */
  PER_VECTOR,
  /**
   * All vectors share the scale of the largest, so that their photocurrents add up linearly, as an
   * analog integration needs; what a smaller vector leaves over goes into the reference port.
   */
  COMMON
}
