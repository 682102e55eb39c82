package org.insitu.driver.calibration;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;

/**
 * Finds the chip that explains readings of all taps at random settings.
 *
 * <p>Unknown are, for every heater, an offset and a relative error of the slope of its phase; for
 * every coupler its splitting error; for every tap its responsivity relative to its column. The
 * first three are found by Levenberg-Marquardt steps on the shares of each column's light; the
 * responsivities, which enter linearly, by regression between the steps. Every unknown has a prior,
 * so that what no reading can tell (phases at the outer ports, taps in the dark) stays as it was.
 *
 * <p>Own normal equations rather than a library's optimiser: those want all derivatives of all
 * readings at once, hundreds of times the memory.
 */
final class TwinFitter {
  private static final double OFFSET_PRIOR_RAD = 0.3;
  private static final double SLOPE_PRIOR = 0.02;
  private static final double COUPLER_PRIOR_RAD = 0.05;
  private static final double GAIN_PRIOR = 0.1;

  /** Uncertainty of a share: of its own size (frame noise, loss) and of the column's light. */
  private static final double RELATIVE_SIGMA = 0.01;

  private static final double ADDITIVE_SIGMA = 0.004;

  /** Shares farther off than this many uncertainties count less: a dead tap must not bend a fit. */
  private static final double OUTLIER_SIGMAS = 6;

  /** A tap outside this range of responsivities is broken; its readings are left out. */
  private static final double LEAST_GAIN = 0.5;

  private static final double MOST_GAIN = 2;

  private static final int MAX_STEPS = 25;
  private static final double SMALL_STEP_RAD = 1e-4;

  /** Step of the finite differences [rad]: error of the derivative about as large. */
  private static final double DIFFERENCE_RAD = 1e-6;

  private final ChipLayout layout;
  private final List<TwinReading> readings;
  private final int heaters;
  private final int couplers;
  private final int unknowns;
  private final double[] priorWeight;
  private final double[][] gain;

  TwinFitter(ChipLayout layout, List<TwinReading> readings) {
    this.layout = layout;
    this.readings = readings;
    heaters = layout.heaters().size();
    couplers = layout.couplers().size();
    unknowns = 2 * heaters + couplers;
    priorWeight = new double[unknowns];
    Arrays.fill(priorWeight, 0, heaters, 1 / (OFFSET_PRIOR_RAD * OFFSET_PRIOR_RAD));
    Arrays.fill(priorWeight, heaters, 2 * heaters, 1 / (SLOPE_PRIOR * SLOPE_PRIOR));
    Arrays.fill(priorWeight, 2 * heaters, unknowns, 1 / (COUPLER_PRIOR_RAD * COUPLER_PRIOR_RAD));
    gain = ChipOptics.perfect(layout).tapGain();
  }

  /**
   * The chip found.
   *
   * @param offsetRad what every heater's phase is off by at 0 V [rad]
   * @param slopeError relative error of the phase beyond that
   * @param optics couplers and taps
   */
  record Twin(double[] offsetRad, double[] slopeError, ChipOptics optics) {}

