package org.insitu.gui.paint;

import java.util.Optional;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Coupler;
import org.insitu.mesh.chip.Heater;

/** Where the parts of a chip lie, in units of a column's width: columns to the right, rows down. */
public final class MeshGeometry {
  /** Waveguides of a coupler lie this far apart, in row pitches. */
  private static final double COUPLER_GAP = 0.16;

  private final ChipLayout layout;
  private final double[][] left;
  private final double[][] right;
  private final int[][] heaterAt;

  /** Lays out a chip. */
  public MeshGeometry(ChipLayout layout) {
    this.layout = layout;
    int columns = layout.columns();
    int rows = layout.rows();
    left = new double[columns][rows];
    right = new double[columns][rows];
    heaterAt = new int[columns][rows];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        left[column][row] = row;
        right[column][row] = row;
        heaterAt[column][row] = -1;
      }
    }
    double bend = (1 - COUPLER_GAP) / 2;
    for (Coupler coupler : layout.couplers()) {
      int top = coupler.topRow();
      int boundary = coupler.boundary();
      right[boundary][top] = top + bend;
      right[boundary][top + 1] = top + 1 - bend;
      left[boundary + 1][top] = top + bend;
      left[boundary + 1][top + 1] = top + 1 - bend;
    }
    for (int i = 0; i < layout.heaters().size(); i++) {
      Heater heater = layout.heaters().get(i);
      heaterAt[heater.column()][heater.row()] = i;
    }
  }

  /** Returns the chip. */
  public ChipLayout layout() {
    return layout;
  }

  /** Returns the row position of a waveguide at the left edge of a column. */
  double leftRow(int column, int row) {
    return left[column][row];
  }

  /** Returns the row position of a waveguide at the right edge of a column. */
  double rightRow(int column, int row) {
    return right[column][row];
  }

  /** Returns the heater in the cell of a point, if there is one. */
  Optional<Integer> heaterNear(double columns, double rows) {
    int column = (int) Math.floor(columns);
    int row = (int) Math.floor(rows + 0.5);
    if (column < 0 || row < 0 || column >= layout.columns() || row >= layout.rows()) {
      return Optional.empty();
    }
    return heaterAt[column][row] >= 0 ? Optional.of(heaterAt[column][row]) : Optional.empty();
  }

  /** Returns the heater whose waveguide bears it in a cell, -1 if none. */
  int heaterAt(int column, int row) {
    return heaterAt[column][row];
  }
}
