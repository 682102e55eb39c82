package org.insitu.mesh.processor;

/** Direction of light through the chip. */
public enum Direction {
  /** In at the left (column 0), out at the right: applies U. */
  FORWARD,
  /** In at the right, out at the left: applies Uᵀ, the transpose. */
  BACKWARD;

  /** Returns the other direction. */
  public Direction opposite() {
    return this == FORWARD ? BACKWARD : FORWARD;
  }
}
