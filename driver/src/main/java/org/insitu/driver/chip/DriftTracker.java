package org.insitu.driver.chip;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.insitu.driver.calibration.ChipOptics;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.processor.Direction;

/**
 * Measures by how much the phases of the heaters have wandered since they were calibrated.
 *
 * <p>The heaters go to a few random settings, always the same, and all taps are read. What differs
 * from the light that the model of the calibrated chip predicts is, to first order, linear in the
 * drifts; the estimator is made once for each direction of light and then costs one product. What
 * no tap can tell stays as it is.
 */
final class DriftTracker {
  /** Any seed does: the settings are part of the procedure. */
  private static final long SEED = 97;

  /** Equations for every unknown are many: a setting shows the light at all taps. */
  private static final int SETTINGS = 16;

  private static final double STEP_RAD = 1e-6;

  /** What the drift is expected to be, measured often [rad]. */
  private static final double PRIOR_RAD = 0.02;

  /** Uncertainty of a share of a column's light: relative and absolute. */
  private static final double RELATIVE_SIGMA = 0.01;

  private static final double ADDITIVE_SIGMA = 0.004;

  private final ChipLayout layout;
  private final ChipOptics optics;
  private final ChipModel model;
  private final HeaterDrive drive;
  private final double[][] phaseRad;
  private final int[] columns;
  private final Map<Direction, Estimator> estimators = new EnumMap<>(Direction.class);

  DriftTracker(ChipLayout layout, ChipOptics optics, HeaterDrive drive, double[] idlePhaseRad) {
    this.layout = layout;
    this.optics = optics;
    this.drive = drive;
    model = new ChipModel(layout, optics.errors(layout));
    columns = IntStream.range(0, layout.columns()).toArray();
    SplittableRandom random = new SplittableRandom(SEED);
    phaseRad = new double[SETTINGS][layout.heaters().size()];
    for (double[] setting : phaseRad) {
      for (int i = 0; i < setting.length; i++) {
        double wanted = random.nextDouble(2 * Math.PI);
        setting[i] = drive.canSet(i) ? wanted : idlePhaseRad[i];
      }
    }
  }

  /**
   * Measures the drift and takes it off. Leaves the heaters at the last setting.
   *
   * @return the largest change of a drift since the last time [rad]
   */
  double track(Direction direction) throws DeviceException {
    Estimator estimator = estimators.computeIfAbsent(direction, Estimator::new);
    int rows = layout.rows();
    double[] off = new double[SETTINGS * columns.length * rows];
    double[] share = new double[rows];
    int at = 0;
    for (double[] setting : phaseRad) {
      double[][] power = drive.writeAndRead(setting, columns, 1).powerW();
      for (int column = 0; column < columns.length; column++) {
        boolean lit = optics.shares(column, power[column], share) > 0;
        for (int row = 0; row < rows; row++) {
          off[at] = lit ? share[row] - estimator.predicted[at] : 0;
          at++;
        }
      }
    }
    double[] drift = estimator.gain.operate(off);
    drive.drifted(drift);
    return Arrays.stream(drift).map(Math::abs).max().orElse(0);
  }

  /** Regularised least squares about no drift. */
  private final class Estimator {
    private final double[] predicted;
    private final RealMatrix gain;

    Estimator(Direction direction) {
      int heaters = layout.heaters().size();
      predicted = shares(direction, -1);
      double[][] weighted = new double[heaters][];
      double[][] slope = new double[heaters][predicted.length];
      for (int h = 0; h < heaters; h++) {
        if (drive.canSet(h)) {
          double[] moved = shares(direction, h);
          for (int k = 0; k < moved.length; k++) {
            slope[h][k] = (moved[k] - predicted[k]) / STEP_RAD;
          }
        }
        weighted[h] = slope[h].clone();
        for (int k = 0; k < predicted.length; k++) {
          double own = RELATIVE_SIGMA * predicted[k];
          weighted[h][k] /= own * own + ADDITIVE_SIGMA * ADDITIVE_SIGMA;
        }
      }
      RealMatrix right = new Array2DRowRealMatrix(weighted, false);
      RealMatrix normal = right.multiply(new Array2DRowRealMatrix(slope, false).transpose());
      for (int h = 0; h < heaters; h++) {
        normal.addToEntry(h, h, 1 / (PRIOR_RAD * PRIOR_RAD));
      }
      gain = new CholeskyDecomposition(symmetric(normal)).getSolver().solve(right);
    }

    /** Rounding may leave the two halves different. */
    private RealMatrix symmetric(RealMatrix matrix) {
      return matrix.add(matrix.transpose()).scalarMultiply(0.5);
    }

    private double[] shares(Direction direction, int movedHeater) {
      int rows = layout.rows();
      double[] shares = new double[SETTINGS * columns.length * rows];
      double[][] power = new double[columns.length][rows];
      int at = 0;
      for (double[] setting : phaseRad) {
        double[] phase = setting.clone();
        if (movedHeater >= 0) {
          phase[movedHeater] += STEP_RAD;
        }
        model.tapPowers(direction, layout.entryRow(), phase, power);
        for (double[] column : power) {
          System.arraycopy(column, 0, shares, at, rows);
          at += rows;
        }
      }
      return shares;
    }
  }
}
