package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.MultivariateJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;
import org.insitu.mesh.chip.PhaseCurve;

/**
 * Fits the split ratio of a sweep by Levenberg-Marquardt.
 *
 * <p>Parameters are a, b and the four coefficients of p, taken in x = (u - centre) / half width
 * with u = V², where the problem is well scaled. The start comes from a scan over the slope: for
 * each slope the best constant, cosine and sine are linear least squares, so the scan cannot be
 * caught in a local minimum as a start from one found extremum can.
 */
final class SplitFitter {
  private static final int PARAMETERS = 6;
  private static final int MAX_EVALUATIONS = 400;

  /** Turns over the sweep that the scan tries: a heater of less than half a turn cannot be used. */
  private static final double MIN_TURNS = 0.4;

  private static final double MAX_TURNS = 6;
  private static final double TURN_STEP = 0.05;

  /**
   * Fits a sweep.
   *
   * @param knownRad phase at each point that is not the heater's own [rad]
   * @param attempt 0 starts from the best slope of the scan, 1 from the second best, and so on
   * @return the fit, or empty if nothing converged or the curve falls somewhere
   */
  Optional<SplitFit> fit(Sweep sweep, double[] knownRad, int attempt) {
    int points = sweep.voltageV().length;
    if (points <= PARAMETERS) {
      throw new IllegalArgumentException("a fit needs more than " + PARAMETERS + " points");
    }
    double uMin = square(sweep.voltageV()[0]);
    double uMax = square(sweep.voltageV()[points - 1]);
    double centre = (uMin + uMax) / 2;
    double half = (uMax - uMin) / 2;
    double[] x = new double[points];
    for (int i = 0; i < points; i++) {
      x[i] = (square(sweep.voltageV()[i]) - centre) / half;
    }
    List<double[]> starts = starts(x, knownRad, sweep.splitRatio());
    if (attempt >= starts.size()) {
      return Optional.empty();
    }
    LeastSquaresOptimizer.Optimum optimum;
    try {
      optimum =
          new LevenbergMarquardtOptimizer()
              .optimize(
                  new LeastSquaresBuilder()
                      .start(starts.get(attempt))
                      .model(model(x, knownRad))
                      .target(sweep.splitRatio())
                      .maxEvaluations(MAX_EVALUATIONS)
                      .maxIterations(MAX_EVALUATIONS)
                      .lazyEvaluation(false)
                      .build());
    } catch (TooManyEvaluationsException
        | TooManyIterationsException
        | ConvergenceException noConvergence) {
      return Optional.empty(); // a poor sweep is a result, not an exception
    }
    return result(optimum, sweep, x, centre, half);
  }

  private static Optional<SplitFit> result(
      LeastSquaresOptimizer.Optimum optimum, Sweep sweep, double[] x, double centre, double half) {
    double[] p = optimum.getPoint().toArray();
    double residual = optimum.getRMS();
    double phaseError = phaseError(optimum, x, residual);
    if (p[0] < 0) {
      // a sin²(p/2) + b with negative a is -a sin²((p + π)/2) + (a + b).
      p[1] += p[0];
      p[0] = -p[0];
      p[2] += Math.PI;
    }
    if (p[3] < 0) {
      return Optional.empty(); // the mirror image; phase grows with power
    }
    PhaseCurve curve =
        inVoltSquared(
            p, centre, half, sweep.voltageV()[0], sweep.voltageV()[sweep.voltageV().length - 1]);
    if (!curve.rises() || !Double.isFinite(phaseError)) {
      return Optional.empty();
    }
    return Optional.of(new SplitFit(curve, p[0], p[1], residual, phaseError));
  }

  /** p = k0 + k1 x + k2 x² + k3 x³ with x = (u - m) / h, expanded in u. */
  private static PhaseCurve inVoltSquared(
      double[] p, double m, double h, double minVoltageV, double maxVoltageV) {
    double k0 = p[2];
    double k1 = p[3] / h;
    double k2 = p[4] / (h * h);
    double k3 = p[5] / (h * h * h);
    double c0 = k0 - k1 * m + k2 * m * m - k3 * m * m * m;
    double c1 = k1 - 2 * k2 * m + 3 * k3 * m * m;
    double c2 = k2 - 3 * k3 * m;
    return new PhaseCurve(c0, c1, c2, k3, minVoltageV, maxVoltageV);
  }

