package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntPredicate;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;

/**
 * Finds ways for forward light through MZIs in bar and cross, from the layout alone.
 *
 * <p>Of several ways the one with the fewest crosses is taken, then the one through the fewest
 * MZIs: an MZI in cross leaks in first order of its coupler errors into the waveguide the light has
 * just left.
 */
final class RouteFinder {
  private static final Comparator<Step> CHEAPEST =
      Comparator.<Step>comparingInt(step -> step.crossed.size())
          .thenComparingInt(step -> step.length)
          .thenComparingInt(step -> step.row);

  private final ChipLayout layout;
  private final List<Integer> thetas;

  RouteFinder(ChipLayout layout) {
    this.layout = layout;
    thetas = new ArrayList<>();
    for (int i = 0; i < layout.heaters().size(); i++) {
      if (layout.heaters().get(i).kind() == HeaterKind.THETA) {
        thetas.add(i);
      }
    }
    thetas.sort(Comparator.comparingInt(i -> layout.heaters().get(i).column()));
  }

  /** Returns all θ heaters by column. */
  List<Integer> thetas() {
    return List.copyOf(thetas);
  }

  /**
   * Returns the best way to an MZI.
   *
   * @param target θ heater of the MZI
   * @param usable whether the MZI of a θ heater may be used on the way
   */
  Optional<Route> to(int target, IntPredicate usable) {
    PriorityQueue<Step> queue = new PriorityQueue<>(CHEAPEST);
    queue.add(new Step(layout.entryRow(), -1, Set.of(), 0));
    Set<Place> seen = new HashSet<>();
    while (!queue.isEmpty()) {
      Step step = queue.remove();
      if (!seen.add(new Place(step.row, step.column))) {
        continue; // a better way led here before
      }
      Optional<Integer> met = nextMzi(step.row, step.column);
      if (met.isEmpty()) {
        continue;
      }
      int theta = met.get();
      if (theta == target) {
        return Optional.of(new Route(step.crossed, step.length, step.row));
      }
      if (!usable.test(theta)) {
        continue;
      }
      Heater heater = layout.heaters().get(theta);
      int top = heater.mziTopRow();
      int other = step.row == top ? top + 1 : top;
      Set<Integer> crossed = new HashSet<>(step.crossed);
      crossed.add(theta);
      queue.add(new Step(step.row, heater.column(), step.crossed, step.length + 1));
      queue.add(new Step(other, heater.column(), crossed, step.length + 1));
    }
    return Optional.empty();
  }

  /** Returns the first MZI that light in a row meets right of a column. */
  Optional<Integer> nextMzi(int row, int afterColumn) {
    return thetas.stream()
        .filter(
            i -> {
              Heater heater = layout.heaters().get(i);
              int top = heater.mziTopRow();
              return heater.column() > afterColumn && (row == top || row == top + 1);
            })
        .findFirst();
  }

  private record Place(int row, int column) {}

  private record Step(int row, int column, Set<Integer> crossed, int length) {}
}
