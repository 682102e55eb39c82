package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;

/**
 * The loop between two successive MZIs on the same pair of rows. With both at π/2 and every MZI
 * that its arms pass in bar it is an interferometer in the phases of the φ heaters on its arms.
 *
 * @param first θ heater of the MZI that splits the light
 * @param second θ heater of the MZI that recombines it
 * @param phis φ heaters on the arms
 * @param signs for each φ +1 on the upper arm, -1 on the lower
 * @param passed θ heaters of the MZIs that the arms run through in bar; e^{iθ/2} of theirs is on
 *     the arm
 * @param passedSigns for each of them +1 on the upper arm, -1 on the lower
 */
record Cell(
    int first,
    int second,
    List<Integer> phis,
    List<Integer> signs,
    List<Integer> passed,
    List<Integer> passedSigns) {
  Cell {
    phis = List.copyOf(phis);
    signs = List.copyOf(signs);
    passed = List.copyOf(passed);
    passedSigns = List.copyOf(passedSigns);
  }

  /** Returns all cells of a chip, by row, then column. */
  static List<Cell> of(ChipLayout layout) {
    List<Cell> cells = new ArrayList<>();
    List<Integer> thetas = new RouteFinder(layout).thetas();
    for (int top = 0; top < layout.rows() - 1; top++) {
      int previous = -1;
      for (int theta : thetas) {
        if (layout.heaters().get(theta).mziTopRow() != top) {
          continue;
        }
        if (previous >= 0) {
          cells.add(between(layout, thetas, previous, theta, top));
        }
        previous = theta;
      }
    }
    return cells;
  }

  /** Returns the sign of a φ heater on this cell. */
  int sign(int phi) {
    return signs.get(phis.indexOf(phi));
  }

  /**
   * Returns the phase of the loop for small phases of all heaters: Σ s_g p_g + Σ s_p p_p / 2.
   *
   * @param phaseOf phase of a heater [rad]
   */
  double sum(IntToDoubleFunction phaseOf) {
    double sum = passedSum(phaseOf);
    for (int i = 0; i < phis.size(); i++) {
      sum += signs.get(i) * phaseOf.applyAsDouble(phis.get(i));
    }
    return sum;
  }

  /** Returns the part of {@link #sum} that the passed MZIs make. */
  double passedSum(IntToDoubleFunction phaseOf) {
    double sum = 0;
    for (int i = 0; i < passed.size(); i++) {
      sum += passedSigns.get(i) * phaseOf.applyAsDouble(passed.get(i)) / 2;
    }
    return sum;
  }

  private static Cell between(
      ChipLayout layout, List<Integer> thetas, int first, int second, int top) {
    int from = layout.heaters().get(first).column();
    int to = layout.heaters().get(second).column();
    List<Integer> phis = new ArrayList<>();
    List<Integer> signs = new ArrayList<>();
    for (int i = 0; i < layout.heaters().size(); i++) {
      Heater heater = layout.heaters().get(i);
      boolean onArm = heater.row() == top || heater.row() == top + 1;
      if (heater.kind() == HeaterKind.PHI
          && onArm
          && heater.column() > from
          && heater.column() < to) {
        phis.add(i);
        signs.add(heater.row() == top ? 1 : -1);
      }
    }
    List<Integer> passed = new ArrayList<>();
    List<Integer> passedSigns = new ArrayList<>();
    for (int theta : thetas) {
      Heater heater = layout.heaters().get(theta);
      int row = heater.mziTopRow();
      if (heater.column() > from && heater.column() < to && (row == top - 1 || row == top + 1)) {
        passed.add(theta);
        passedSigns.add(row < top ? 1 : -1);
      }
    }
    return new Cell(first, second, phis, signs, passed, passedSigns);
  }
}