  Twin fit() {
    double[] found = new double[unknowns];
    double damping = 1e-3;
    regressGains(found);
    Normal normal = new Normal(found);
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] move = normal.solve(damping);
      double[] next = new double[unknowns];
      double largest = 0;
      for (int i = 0; i < unknowns; i++) {
        next[i] = found[i] + move[i];
        largest = Math.max(largest, Math.abs(move[i]));
      }
      if (cost(next) < normal.cost) {
        found = next;
        damping /= 10;
        regressGains(found);
        normal = new Normal(found);
      } else {
        damping *= 10;
      }
      if (largest < SMALL_STEP_RAD) {
        break;
      }
    }
    return new Twin(
        Arrays.copyOf(found, heaters),
        Arrays.copyOfRange(found, heaters, 2 * heaters),
        new ChipOptics(couplerErrors(found), gain, residual(found)));
  }

  private double[] couplerErrors(double[] x) {
    return Arrays.copyOfRange(x, 2 * heaters, unknowns);
  }

  private ChipModel model(double[] x) {
    return new ChipModel(layout, new ChipOptics(couplerErrors(x), gain, Double.NaN).errors(layout));
  }

  private double[] phases(TwinReading reading, double[] x) {
    double[] phase = new double[heaters];
    for (int i = 0; i < heaters; i++) {
      phase[i] = reading.phaseRad()[i] + x[i] + x[heaters + i] * reading.driveRad()[i];
    }
    return phase;
  }

  private void predict(ChipModel model, TwinReading reading, double[] phase, double[][] power) {
    model.tapPowers(reading.direction(), layout.entryRow(), phase, power);
  }

  /** Responsivities that fit best to the light predicted, the others of the column as they are. */
  private void regressGains(double[] x) {
    int columns = layout.columns();
    int rows = layout.rows();
    ChipModel model = model(x);
    double[][] power = new double[columns][rows];
    double[][] both = new double[columns][rows];
    double[][] square = new double[columns][rows];
    for (TwinReading reading : readings) {
      predict(model, reading, phases(reading, x), power);
      for (int column = 0; column < columns; column++) {
        double total = total(reading, column);
        for (int row = 0; row < rows; row++) {
          double weight = 1 / variance(power[column][row]);
          double seen = reading.powerW()[column][row] / total;
          both[column][row] += weight * seen * power[column][row];
          square[column][row] += weight * power[column][row] * power[column][row];
        }
      }
    }
    double prior = 1 / (GAIN_PRIOR * GAIN_PRIOR);
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        gain[column][row] =
            Math.max(1e-3, (both[column][row] + prior) / (square[column][row] + prior));
      }
    }
  }

  /** Light of a column by the responsivities so far. */
  private double total(TwinReading reading, int column) {
    double total = 0;
    for (int row = 0; row < layout.rows(); row++) {
      if (trusted(column, row)) {
        total += reading.powerW()[column][row] / gain[column][row];
      }
    }
    return total > 0 ? total : 1;
  }

  private boolean trusted(int column, int row) {
    return gain[column][row] > LEAST_GAIN && gain[column][row] < MOST_GAIN;
  }

  private static double variance(double share) {
    double own = RELATIVE_SIGMA * share;
    return own * own + ADDITIVE_SIGMA * ADDITIVE_SIGMA;
  }

  private double priorCost(double[] x) {
    double cost = 0;
    for (int i = 0; i < unknowns; i++) {
      cost += priorWeight[i] * x[i] * x[i];
    }
    return cost;
  }

  private interface Visitor {
    /** A residual: what was seen less what was predicted, and its weight. */
    void share(int column, int row, double difference, double weight);
  }

  private void compare(TwinReading reading, double[][] power, Visitor visitor) {
    for (int column = 0; column < layout.columns(); column++) {
      double total = total(reading, column);
      for (int row = 0; row < layout.rows(); row++) {
        if (trusted(column, row)) {
          double predicted = power[column][row];
          double seen = reading.powerW()[column][row] / gain[column][row] / total;
          double variance = variance(predicted);
          double off = Math.abs(seen - predicted) / Math.sqrt(variance);
          double trust = off > OUTLIER_SIGMAS ? OUTLIER_SIGMAS / off : 1;
          visitor.share(column, row, seen - predicted, trust / variance);
        }
      }
    }
  }

  private double cost(double[] x) {
    ChipModel model = model(x);
    double[][] power = new double[layout.columns()][layout.rows()];
    double[] sum = {priorCost(x)};
    for (TwinReading reading : readings) {
      predict(model, reading, phases(reading, x), power);
      compare(reading, power, (column, row, off, weight) -> sum[0] += weight * off * off);
    }
    return sum[0];
  }

  private double residual(double[] x) {
    ChipModel model = model(x);
    double[][] power = new double[layout.columns()][layout.rows()];
    double[] sum = new double[2];
    for (TwinReading reading : readings) {
      predict(model, reading, phases(reading, x), power);
      compare(
          reading,
          power,
          (column, row, off, weight) -> {
            sum[0] += off * off;
            sum[1]++;
          });
    }
    return Math.sqrt(sum[0] / sum[1]);
  }

  /** Normal equations at a point. */
  private final class Normal {
    private final double[][] matrix = new double[unknowns][unknowns];
    private final double[] right = new double[unknowns];
    private double cost;

    Normal(double[] x) {
      int columns = layout.columns();
      int rows = layout.rows();
      ChipModel base = model(x);
      ChipModel[] shifted = new ChipModel[couplers];
      for (int c = 0; c < couplers; c++) {
        double[] other = x.clone();
        other[2 * heaters + c] += DIFFERENCE_RAD;
        shifted[c] = model(other);
      }
      cost = priorCost(x);
      for (int i = 0; i < unknowns; i++) {
        right[i] = -priorWeight[i] * x[i];
        matrix[i][i] = priorWeight[i];
      }
      double[][] power = new double[columns][rows];
      double[][] other = new double[columns][rows];
      double[][] slope = new double[columns * rows][unknowns];
      double[] weight = new double[columns * rows];
      double[] off = new double[columns * rows];
      for (TwinReading reading : readings) {
        double[] phase = phases(reading, x);
        predict(base, reading, phase, power);
        Arrays.fill(weight, 0);
        compare(
            reading,
            power,
            (column, row, difference, w) -> {
              weight[column * rows + row] = w;
              off[column * rows + row] = difference;
            });
        for (int h = 0; h < heaters; h++) {
          double kept = phase[h];
          phase[h] = kept + DIFFERENCE_RAD;
          predict(base, reading, phase, other);
          phase[h] = kept;
          difference(other, power, slope, h);
          for (double[] share : slope) {
            share[heaters + h] = reading.driveRad()[h] * share[h];
          }
        }
        for (int c = 0; c < couplers; c++) {
          predict(shifted[c], reading, phase, other);
          difference(other, power, slope, 2 * heaters + c);
        }
        add(slope, weight, off);
      }
    }

    private void difference(double[][] moved, double[][] at, double[][] slope, int unknown) {
      int rows = layout.rows();
      for (int column = 0; column < moved.length; column++) {
        for (int row = 0; row < rows; row++) {
          slope[column * rows + row][unknown] =
              (moved[column][row] - at[column][row]) / DIFFERENCE_RAD;
        }
      }
    }

    private void add(double[][] slope, double[] weight, double[] off) {
      for (int k = 0; k < off.length; k++) {
        cost += weight[k] * off[k] * off[k];
        double[] own = slope[k];
        for (int i = 0; i < unknowns; i++) {
          double weighted = weight[k] * own[i];
          right[i] += weighted * off[k];
          double[] row = matrix[i];
          // Most slopes vanish: light has not met the heater yet.
          if (weighted != 0) {
            for (int j = 0; j <= i; j++) {
              row[j] += weighted * own[j];
            }
          }
        }
      }
    }

    double[] solve(double damping) {
      double[][] damped = new double[unknowns][unknowns];
      for (int i = 0; i < unknowns; i++) {
        for (int j = 0; j < i; j++) {
          damped[i][j] = matrix[i][j];
          damped[j][i] = matrix[i][j];
        }
        damped[i][i] = matrix[i][i] * (1 + damping);
      }
      return new CholeskyDecomposition(new Array2DRowRealMatrix(damped, false))
          .getSolver()
          .solve(new ArrayRealVector(right, false))
          .toArray();
    }
  }
}
