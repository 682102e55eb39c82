package org.insitu.cli.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** How the time of an operation grows with the number of ports. */
public final class Scaling {
  /** Below this, starting a loop costs as much as the loop. */
  private static final int FEWEST_PORTS = 32;

  private final String operation;
  private final double[] ports;
  private final double[] seconds;
  private final int batch;

  private Scaling(String operation, double[] ports, double[] seconds, int batch) {
    this.operation = operation;
    this.ports = ports;
    this.seconds = seconds;
    this.batch = batch;
  }

  /** Takes the figures of one operation and precision, smallest mesh first. */
  public static Scaling of(List<EngineBench.Figure> figures, String operation, String precision) {
    List<EngineBench.Figure> own =
        figures.stream()
            .filter(figure -> figure.operation().equals(operation))
            .filter(figure -> figure.precision().equals(precision))
            .sorted(Comparator.comparingInt(EngineBench.Figure::n))
            .toList();
    return new Scaling(
        operation,
        own.stream().mapToDouble(EngineBench.Figure::n).toArray(),
        own.stream().mapToDouble(EngineBench.Figure::medianSeconds).toArray(),
        own.isEmpty() ? 0 : own.get(0).batch());
  }

  /** Returns the operation's name. */
  public String operation() {
    return operation;
  }

  /** Returns the numbers of ports. */
  public double[] ports() {
    return ports.clone();
  }

  /** Returns the times of a call [s]. */
  public double[] seconds() {
    return seconds.clone();
  }

  /**
   * Returns k of time ~ N^k over meshes of 32 ports and more; nothing with fewer than two sizes.
   */
  public Optional<Double> exponent() {
    if (Arrays.stream(ports).filter(n -> n >= FEWEST_PORTS).distinct().count() < 2) {
      return Optional.empty();
    }
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < ports.length; i++) {
      if (ports[i] >= FEWEST_PORTS) {
        line.addData(Math.log(ports[i]), Math.log(seconds[i]));
      }
    }
    return Optional.of(line.getSlope());
  }

  /**
   * Returns a and b of time = a N³ + b N² batch [s], by least squares of the relative error;
   * nothing with fewer than three sizes.
   */
  public Optional<double[]> terms() {
    if (Arrays.stream(ports).distinct().count() < 3) {
      return Optional.empty();
    }
    double[][] x = new double[ports.length][];
    double[] y = new double[ports.length];
    for (int i = 0; i < y.length; i++) {
      double square = ports[i] * ports[i];
      x[i] = new double[] {square * ports[i] / seconds[i], square * batch / seconds[i]};
      y[i] = 1;
    }
    OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
    fit.setNoIntercept(true);
    fit.newSampleData(y, x);
    return Optional.of(fit.estimateRegressionParameters());
  }

  /** Returns a line of text with what was fitted. */
  public String summary() {
    StringBuilder line = new StringBuilder(operation).append(": ");
    line.append(
        exponent()
            .map(k -> String.format(Locale.ROOT, "time ~ N^%.2f from N = %d", k, FEWEST_PORTS))
            .orElse("no exponent, which needs two sizes from N = " + FEWEST_PORTS));
    if (operation.equals("gradientMatrix")) {
      terms()
          .ifPresent(
              t ->
                  line.append(
                      String.format(
                          Locale.ROOT,
                          "; %.1f ps N^3 + %.1f ps N^2 batch",
                          t[0] * 1e12,
                          t[1] * 1e12)));
    }
    return line.toString();
  }
}