  private static MultivariateJacobianFunction model(double[] x, double[] known) {
    return point -> {
      double[] p = point.toArray();
      double[] value = new double[x.length];
      RealMatrix jacobian = new Array2DRowRealMatrix(x.length, PARAMETERS);
      for (int i = 0; i < x.length; i++) {
        double phase = known[i] + p[2] + x[i] * (p[3] + x[i] * (p[4] + x[i] * p[5]));
        double swing = (1 - StrictMath.cos(phase)) / 2;
        double slope = p[0] * StrictMath.sin(phase) / 2;
        value[i] = p[1] + p[0] * swing;
        jacobian.setEntry(i, 0, swing);
        jacobian.setEntry(i, 1, 1);
        jacobian.setEntry(i, 2, slope);
        jacobian.setEntry(i, 3, slope * x[i]);
        jacobian.setEntry(i, 4, slope * x[i] * x[i]);
        jacobian.setEntry(i, 5, slope * x[i] * x[i] * x[i]);
      }
      return new Pair<>(new ArrayRealVector(value, false), jacobian);
    };
  }

  /** Propagates the parameters' covariance to the phase and averages over the sweep. */
  private static double phaseError(
      LeastSquaresOptimizer.Optimum optimum, double[] x, double residual) {
    RealMatrix covariance;
    try {
      covariance = optimum.getCovariances(1e-14);
    } catch (SingularMatrixException flat) {
      return Double.NaN; // nothing moved: a dead heater or a dark MZI
    }
    double variance = 0;
    for (double xi : x) {
      double[] g = {1, xi, xi * xi, xi * xi * xi};
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          variance += g[i] * covariance.getEntry(i + 2, j + 2) * g[j];
        }
      }
    }
    double freedom = (double) x.length / (x.length - PARAMETERS);
    return residual * Math.sqrt(freedom * variance / x.length);
  }

  private record Candidate(double slope, double[] linear, double cost) {}

  private static List<double[]> starts(double[] x, double[] known, double[] ratio) {
    List<Candidate> scan = new ArrayList<>();
    for (double turns = MIN_TURNS; turns <= MAX_TURNS; turns += TURN_STEP) {
      double slope = Math.PI * turns;
      scan.add(linearFit(x, known, ratio, slope));
    }
    List<Candidate> minima = new ArrayList<>();
    for (int i = 0; i < scan.size(); i++) {
      boolean below = i == 0 || scan.get(i).cost <= scan.get(i - 1).cost;
      boolean above = i == scan.size() - 1 || scan.get(i).cost < scan.get(i + 1).cost;
      if (below && above) {
        minima.add(scan.get(i));
      }
    }
    minima.sort(Comparator.comparingDouble(Candidate::cost));
    List<double[]> starts = new ArrayList<>();
    for (Candidate candidate : minima) {
      double mean = candidate.linear[0];
      double amplitude = Math.hypot(candidate.linear[1], candidate.linear[2]);
      // mean + C cos kx + S sin kx = mean - A cos(kx + k0) with A cos k0 = -C, A sin k0 = S.
      double k0 = StrictMath.atan2(candidate.linear[2], -candidate.linear[1]);
      starts.add(new double[] {2 * amplitude, mean - amplitude, k0, candidate.slope, 0, 0});
    }
    return starts;
  }

  /** Least squares of ratio against {1, cos kx, sin kx}, by the normal equations. */
  private static Candidate linearFit(double[] x, double[] known, double[] ratio, double k) {
    double[][] a = new double[3][3];
    double[] b = new double[3];
    double total = 0;
    for (int i = 0; i < x.length; i++) {
      double phase = known[i] + k * x[i];
      double[] g = {1, StrictMath.cos(phase), StrictMath.sin(phase)};
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          a[r][c] += g[r] * g[c];
        }
        b[r] += g[r] * ratio[i];
      }
      total += ratio[i] * ratio[i];
    }
    double[] solution = solve3(a, b);
    double explained = solution[0] * b[0] + solution[1] * b[1] + solution[2] * b[2];
    return new Candidate(k, solution, total - explained);
  }

  /** Cramer's rule. */
  private static double[] solve3(double[][] a, double[] b) {
    double determinant = determinant(a[0], a[1], a[2]);
    double[] solution = new double[3];
    for (int column = 0; column < 3; column++) {
      double[][] replaced = {a[0].clone(), a[1].clone(), a[2].clone()};
      for (int row = 0; row < 3; row++) {
        replaced[row][column] = b[row];
      }
      solution[column] = determinant(replaced[0], replaced[1], replaced[2]) / determinant;
    }
    return solution;
  }

  private static double determinant(double[] r, double[] s, double[] t) {
    return r[0] * (s[1] * t[2] - s[2] * t[1])
        - r[1] * (s[0] * t[2] - s[2] * t[0])
        + r[2] * (s[0] * t[1] - s[1] * t[0]);
  }

  private static double square(double value) {
    return value * value;
  }
}
