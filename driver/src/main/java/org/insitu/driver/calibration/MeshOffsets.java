package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.insitu.mesh.MeshPhases;

/**
 * Zero offsets of the φ heaters from the phases of the loops they lie on.
 *
 * <p>A loop C in which heater h was swept while the others idled says Σ s_g o_g = L_C - Σ_{g≠h} s_g
 * i_g (mod 2π), with i_g the phase of g at idle beyond its offset. Offsets of heaters that were not
 * calibrated this time stay on the right-hand side.
 */
final class MeshOffsets {
  /**
   * One sweep's word on a loop.
   *
   * @param cell the loop
   * @param swept heater that was swept; the others idled
   * @param phaseRad L_C [rad]
   */
  record Loop(Cell cell, int swept, double phaseRad) {}

  private MeshOffsets() {}

  /**
   * Solves for the offsets, of least norm where the loops leave them open.
   *
   * @param loops measured loops; several of the same cell are averaged on the circle
   * @param idlePhase i_g of every φ heater [rad]
   * @param known offsets that stay [rad]
   * @param unknown heaters to solve for
   */
  static Map<Integer, Double> solve(
      List<Loop> loops,
      Map<Integer, Double> idlePhase,
      Map<Integer, Double> known,
      List<Integer> unknown) {
    Map<Cell, Double> sums = new HashMap<>();
    for (Loop loop : loops) {
      double sum = offsetSum(loop, idlePhase, known);
      sums.merge(loop.cell(), wrapSigned(sum), MeshOffsets::circularMean);
    }
    return solve(sums, unknown);
  }

  /**
   * Solves Σ s_g o_g = sum for all cells, of least norm; a heater no cell tells anything about gets
   * 0.
   *
   * @param sums right-hand side of each cell
   * @param unknown heaters to solve for, others count as zero
   */
  static Map<Integer, Double> solve(Map<Cell, Double> sums, List<Integer> unknown) {
    Map<Integer, Double> solved = new HashMap<>();
    if (sums.isEmpty() || unknown.isEmpty()) {
      unknown.forEach(heater -> solved.put(heater, 0.0));
      return solved;
    }
    List<Cell> cells = new ArrayList<>(sums.keySet());
    cells.sort(Comparator.comparingInt(Cell::first).thenComparingInt(Cell::second));
    RealMatrix matrix = new Array2DRowRealMatrix(cells.size(), unknown.size());
    RealVector right = new ArrayRealVector(cells.size());
    for (int row = 0; row < cells.size(); row++) {
      Cell cell = cells.get(row);
      for (int phi : cell.phis()) {
        if (unknown.contains(phi)) {
          matrix.setEntry(row, unknown.indexOf(phi), cell.sign(phi));
        }
      }
      right.setEntry(row, sums.get(cell));
    }
    RealVector solution = new SingularValueDecomposition(matrix).getSolver().solve(right);
    for (int i = 0; i < unknown.size(); i++) {
      solved.put(unknown.get(i), solution.getEntry(i));
    }
    return solved;
  }

  private static double offsetSum(
      Loop loop, Map<Integer, Double> idlePhase, Map<Integer, Double> known) {
    double sum = loop.phaseRad();
    for (int phi : loop.cell().phis()) {
      int sign = loop.cell().sign(phi);
      if (phi != loop.swept()) {
        sum -= sign * idlePhase.get(phi);
      }
      sum -= sign * known.getOrDefault(phi, 0.0);
    }
    return sum;
  }

  /** Wraps into (-π, π]. */
  static double wrapSigned(double phaseRad) {
    double wrapped = MeshPhases.wrap(phaseRad);
    return wrapped > Math.PI ? wrapped - 2 * Math.PI : wrapped;
  }

  /** Returns the mean of two phases on the circle. */
  static double circularMean(double firstRad, double secondRad) {
    return firstRad + wrapSigned(secondRad - firstRad) / 2;
  }
}
