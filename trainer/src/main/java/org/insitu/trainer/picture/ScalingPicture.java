package org.insitu.trainer.picture;

import java.awt.Color;
import java.io.IOException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Times of operations over the number of ports, both axes logarithmic. */
public final class ScalingPicture {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 520;

  /** Free space at both ends of an axis, as a factor: points on the frame are cut in half. */
  private static final double MARGIN = 1.3;

  private static final Color[] COLOURS = {Charts.BLUE, Charts.ORANGE, Charts.GREEN};

  private final XYChart chart;
  private int series;
  private double leastPorts = Double.POSITIVE_INFINITY;
  private double mostPorts;
  private double leastMs = Double.POSITIVE_INFINITY;
  private double mostMs;

  /** Begins a picture without curves. */
  public ScalingPicture(String title) {
    chart = Charts.create(WIDTH, HEIGHT, title, "ports N", "time of a call (ms)");
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
  }

  /**
   * Adds a curve; up to three have colours of their own.
   *
   * @param ports numbers of ports, at least one; Not modified
   * @param seconds time of a call each [s], above 0; Not modified
   */
  public void add(String name, double[] ports, double[] seconds) {
    double[] milliseconds = new double[seconds.length];
    for (int i = 0; i < seconds.length; i++) {
      milliseconds[i] = seconds[i] * 1e3;
      leastPorts = Math.min(leastPorts, ports[i]);
      mostPorts = Math.max(mostPorts, ports[i]);
      leastMs = Math.min(leastMs, milliseconds[i]);
      mostMs = Math.max(mostMs, milliseconds[i]);
    }
    Color colour = COLOURS[series++ % COLOURS.length];
    Charts.line(chart, name, ports, milliseconds, colour, 2f);
    XYSeries added = chart.getSeriesMap().get(name);
    added.setMarker(SeriesMarkers.CIRCLE);
    added.setMarkerColor(colour);
  }

  /** Returns a PNG. */
  public byte[] png() throws IOException {
    chart.getStyler().setXAxisMin(leastPorts / MARGIN);
    chart.getStyler().setXAxisMax(mostPorts * MARGIN);
    chart.getStyler().setYAxisMin(leastMs / MARGIN);
    chart.getStyler().setYAxisMax(mostMs * MARGIN);
    return Canvas.png(WIDTH, HEIGHT, graphics -> chart.paint(graphics, WIDTH, HEIGHT));
  }
}
