package org.insitu.mesh.chip;

/** Which waveguide of its MZI a heater lies on. */
public enum Arm {
  /** The upper one; the MZI couples the heater's row and the row below. */
  TOP,
  /** The lower one; the MZI couples the heater's row and the row above. */
  BOTTOM
}
