package org.insitu.gui.paint;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import javafx.event.EventHandler;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.insitu.gui.model.Series;

/**
 * Curves over a common x axis. Each pixel column draws the lowest and highest of its points, so
 * that the effort depends on the width and hardly on the number of points. The ground, which is
 * mostly writing, is painted anew only when it changes.
 */
public final class CurveChart extends CanvasPane {
  private static final double LEFT = 54;
  // Half the width of a small digit, with room.
  private static final double HALF_DIGIT = 3.5;
  private static final double RIGHT = 14;
  private static final double TOP = 30;
  private static final double BOTTOM = 40;

  /** Pixels over which the mean line looks back. */
  private static final double MEAN_PIXELS = 12;

  /** Pixels between the corners of the mean line. */
  private static final double MEAN_STEP = 3;

  /** Points per pixel from which a curve is drawn as strips. */
  private static final double DENSE = 1.5;

  /** How a curve is drawn. */
  public enum Style {
    /** A line through all points. */
    LINE,
    /** A faint line through all points and a strong one through their running mean. */
    NOISY,
    /** Dots. */
    DOTS,
    /** A line with a dot at every point. */
    LINE_AND_DOTS
  }

  /**
   * A curve.
   *
   * @param name name in the legend
   * @param colour index into the palette
   * @param style how it is drawn
   * @param points its points now
   */
  public record Curve(String name, int colour, Style style, Supplier<Series.Points> points) {}

  private final String title;
  private String xLabel;
  private final Axis fixedY;
  private String emptyText;
  private List<Curve> curves = List.of();
  private double xLow;
  private double xHigh;
  private boolean xFixed;
  private double marker = Double.NaN;
  private final PixelImage pixels = new PixelImage();
  private final PlotRaster raster = new PlotRaster(pixels);
  private List<Series.Points> points = List.of();
  private Optional<Plot> plot = Optional.empty();
  private Ground ground = new Ground(0, 0, List.of(), "", "", Optional.empty(), Optional.empty());

  /** A tick: its value, and its distance from the edge of the plot. */
  private record Mark(double value, long at) {}

  /** All that decides how the ground behind the curves looks; painted anew when it changes. */
  private record Ground(
      double width,
      double height,
      List<Curve> curves,
      String xLabel,
      String emptyText,
      Optional<List<Mark>> columns,
      Optional<List<Mark>> rows) {}

  /** Where values lie in the picture of the curves, which begins 1 above the plot. */
  private record Plot(Axis x, Axis y, double width, double height, double scale) {
    double px(double value) {
      return x.position(value) * width * scale;
    }

    double py(double value) {
      return (1 + height - y.position(value) * height) * scale;
    }

    List<Mark> columns() {
      return x.ticks((int) Math.max(2, width / 70)).stream()
          .map(tick -> new Mark(tick, Math.round(x.position(tick) * width)))
          .toList();
    }

    List<Mark> rows() {
      return y.ticks((int) Math.max(3, height / 30)).stream()
          .map(tick -> new Mark(tick, Math.round(height - y.position(tick) * height)))
          .toList();
    }
  }

  /**
   * Creates a chart.
   *
   * @param title what the y axis shows, with its unit
   * @param xLabel what the x axis shows, with its unit
   * @param yAxis the y axis; its upper end grows with the curves unless it is logarithmic
   * @param emptyText what stands there as long as there is no point
   */
  public CurveChart(String title, String xLabel, Axis yAxis, String emptyText) {
    this.title = title;
    this.xLabel = xLabel;
    this.fixedY = yAxis;
    this.emptyText = emptyText;
    setAccessibleText(title + " against " + xLabel);
    getChildren().add(pixels.node());
  }

  /** Changes the curves; the chart is painted anew. */
  public void show(List<Curve> newCurves) {
    curves = List.copyOf(newCurves);
    repaint();
  }

  /** Changes what stands there as long as there is no point. */
  public void setEmptyText(String text) {
    emptyText = text;
  }

  /** Changes what the x axis shows. */
  public void setXLabel(String newLabel) {
    xLabel = newLabel;
  }

  /** Sets the range of x; without it, it follows the points. */
  public void setXRange(double low, double high) {
    xLow = low;
    xHigh = high;
    xFixed = high > low;
  }

