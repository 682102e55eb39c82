package org.insitu.trainer.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.insitu.trainer.data.BiasEncoding;
import org.insitu.trainer.data.Dataset;
import org.insitu.trainer.data.FeatureScaling;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.network.NetworkModel;
import org.insitu.trainer.network.PhotonicNetwork;
import org.insitu.trainer.network.SoftmaxCrossEntropy;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plane of two features coloured by what the model predicts, with the points on top. */
final class BoundaryPicture {
  private static final int SIDE = 640;
  private static final int BAR = 120;

  /** Cells of the map along a side. */
  private static final int CELLS = 200;

  /** Share of the data's range that is shown around it. */
  private static final double MARGIN = 0.1;

  private static final Color[] CLASS_COLOURS = {
    Charts.BLUE,
    Charts.ORANGE,
    Charts.GREEN,
    new Color(0xCC, 0x79, 0xA7),
    new Color(0xF0, 0xE4, 0x42),
    new Color(0x56, 0xB4, 0xE9)
  };

  private final PhotonicNetwork network;
  private final TaskData data;
  private final double[] low = new double[2];
  private final double[] high = new double[2];

  BoundaryPicture(PhotonicNetwork network, TaskData data) {
    this.network = network;
    this.data = data;
    for (int feature = 0; feature < 2; feature++) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (Dataset set : List.of(data.train(), data.test())) {
        for (double[] point : set.points()) {
          min = Math.min(min, point[feature]);
          max = Math.max(max, point[feature]);
        }
      }
      double range = max > min ? max - min : 1;
      low[feature] = min - MARGIN * range;
      high[feature] = max + MARGIN * range;
    }
  }

  byte[] png(double[] parameters) throws IOException {
    BufferedImage map = map(parameters);
    XYChart chart = chart();
    return Canvas.png(
        SIDE + BAR,
        SIDE,
        graphics -> {
          // The first pass lays the chart out; the map goes below the second.
          AffineTransform before = graphics.getTransform();
          chart.paint(graphics, SIDE, SIDE);
          graphics.setTransform(before);
          graphics.setClip(null);
          graphics.setColor(Color.WHITE);
          graphics.fillRect(0, 0, SIDE + BAR, SIDE);
          int left = (int) Math.round(chart.getScreenXFromChart(low[0]));
          int right = (int) Math.round(chart.getScreenXFromChart(high[0]));
          int bottom = (int) Math.round(chart.getScreenYFromChart(low[1]));
          int top = (int) Math.round(chart.getScreenYFromChart(high[1]));
          graphics.drawImage(map, left, top, right - left, bottom - top, null);
          chart.paint(graphics, SIDE, SIDE);
          graphics.setTransform(before);
          graphics.setClip(null);
          if (data.train().classes() == 2) {
            bar(graphics, top, bottom);
          }
        });
  }

  private BufferedImage map(double[] parameters) {
    double[][] points = new double[CELLS * CELLS][2];
    for (int row = 0; row < CELLS; row++) {
      for (int column = 0; column < CELLS; column++) {
        double[] point = points[row * CELLS + column];
        point[0] = low[0] + (high[0] - low[0]) * (column + 0.5) / CELLS;
        point[1] = high[1] - (high[1] - low[1]) * (row + 0.5) / CELLS;
      }
    }
    double[][] probability =
        SoftmaxCrossEntropy.probabilities(
            network.readOut(),
            new NetworkModel(network)
                .infer(parameters, new BiasEncoding(network.mesh().ports(), 2).encode(points)));
    BufferedImage image = new BufferedImage(CELLS, CELLS, BufferedImage.TYPE_INT_RGB);
    for (int cell = 0; cell < points.length; cell++) {
      image.setRGB(cell % CELLS, cell / CELLS, colour(probability, cell).getRGB());
    }
    return image;
  }

  private static Color colour(double[][] probability, int cell) {
    if (probability.length == 2) {
      return ColourMaps.share(probability[1][cell]);
    }
    double[] sum = new double[3];
    for (int group = 0; group < probability.length; group++) {
      Color colour = pale(CLASS_COLOURS[group % CLASS_COLOURS.length]);
      sum[0] += probability[group][cell] * colour.getRed();
      sum[1] += probability[group][cell] * colour.getGreen();
      sum[2] += probability[group][cell] * colour.getBlue();
    }
    return new Color((int) sum[0], (int) sum[1], (int) sum[2]);
  }

  private static Color pale(Color colour) {
    return new Color(
        (colour.getRed() + 255) / 2, (colour.getGreen() + 255) / 2, (colour.getBlue() + 255) / 2);
  }

  private XYChart chart() {
    List<String> names = data.train().featureNames();
    String unit = data.scaling().equals(identity()) ? "" : " (standardised)";
    XYChart chart =
        Charts.create(
            SIDE,
            SIDE,
            "Class probability on the model, %s".formatted(data.name()),
            names.get(0) + unit,
            names.get(1) + unit);
    chart.getStyler().setXAxisMin(low[0]);
    chart.getStyler().setXAxisMax(high[0]);
    chart.getStyler().setYAxisMin(low[1]);
    chart.getStyler().setYAxisMax(high[1]);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setMarkerSize(5);
    for (int group = 0; group < data.train().classes(); group++) {
      points(chart, data.test(), "test", group, SeriesMarkers.CIRCLE);
    }
    for (int group = 0; group < data.train().classes(); group++) {
      points(chart, data.train(), "training", group, SeriesMarkers.DIAMOND);
    }
    return chart;
  }

  private static FeatureScaling identity() {
    return FeatureScaling.identity(2);
  }

  private static void points(XYChart chart, Dataset set, String name, int group, Marker marker) {
    List<double[]> chosen = new ArrayList<>();
    for (int sample = 0; sample < set.size(); sample++) {
      if (set.labels()[sample] == group) {
        chosen.add(set.points()[sample]);
      }
    }
    if (chosen.isEmpty()) {
      return;
    }
    double[] x = chosen.stream().mapToDouble(point -> point[0]).toArray();
    double[] y = chosen.stream().mapToDouble(point -> point[1]).toArray();
    Color colour = CLASS_COLOURS[group % CLASS_COLOURS.length];
    XYSeries series =
        chart.addSeries("%s, class %s".formatted(name, set.classNames().get(group)), x, y);
    series.setLineStyle(SeriesLines.NONE);
    series.setMarker(marker);
    series.setMarkerColor(name.equals("test") ? colour : colour.darker().darker());
  }

  private void bar(Graphics2D graphics, int top, int bottom) {
    int left = SIDE + 12;
    int width = 18;
    for (int y = top; y < bottom; y++) {
      graphics.setColor(ColourMaps.share((double) (bottom - y) / (bottom - top)));
      graphics.fillRect(left, y, width, 1);
    }
    graphics.setColor(Canvas.FAINT);
    graphics.setStroke(new BasicStroke(1));
    graphics.drawRect(left, top, width, bottom - top);
    graphics.setColor(Canvas.INK);
    graphics.setFont(Canvas.FONT);
    for (int tick = 0; tick <= 4; tick++) {
      int y = bottom - (bottom - top) * tick / 4;
      graphics.drawString("%.2f".formatted(tick / 4.0), left + width + 6, y + 4);
    }
    AffineTransform before = graphics.getTransform();
    String text = "probability of class " + data.train().classNames().get(1);
    int length = graphics.getFontMetrics().stringWidth(text);
    graphics.rotate(-Math.PI / 2);
    graphics.drawString(text, -(top + bottom + length) / 2, left + width + 54);
    graphics.setTransform(before);
  }
}
