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
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.TextAlignment;
import org.insitu.gui.model.Series;

/**
 * Curves over a common x axis. Each pixel column draws the lowest and highest of its points, so
 * that the effort depends on the width and not on the number of points.
 */
public final class CurveChart extends CanvasPane {
  private static final double LEFT = 54;
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
  private Optional<Axis> painted = Optional.empty();

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
          if (painted.isPresent() && w > 0) {
            double position = Math.max(0, Math.min(1, (press.getX() - LEFT) / w));
            handler.accept(painted.get().value(position));
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
  protected void paint(GraphicsContext g, double width, double height) {
    Palette colours = palette();
    double w = width - LEFT - RIGHT;
    double h = height - TOP - BOTTOM;
    if (w < 20 || h < 20) {
      return;
    }
    g.setFill(colours.text());
    write(g, title, LEFT, 8, TextAlignment.LEFT, VPos.TOP);
    List<Series.Points> points = curves.stream().map(curve -> curve.points().get()).toList();
    if (points.stream().allMatch(p -> p.size() == 0)) {
      g.setStroke(colours.faint());
      g.strokeRect(LEFT + 0.5, TOP + 0.5, w, h);
      remark(g, emptyText, width, height);
      painted = Optional.empty();
      return;
    }
    legend(g, width);
    Axis x = xAxis(points);
    painted = Optional.of(x);
    Axis y = yAxis(points);
    axes(g, x, y, w, h);
    g.save();
    g.beginPath();
    g.rect(LEFT, TOP - 1, w + 1, h + 2);
    g.clip();
    for (int i = 0; i < curves.size(); i++) {
      draw(g, curves.get(i), points.get(i), x, y, w, h);
    }
    if (!Double.isNaN(marker)) {
      double at = LEFT + x.position(marker) * w;
      g.setStroke(colours.accent());
      g.setLineWidth(1.5);
      g.strokeLine(at, TOP, at, TOP + h);
    }
    g.restore();
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

  private void axes(GraphicsContext g, Axis x, Axis y, double w, double h) {
    Palette colours = palette();
    g.setLineWidth(1);
    small(g);
    for (double tick : y.ticks((int) Math.max(3, h / 30))) {
      double at = Math.round(TOP + h - y.position(tick) * h) + 0.5;
      g.setStroke(colours.faint());
      g.strokeLine(LEFT, at, LEFT + w, at);
      g.setFill(colours.muted());
      write(g, y.text(tick), LEFT - 6, at, TextAlignment.RIGHT, VPos.CENTER);
    }
    for (double tick : x.ticks((int) Math.max(2, w / 70))) {
      double at = Math.round(LEFT + x.position(tick) * w) + 0.5;
      g.setStroke(colours.faint());
      g.strokeLine(at, TOP, at, TOP + h);
      g.setFill(colours.muted());
      write(g, x.text(tick), at, TOP + h + 5, TextAlignment.CENTER, VPos.TOP);
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

  private void draw(
      GraphicsContext g, Curve curve, Series.Points p, Axis x, Axis y, double w, double h) {
    if (p.size() == 0) {
      return;
    }
    Color colour = palette().curve(curve.colour());
    g.setLineCap(StrokeLineCap.BUTT);
    if (curve.style() == Style.DOTS) {
      dots(g, p, x, y, w, h, colour.deriveColor(0, 1, 1, 0.6), 2.6);
      return;
    }
    boolean noisy = curve.style() == Style.NOISY;
    g.setStroke(noisy ? colour.deriveColor(0, 1, 1, 0.35) : colour);
    g.setLineWidth(noisy ? 1 : 1.8);
    if (p.size() > DENSE * w) {
      strips(g, p, x, y, w, h, noisy ? colour.deriveColor(0, 1, 1, 0.35) : colour);
    } else {
      outline(g, p, x, y, w, h);
    }
    if (noisy) {
      g.setStroke(colour);
      g.setLineWidth(2);
      mean(g, p, x, y, w, h);
    } else if (curve.style() == Style.LINE_AND_DOTS && p.size() < w / 4) {
      dots(g, p, x, y, w, h, colour, 2.4);
    }
  }

  private static void dots(
      GraphicsContext g,
      Series.Points p,
      Axis x,
      Axis y,
      double w,
      double h,
      Color colour,
      double r) {
    g.setFill(colour);
    for (int i = 0; i < p.size(); i++) {
      double px = LEFT + x.position(p.x()[i]) * w;
      double py = TOP + h - y.position(p.y()[i]) * h;
      g.fillOval(px - r, py - r, 2 * r, 2 * r);
    }
  }

  /**
   * Draws each pixel column from its lowest to its highest point; far cheaper than one long path.
   */
  private static void strips(
      GraphicsContext g, Series.Points p, Axis x, Axis y, double w, double h, Color colour) {
    g.setFill(colour);
    double before = p.y()[0];
    int i = 0;
    while (i < p.size()) {
      double px = Math.rint(LEFT + x.position(p.x()[i]) * w);
      // From where the last column ended, so that the curve has no gaps.
      double low = Math.min(before, p.y()[i]);
      double high = Math.max(before, p.y()[i]);
      for (; i < p.size() && Math.rint(LEFT + x.position(p.x()[i]) * w) == px; i++) {
        before = p.y()[i];
        low = Math.min(low, before);
        high = Math.max(high, before);
      }
      double top = Math.floor(TOP + h - y.position(high) * h);
      double bottom = Math.ceil(TOP + h - y.position(low) * h);
      g.fillRect(px, top, 1, Math.max(1, bottom - top));
    }
  }

  /** Draws through the lowest and highest point of each pixel column. */
  private static void outline(
      GraphicsContext g, Series.Points p, Axis x, Axis y, double w, double h) {
    g.beginPath();
    int i = 0;
    boolean begun = false;
    while (i < p.size()) {
      double px = Math.rint(LEFT + x.position(p.x()[i]) * w);
      double first = p.y()[i];
      double low = first;
      double high = first;
      double last = first;
      for (i++; i < p.size() && Math.rint(LEFT + x.position(p.x()[i]) * w) == px; i++) {
        last = p.y()[i];
        low = Math.min(low, last);
        high = Math.max(high, last);
      }
      double py = TOP + h - y.position(first) * h;
      if (begun) {
        g.lineTo(px, py);
      } else {
        g.moveTo(px, py);
        begun = true;
      }
      if (high > low) {
        g.lineTo(px, TOP + h - y.position(low) * h);
        g.lineTo(px, TOP + h - y.position(high) * h);
        g.lineTo(px, TOP + h - y.position(last) * h);
      }
    }
    g.stroke();
  }

  private static void mean(GraphicsContext g, Series.Points p, Axis x, Axis y, double w, double h) {
    g.beginPath();
    double perPixel = p.size() / Math.max(1, x.position(p.x()[p.size() - 1]) * w);
    double weight = 1 / Math.max(8, MEAN_PIXELS * perPixel);
    double mean = p.y()[0];
    double lastX = -1;
    for (int i = 0; i < p.size(); i++) {
      mean += Math.max(weight, 1.0 / (i + 1)) * (p.y()[i] - mean);
      double px = Math.rint(LEFT + x.position(p.x()[i]) * w);
      if (i == 0) {
        g.moveTo(px, TOP + h - y.position(mean) * h);
      } else if (px >= lastX + MEAN_STEP) {
        g.lineTo(px, TOP + h - y.position(mean) * h);
        lastX = px;
      }
    }
    g.stroke();
  }
}
