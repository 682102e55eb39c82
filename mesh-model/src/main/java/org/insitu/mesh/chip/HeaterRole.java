package org.insitu.mesh.chip;

import java.util.Locale;

/** Which part of the chip a heater belongs to. */
public enum HeaterRole {
  /** The chain at the left that makes input vectors. */
  GENERATOR,
  /** The trained mesh. */
  MESH,
  /** The chain at the right that decodes output vectors, and makes the inputs of backward light. */
  ANALYZER,
  /** Keeps the reference waveguide apart from the mesh. */
  REFERENCE;

  /** Returns the lower-case name used in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
