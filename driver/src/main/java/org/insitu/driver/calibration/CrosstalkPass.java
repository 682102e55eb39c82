package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.PhaseCurve;

/**
 * Measures how much of the drive phase of each heater every other heater sees.
 *
 * <p>The heater that disturbs is moved by 2π, by its own curve: the light does not change, only the
 * heat does. The heater that is disturbed waits at the steepest point of its split, in the same
 * arrangement it was swept in. A φ is seen only through its loop: the signed sum of what its φ
 * heaters see, and half of what the θ of the MZIs in its arms see.
 *
 * <p>Light that leaks past imperfect MZIs takes up heat too and disturbs single readings as much as
 * crosstalk does, with random sign. So one coefficient is fitted for all pairs at the same distance
 * in columns and rows: heat does not know which heater it comes from.
 */
final class CrosstalkPass {
  private static final double TWO_PI = 2 * Math.PI;

  /** Rest and moved are read in turn this often, which takes out drift. */
  private static final int TURNS = 2;

  /**
   * Columns that heat can cross. Farther away a change of the split means that light which leaks
   * past an MZI took up heat on its way, not that the heater did.
   */
  private static final int REACH = 2;

  /** Class of distance of a heater from itself. */
  private static final int SELF = 0;

  private final CalibrationRig rig;
  private final int frames;
  private final CalibrationListener listener;
  private final int classes;

  CrosstalkPass(CalibrationRig rig, int frames, CalibrationListener listener) {
    this.rig = rig;
    this.frames = frames;
    this.listener = listener;
    classes = (REACH + 1) * rig.layout().rows() + 1;
  }

  /**
   * Measures.
   *
   * @param observations how θ heaters and loops were watched
   * @return crosstalk {@code [disturbed][disturbing]}
   */
  double[][] run(List<Observation> observations) throws DeviceException {
    List<double[]> rows = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    Set<Cell> loops = new HashSet<>();
    int number = 0;
    for (Observation observation : observations) {
      listener.crosstalk(++number, observations.size());
      if (observation.cell().isPresent() && !loops.add(observation.cell().get())) {
        continue; // one heater of a loop tells all of it
      }
      double[] change = seenBy(observation);
      for (int j = 0; j < change.length; j++) {
        if (!Double.isNaN(change[j])) {
          rows.add(equation(observation, j));
          seen.add(change[j]);
        }
      }
    }
    return matrix(rows.isEmpty() ? new double[classes] : leastSquares(rows, seen));
  }

  /** Coefficients by class of distance of what an observation sees of one heater. */
  private double[] equation(Observation observation, int disturbing) {
    double[] row = new double[classes];
    if (observation.cell().isEmpty()) {
      row[distance(observation.heater(), disturbing)] = 1;
      return row;
    }
    Cell cell = observation.cell().get();
    int sign = cell.sign(observation.heater());
    for (int k = 0; k < classes; k++) {
      int wanted = k;
      row[k] = sign * cell.sum(heater -> distance(heater, disturbing) == wanted ? 1 : 0);
    }
    row[SELF] = 0; // by its own curve a heater sees all of itself
    row[classes - 1] = 0; // out of reach
    return row;
  }

  private static double[] leastSquares(List<double[]> rows, List<Double> seen) {
    RealMatrix matrix = new Array2DRowRealMatrix(rows.toArray(double[][]::new), false);
    RealVector right =
        new ArrayRealVector(seen.stream().mapToDouble(Double::doubleValue).toArray(), false);
    // Of least norm: a distance that no pair has gets zero.
    return new SingularValueDecomposition(matrix).getSolver().solve(right).toArray();
  }

  private double[][] matrix(double[] byDistance) {
    int count = rig.layout().heaters().size();
    double[][] crosstalk = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        if (i != j && rig.usable(j)) {
          crosstalk[i][j] = Math.max(0, byDistance[distance(i, j)]); // heat never cools
        }
      }
    }
    return crosstalk;
  }

  /** Class of distance of two heaters; those out of reach share the last, which is always zero. */
  private int distance(int first, int second) {
    Heater a = rig.layout().heaters().get(first);
    Heater b = rig.layout().heaters().get(second);
    int columns = Math.abs(a.column() - b.column());
    int rows = Math.abs(a.row() - b.row());
    return columns > REACH ? classes - 1 : columns * rig.layout().rows() + rows;
  }

  /**
   * Returns what an observation sees of each heater, per phase of drive; NaN where not measured.
   */
  private double[] seenBy(Observation observation) throws DeviceException {
    double[] seen = new double[rig.layout().heaters().size()];
    Arrays.fill(seen, Double.NaN);
    SplitFit fit = observation.fit();
    double[] restV = rig.write(observation.thetaRad());
    double steepestV = fit.curve().voltageV(Math.PI / 2);
    rig.split(observation.heater(), steepestV, observation.watched(), 1);
    List<Integer> inLoop = observation.cell().map(Cell::phis).orElse(List.of());
    for (int j = 0; j < seen.length; j++) {
      boolean own = j == observation.heater() || inLoop.contains(j);
      if (own || !rig.usable(j) || !near(observation, j)) {
        continue;
      }
      PhaseCurve curve = rig.done().get(j).curve();
      double away = awayFrom(curve, restV[j]);
      if (away == 0) {
        continue; // less than two periods in reach: nothing can be said without touching the light
      }
      double movedV = curve.unwrappedVoltageV(curve.phaseRad(restV[j]) + away);
      double change = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        double rest = phase(fit, rig.split(j, restV[j], observation.watched(), frames).ratio());
        double moved = phase(fit, rig.split(j, movedV, observation.watched(), frames).ratio());
        change += (moved - rest) / TURNS;
      }
      rig.split(j, restV[j], observation.watched(), 1);
      seen[j] = change / away;
    }
    return seen;
  }

  /** Whether heat of a heater can reach what is observed. */
  private boolean near(Observation observation, int disturbing) {
    List<Heater> heaters = rig.layout().heaters();
    int column = heaters.get(disturbing).column();
    int first = heaters.get(observation.heater()).column();
    int last = first;
    if (observation.cell().isPresent()) {
      Cell cell = observation.cell().get();
      first = heaters.get(cell.first()).column() + 1;
      last = heaters.get(cell.second()).column() - 1;
    }
    return column >= first - REACH && column <= last + REACH;
  }

  /** Returns +2π or -2π, whichever the curve reaches from a voltage; 0 if neither. */
  private static double awayFrom(PhaseCurve curve, double restV) {
    double rest = curve.phaseRad(restV);
    if (rest + TWO_PI <= curve.phaseRad(curve.maxVoltageV())) {
      return TWO_PI;
    }
    return rest - TWO_PI >= curve.phaseRad(curve.minVoltageV()) ? -TWO_PI : 0;
  }

  /** Inverts the split near its steepest point. */
  private static double phase(SplitFit fit, double ratio) {
    double cosine = 1 - 2 * (ratio - fit.floor()) / fit.visibility();
    return StrictMath.acos(Math.max(-1, Math.min(1, cosine)));
  }
}