  /** Sets what happens when the user clicks or drags at an x. */
  public void setOnPick(DoubleConsumer handler) {
    EventHandler<MouseEvent> pick =
        press -> {
          double w = getWidth() - LEFT - RIGHT;
          if (plot.isPresent() && w > 0) {
            double position = Math.max(0, Math.min(1, (press.getX() - LEFT) / w));
            handler.accept(plot.get().x().value(position));
          }
        };
    setOnMousePressed(pick);
    setOnMouseDragged(pick);
  }

  /** Marks a position on the x axis; NaN marks none. */
  public void setMarker(double x) {
    marker = x;
  }

  @Override
  protected boolean stale(double width, double height) {
    double w = width - LEFT - RIGHT;
    double h = height - TOP - BOTTOM;
    points = curves.stream().map(curve -> curve.points().get()).toList();
    if (w < 20 || h < 20 || points.stream().allMatch(p -> p.size() == 0)) {
      plot = Optional.empty();
    } else {
      plot = Optional.of(new Plot(xAxis(points), yAxis(points), w, h, renderScale()));
    }
    Ground now =
        new Ground(
            width,
            height,
            curves,
            xLabel,
            emptyText,
            plot.map(Plot::columns),
            plot.map(Plot::rows));
    boolean changed = !now.equals(ground);
    ground = now;
    return changed;
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    Palette colours = palette();
    double w = width - LEFT - RIGHT;
    double h = height - TOP - BOTTOM;
    if (w < 20 || h < 20) {
      return;
    }
    g.setFill(colours.text());
    write(g, title, LEFT, 8, TextAlignment.LEFT, VPos.TOP);
    if (plot.isEmpty()) {
      g.setStroke(colours.faint());
      g.strokeRect(LEFT + 0.5, TOP + 0.5, w, h);
      remark(g, emptyText, width, height);
      return;
    }
    legend(g, width);
    axes(g, plot.get());
  }

  @Override
  protected void paintOver() {
    pixels.setVisible(plot.isPresent());
    if (plot.isEmpty()) {
      return;
    }
    Plot place = plot.get();
    pixels.place(LEFT, TOP - 1, place.width() + 1, place.height() + 2, place.scale());
    raster.clear();
    for (int i = 0; i < curves.size(); i++) {
      draw(curves.get(i), points.get(i), place);
    }
    if (!Double.isNaN(marker)) {
      double at = place.px(marker);
      raster.moveTo(at, place.scale(), 1.5 * place.scale());
      raster.lineTo(at, (1 + place.height()) * place.scale());
      raster.stroke(palette().accent());
    }
    pixels.flush();
  }

  private Axis xAxis(List<Series.Points> points) {
    if (xFixed) {
      return new Axis(xLow, xHigh, false);
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Series.Points p : points) {
      if (p.size() > 0) {
        low = Math.min(low, p.x()[0]);
        high = Math.max(high, p.x()[p.size() - 1]);
      }
    }
    return new Axis(low, high > low ? high : low + 1, false);
  }

  private Axis yAxis(List<Series.Points> points) {
    double high = fixedY.high();
    double low = fixedY.low();
    for (Series.Points p : points) {
      for (int i = 0; i < p.size(); i++) {
        high = Math.max(high, p.y()[i]);
        low = fixedY.logarithmic() ? low : Math.min(low, p.y()[i]);
      }
    }
    return new Axis(low, high > fixedY.high() ? high * 1.02 : high, fixedY.logarithmic());
  }

  private void axes(GraphicsContext g, Plot axes) {
    Palette colours = palette();
    double w = axes.width();
    double h = axes.height();
    g.setLineWidth(1);
    small(g);
    for (Mark mark : axes.rows()) {
      double at = TOP + mark.at() + 0.5;
      g.setStroke(colours.faint());
      g.strokeLine(LEFT, at, LEFT + w, at);
      g.setFill(colours.muted());
      write(g, axes.y().text(mark.value()), LEFT - 6, at, TextAlignment.RIGHT, VPos.CENTER);
    }
    for (Mark mark : axes.columns()) {
      double at = LEFT + mark.at() + 0.5;
      g.setStroke(colours.faint());
      g.strokeLine(at, TOP, at, TOP + h);
      g.setFill(colours.muted());
      String text = axes.x().text(mark.value());
      if (mark.at() + text.length() * HALF_DIGIT > w + RIGHT) {
        // In the middle of its line it would be cut.
        write(g, text, LEFT + w + RIGHT - 2, TOP + h + 5, TextAlignment.RIGHT, VPos.TOP);
      } else {
        write(g, text, at, TOP + h + 5, TextAlignment.CENTER, VPos.TOP);
      }
    }
    g.setStroke(colours.muted());
    g.strokeLine(LEFT, TOP + h + 0.5, LEFT + w, TOP + h + 0.5);
    g.setFill(colours.muted());
    write(g, xLabel, LEFT + w, TOP + h + 21, TextAlignment.RIGHT, VPos.TOP);
    normal(g);
  }

