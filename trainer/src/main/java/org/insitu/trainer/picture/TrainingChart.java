package org.insitu.trainer.picture;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Loss, accuracy and gradient error over the iterations, one below the other. */
final class TrainingChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 300;
  private static final int TITLE_HEIGHT = 36;
  private static final int AXIS_WIDTH = 80;

  /** Steps over which noisy curves are smoothed by their median, at most. */
  private static final int WINDOW = 50;

  /** Points of a curve that can be told apart on paper. */
  private static final int MOST_POINTS = 2000;

  /** Gradient errors below this are rounding; zero has no place on a logarithmic axis. */
  private static final double LEAST_ERROR = 1e-16;

  private TrainingChart() {}

  static byte[] png(String title, TrainingCurves curves) throws IOException {
    List<XYChart> charts = new ArrayList<>();
    if (curves.iteration().length > 0) {
      charts.add(loss(curves));
    }
    charts.add(accuracy(curves));
    if (curves.gradientError().length > 0) {
      charts.add(gradientError(curves));
    }
    return Canvas.png(
        WIDTH,
        TITLE_HEIGHT + charts.size() * HEIGHT,
        graphics -> {
          graphics.setFont(Canvas.TITLE);
          graphics.setColor(Canvas.INK);
          int width = graphics.getFontMetrics().stringWidth(title);
          graphics.drawString(title, Math.max(4, (WIDTH - width) / 2), 25);
          for (int i = 0; i < charts.size(); i++) {
            paint(charts.get(i), graphics, TITLE_HEIGHT + i * HEIGHT);
          }
        });
  }

  private static void paint(XYChart chart, Graphics2D graphics, int top) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(0, top);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.setTransform(before);
  }

  private static XYChart loss(TrainingCurves curves) {
    XYChart chart = Charts.create(WIDTH, HEIGHT, "", "iteration", "cross entropy (nat)");
    noisy(chart, "batch", curves.iteration(), curves.loss());
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(1.1 * Math.max(0.1, quantile(curves.loss(), 0.99)));
    return spanned(chart, curves);
  }

  private static XYChart accuracy(TrainingCurves curves) {
    XYChart chart = Charts.create(WIDTH, HEIGHT, "", "iteration", "accuracy");
    double[] x = curves.evaluationIteration();
    Charts.line(chart, "training, on the chip", x, curves.train(), Charts.GREEN, 1.3f);
    Charts.line(
        chart, "test, same phases on the model", x, curves.digitalTest(), Charts.BLUE, 1.3f);
    Charts.line(chart, "test, on the chip", x, curves.test(), Charts.ORANGE, 2f);
    chart.getStyler().setYAxisMax(1.0);
    return spanned(chart, curves);
  }

  private static XYChart gradientError(TrainingCurves curves) {
    XYChart chart = Charts.create(WIDTH, HEIGHT, "", "iteration", "gradient error, 1 - cos");
    double[] error = curves.gradientError().clone();
    for (int i = 0; i < error.length; i++) {
      error[i] = Math.max(LEAST_ERROR, error[i]);
    }
    noisy(chart, "measured against model", curves.iteration(), error);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisDecimalPattern("0.################");
    return spanned(chart, curves);
  }

  private static XYChart spanned(XYChart chart, TrainingCurves curves) {
    double last = Arrays.stream(curves.evaluationIteration()).max().orElse(1);
    double end = Arrays.stream(curves.iteration()).max().orElse(last);
    // Equal margins: iterations line up from chart to chart.
    chart.getStyler().setYAxisLeftWidthHint(AXIS_WIDTH);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(Math.max(1, Math.max(last, end)));
    return chart;
  }

  /** Draws a curve pale and its running median on top. */
  private static void noisy(XYChart chart, String name, double[] x, double[] y) {
    int window = Math.max(1, Math.min(WINDOW, y.length / 10));
    int stride = Math.max(1, y.length / MOST_POINTS);
    List<double[]> raw = new ArrayList<>();
    List<double[]> smooth = new ArrayList<>();
    for (int i = 0; i < y.length; i += stride) {
      raw.add(new double[] {x[i], y[i]});
      int from = Math.max(0, i - window / 2);
      int to = Math.min(y.length, from + window);
      smooth.add(new double[] {x[i], quantile(Arrays.copyOfRange(y, from, to), 0.5)});
    }
    // XChart puts ticks at odd steps if x is equally spaced; a point twice makes it choose round
    // ones.
    raw.add(raw.get(raw.size() - 1));
    smooth.add(smooth.get(smooth.size() - 1));
    Charts.line(chart, name, column(raw, 0), column(raw, 1), Charts.PALE, 0.8f);
    if (window > 1) {
      Charts.line(
          chart,
          "median of %d steps".formatted(window),
          column(smooth, 0),
          column(smooth, 1),
          Charts.BLUE,
          2f);
    }
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }

  private static double quantile(double[] values, double quantile) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1.0, quantile * sorted.length)];
  }
}
