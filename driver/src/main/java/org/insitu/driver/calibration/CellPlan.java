package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides in which cell each φ heater is swept, so that every heater is swept and, where possible,
 * every cell is measured by at least one of its heaters: a cell that nobody measured would keep an
 * unknown phase.
 */
final class CellPlan {
  /** One sweep. */
  record Item(int phi, Cell cell) {}

  private CellPlan() {}

  /** Returns the sweeps, the cells in the order given. */
  static List<Item> of(List<Cell> cells) {
    Map<Integer, Cell> cellOf = new HashMap<>();
    List<Cell> scarceFirst = new ArrayList<>(cells);
    scarceFirst.sort(Comparator.comparingInt(cell -> cell.phis().size()));
    for (Cell cell : scarceFirst) {
      lead(cell, cellOf, new HashSet<>());
    }
    List<Item> items = new ArrayList<>();
    Set<Integer> planned = new HashSet<>();
    for (Cell cell : cells) {
      for (int phi : cell.phis()) {
        boolean here = cellOf.containsKey(phi) ? cellOf.get(phi).equals(cell) : planned.add(phi);
        if (here) {
          items.add(new Item(phi, cell));
        }
      }
    }
    return items;
  }

  /** Augmenting path of a bipartite matching of cells to heaters. */
  private static boolean lead(Cell cell, Map<Integer, Cell> cellOf, Set<Integer> tried) {
    for (int phi : cell.phis()) {
      if (!tried.add(phi)) {
        continue;
      }
      Cell holder = cellOf.get(phi);
      if (holder == null || lead(holder, cellOf, tried)) {
        cellOf.put(phi, cell);
        return true;
      }
    }
    return false;
  }
}