  private void legend(GraphicsContext g, double width) {
    double x = width - RIGHT;
    for (int i = curves.size() - 1; i >= 0; i--) {
      Curve curve = curves.get(i);
      if (curve.name().isEmpty()) {
        continue;
      }
      g.setFill(palette().text());
      write(g, curve.name(), x, 8, TextAlignment.RIGHT, VPos.TOP);
      x -= curve.name().length() * 7.4 + 10;
      g.setFill(palette().curve(curve.colour()));
      g.fillRoundRect(x - 14, 13, 16, 4, 3, 3);
      x -= 26;
    }
  }

  private void draw(Curve curve, Series.Points p, Plot plot) {
    if (p.size() == 0) {
      return;
    }
    Color colour = palette().curve(curve.colour());
    if (curve.style() == Style.DOTS) {
      dots(p, plot, colour.deriveColor(0, 1, 1, 0.6), 2.6);
      return;
    }
    boolean noisy = curve.style() == Style.NOISY;
    Color line = noisy ? colour.deriveColor(0, 1, 1, 0.35) : colour;
    if (p.size() > DENSE * plot.width()) {
      strips(p, plot, line);
    } else {
      outline(p, plot, noisy ? 1 : 1.8);
      raster.stroke(line);
    }
    if (noisy) {
      mean(p, plot);
      raster.stroke(colour);
    } else if (curve.style() == Style.LINE_AND_DOTS && p.size() < plot.width() / 4) {
      dots(p, plot, colour, 2.4);
    }
  }

  private void dots(Series.Points p, Plot plot, Color colour, double r) {
    for (int i = 0; i < p.size(); i++) {
      raster.dot(plot.px(p.x()[i]), plot.py(p.y()[i]), r * plot.scale(), colour);
    }
  }

  /** Draws each pixel column from its lowest to its highest point. */
  private void strips(Series.Points p, Plot plot, Color colour) {
    double before = p.y()[0];
    int i = 0;
    while (i < p.size()) {
      double px = Math.rint(plot.px(p.x()[i]));
      // From where the last column ended, so that the curve has no gaps.
      double low = Math.min(before, p.y()[i]);
      double high = Math.max(before, p.y()[i]);
      for (; i < p.size() && Math.rint(plot.px(p.x()[i])) == px; i++) {
        before = p.y()[i];
        low = Math.min(low, before);
        high = Math.max(high, before);
      }
      raster.strip((int) px, plot.py(high), plot.py(low), colour);
    }
  }

  /** Draws through the lowest and highest point of each pixel column. */
  private void outline(Series.Points p, Plot plot, double thick) {
    raster.moveTo(Math.rint(plot.px(p.x()[0])), plot.py(p.y()[0]), thick * plot.scale());
    int i = 0;
    while (i < p.size()) {
      double px = Math.rint(plot.px(p.x()[i]));
      double first = p.y()[i];
      double low = first;
      double high = first;
      double last = first;
      for (i++; i < p.size() && Math.rint(plot.px(p.x()[i])) == px; i++) {
        last = p.y()[i];
        low = Math.min(low, last);
        high = Math.max(high, last);
      }
      raster.lineTo(px, plot.py(first));
      if (high > low) {
        raster.lineTo(px, plot.py(low));
        raster.lineTo(px, plot.py(high));
        raster.lineTo(px, plot.py(last));
      }
    }
  }

  private void mean(Series.Points p, Plot plot) {
    double perPixel = p.size() / Math.max(1, plot.px(p.x()[p.size() - 1]) / plot.scale());
    double weight = 1 / Math.max(8, MEAN_PIXELS * perPixel);
    double mean = p.y()[0];
    double lastX = Double.NEGATIVE_INFINITY;
    raster.moveTo(Math.rint(plot.px(p.x()[0])), plot.py(mean), 2 * plot.scale());
    for (int i = 1; i < p.size(); i++) {
      mean += Math.max(weight, 1.0 / (i + 1)) * (p.y()[i] - mean);
      double px = Math.rint(plot.px(p.x()[i]));
      if (px >= lastX + MEAN_STEP * plot.scale()) {
        raster.lineTo(px, plot.py(mean));
        lastX = px;
      }
    }
  }
}
