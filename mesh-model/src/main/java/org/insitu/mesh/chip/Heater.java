package org.insitu.mesh.chip;

/**
 * One heater of a chip.
 *
 * @param kind θ or φ
 * @param column column in the chip, 0 at the left
 * @param row waveguide it heats, 0 at the top
 * @param arm for a θ which arm of its MZI; for a φ where it was laid out relative to its MZI
 * @param role part of the chip
 * @param index position within role and kind: mesh node in light order, or place in the chain from
 *     the facet inwards
 * @param channel voltage channel
 */
public record Heater(
    HeaterKind kind, int column, int row, Arm arm, HeaterRole role, int index, int channel) {
  /** Returns the upper row of the MZI a θ belongs to. */
  public int mziTopRow() {
    return arm == Arm.TOP ? row : row - 1;
  }

  /** Returns a short unique name, such as {@code theta(5,0)}. */
  public String name() {
    return kind.id() + "(" + column + "," + row + ")";
  }
}
