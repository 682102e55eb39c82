package org.insitu.trainer.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values of 0 and more over a grid of two axes, side by side in panels: as a heat map with the
 * numbers written in, or as lines over the first axis. NaN is left out.
 */
public final class GridPicture {
  private static final int LEAST_CELL = 74;
  private static final int LEAST_LEFT = 110;
  private static final int TOP = 70;
  private static final int BOTTOM = 60;
  private static final int GAP = 30;
  private static final int LINES_HEIGHT = 280;
  private static final int LINES_WIDTH = 300;
  private static final int LEGEND_LINE = 20;
  private static final int LEGEND_MARK = 26;

  /** Metrics of the screen that the canvas stands for. */
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  private static final Color[] COLOURS = {
    Charts.BLUE,
    Charts.ORANGE,
    Charts.GREEN,
    new Color(0xCC, 0x79, 0xA7),
    new Color(0x55, 0x55, 0x55)
  };

  private final String title;
  private final Quantity quantity;
  private final String xName;
  private final List<String> xLabels;
  private final String yName;
  private final List<String> yLabels;
  private final int left;

  /**
   * One part of the picture.
   *
   * @param title what stands above it
   * @param values {@code [y][x]}; NaN where there is none
   */
  public record Panel(String title, double[][] values) {}

  /**
   * What is drawn.
   *
   * @param name name with its unit
   * @param scale what a value is multiplied with to be in that unit
   */
  public record Quantity(String name, double scale) {
    private static final double PERCENT = 100;

    /** Returns a share that is shown in percent. */
    public static Quantity share(String name) {
      return new Quantity(name + " (%)", PERCENT);
    }

    /** Returns something that is shown as it is. */
    public static Quantity plain(String name) {
      return new Quantity(name, 1);
    }
  }

  /** Names what is drawn, the axes and their levels. */
  public GridPicture(
      String title,
      Quantity quantity,
      String xName,
      List<String> xLabels,
      String yName,
      List<String> yLabels) {
    this.title = title + ": " + quantity.name();
    this.quantity = quantity;
    this.xName = xName;
    this.xLabels = List.copyOf(xLabels);
    this.yName = yName;
    this.yLabels = List.copyOf(yLabels);
    left = Math.max(LEAST_LEFT, 60 + widest(yLabels));
  }

  /** Returns a heat map as PNG. */
  public byte[] heatMap(List<Panel> panels) throws IOException {
    double[] range = range(panels);
    int cell = Math.max(LEAST_CELL, 10 + widest(xLabels));
    int panelWidth = xLabels.size() * cell;
    int width = width(left + panels.size() * (panelWidth + GAP));
    int height = TOP + yLabels.size() * LEAST_CELL + BOTTOM;
    return Canvas.png(
        width,
        height,
        graphics -> {
          heading(graphics, width);
          for (int p = 0; p < panels.size(); p++) {
            int start = left + p * (panelWidth + GAP);
            centred(graphics, panels.get(p).title(), start + panelWidth / 2, TOP - 10);
            for (int row = 0; row < yLabels.size(); row++) {
              // The first level is at the bottom, as on an axis.
              int top = TOP + (yLabels.size() - 1 - row) * LEAST_CELL;
              if (p == 0) {
                graphics.setColor(Canvas.INK);
                right(graphics, yLabels.get(row), start - 8, top + LEAST_CELL / 2 + 5);
              }
              for (int column = 0; column < xLabels.size(); column++) {
                cell(
                    graphics,
                    panels.get(p).values()[row][column],
                    range,
                    new Rectangle(start + column * cell, top, cell - 1, LEAST_CELL - 1));
              }
            }
            xAxis(graphics, start, TOP + yLabels.size() * LEAST_CELL, cell);
          }
          vertical(graphics, yName, TOP + yLabels.size() * LEAST_CELL / 2);
        });
  }

  private void cell(Graphics2D graphics, double value, double[] range, Rectangle place) {
    boolean there = Double.isFinite(value);
    double level = there ? (value - range[0]) / Math.max(1e-12, range[1] - range[0]) : 0;
    graphics.setColor(there ? ColourMaps.level(level) : Color.WHITE);
    graphics.fill(place);
    graphics.setColor(level > 0.55 ? Color.WHITE : Canvas.INK);
    graphics.setFont(Canvas.FONT);
    String text = there ? number(quantity.scale() * value) : "-";
    centred(graphics, text, place.x + place.width / 2, place.y + place.height / 2 + 5);
  }

  /** Returns a value of 0 and more, as many digits of it as a field has room for. */
  private static String number(double value) {
    int decimals = value < 100 ? 2 : value < 1000 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Returns lines over the first axis, one per level of the second, as PNG. */
  public byte[] lines(List<Panel> panels) throws IOException {
    double[] range = range(panels);
    double most = range[1] > 0 ? range[1] : 1;
    int legend = left + panels.size() * (LINES_WIDTH + GAP);
    int names = LEGEND_MARK + widest(yLabels);
    int width = width(legend + GAP + Math.max(names, widest(List.of(yName))));
    int height = TOP + Math.max(LINES_HEIGHT + BOTTOM, LEGEND_LINE * (yLabels.size() + 2));
    return Canvas.png(
        width,
        height,
        graphics -> {
          heading(graphics, width);
          for (int p = 0; p < panels.size(); p++) {
            int start = left + p * (LINES_WIDTH + GAP);
            graphics.setColor(Canvas.INK);
            centred(graphics, panels.get(p).title(), start + LINES_WIDTH / 2, TOP - 10);
            frame(graphics, start, most, p == 0);
            double step = (double) LINES_WIDTH / xLabels.size();
            for (int line = 0; line < yLabels.size(); line++) {
              line(graphics, panels.get(p).values()[line], most, start + step / 2, step, line);
            }
            xAxis(graphics, start, TOP + LINES_HEIGHT, step);
          }
          legend(graphics, legend);
          vertical(graphics, quantity.name(), TOP + LINES_HEIGHT / 2);
        });
  }

  private void frame(Graphics2D graphics, int start, double most, boolean labels) {
    graphics.setStroke(new BasicStroke(1f));
    double top = quantity.scale() * most;
    int power = (int) Math.floor(Math.log10(top));
    double unit = Math.pow(10, power);
    boolean whole = top / unit > 5;
    double step = whole ? unit : top / unit > 2 ? unit / 2 : unit / 5;
    int decimals = Math.max(0, whole ? -power : 1 - power);
    for (int i = 0; i * step <= top; i++) {
      double y = y(i * step / quantity.scale(), most);
      graphics.setColor(new Color(0xE4, 0xE4, 0xE4));
      graphics.draw(new Line2D.Double(start, y, start + LINES_WIDTH, y));
      if (labels) {
        graphics.setColor(Canvas.INK);
        graphics.setFont(Canvas.FONT);
        String text = String.format(Locale.ROOT, "%." + decimals + "f", i * step);
        right(graphics, text, start - 8, (int) y + 5);
      }
    }
    graphics.setColor(Canvas.FAINT);
    graphics.draw(new Rectangle(start, TOP, LINES_WIDTH, LINES_HEIGHT));
  }

  private static double y(double value, double most) {
    return TOP + LINES_HEIGHT - LINES_HEIGHT * value / (1.08 * most);
  }

  /** Returns how a line is drawn; when all colours are used up they come again, dashed. */
  private static BasicStroke stroke(int number) {
    int round = number / COLOURS.length;
    return round == 0
        ? new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : new BasicStroke(
            2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {9f / round, 4f}, 0);
  }

  private static void line(
      Graphics2D graphics, double[] values, double most, double x0, double step, int number) {
    graphics.setColor(COLOURS[number % COLOURS.length]);
    graphics.setStroke(stroke(number));
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        points.add(new double[] {x0 + i * step, y(values[i], most)});
      }
    }
    for (int i = 0; i < points.size(); i++) {
      double[] at = points.get(i);
      graphics.fill(new Ellipse2D.Double(at[0] - 3, at[1] - 3, 6, 6));
      if (i > 0) {
        double[] before = points.get(i - 1);
        graphics.draw(new Line2D.Double(before[0], before[1], at[0], at[1]));
      }
    }
  }

  private void legend(Graphics2D graphics, int start) {
    graphics.setFont(Canvas.FONT);
    graphics.setColor(Canvas.INK);
    graphics.drawString(yName, start, TOP + 12);
    for (int line = 0; line < yLabels.size(); line++) {
      int y = TOP + 34 + LEGEND_LINE * line;
      graphics.setColor(COLOURS[line % COLOURS.length]);
      graphics.setStroke(stroke(line));
      graphics.draw(new Line2D.Double(start, y - 4.0, start + 20.0, y - 4.0));
      graphics.setColor(Canvas.INK);
      graphics.drawString(yLabels.get(line), start + LEGEND_MARK, y);
    }
  }

  private void xAxis(Graphics2D graphics, int start, int bottom, double step) {
    graphics.setFont(Canvas.FONT);
    graphics.setColor(Canvas.INK);
    // As many as there is room for.
    int every = (int) Math.ceil((6 + widest(xLabels)) / step);
    for (int column = 0; column < xLabels.size(); column += every) {
      centred(graphics, xLabels.get(column), (int) (start + (column + 0.5) * step), bottom + 20);
    }
    centred(graphics, xName, (int) (start + step * xLabels.size() / 2), bottom + 44);
  }

  private void heading(Graphics2D graphics, int width) {
    graphics.setFont(Canvas.TITLE);
    graphics.setColor(Canvas.INK);
    centred(graphics, title, width / 2, 26);
    graphics.setFont(Canvas.FONT);
  }

  /** Returns a width that the title fits into. */
  private int width(int width) {
    double heading = Canvas.TITLE.getStringBounds(title, METRICS).getWidth();
    return Math.max(width, 20 + (int) Math.ceil(heading));
  }

  private static int widest(List<String> texts) {
    return (int)
        Math.ceil(
            texts.stream()
                .mapToDouble(text -> Canvas.FONT.getStringBounds(text, METRICS).getWidth())
                .max()
                .orElse(0));
  }

  private static void centred(Graphics2D graphics, String text, int x, int y) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
  }

  private static void right(Graphics2D graphics, String text, int x, int y) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text), y);
  }

  private static void vertical(Graphics2D graphics, String text, int y) {
    graphics.setFont(Canvas.FONT);
    graphics.setColor(Canvas.INK);
    graphics.rotate(-Math.PI / 2, 24, y);
    centred(graphics, text, 24, y);
    graphics.rotate(Math.PI / 2, 24, y);
  }

  private static double[] range(List<Panel> panels) {
    double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (Panel panel : panels) {
      for (double[] row : panel.values()) {
        for (double value : row) {
          if (Double.isFinite(value)) {
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
          }
        }
      }
    }
    return range[0] <= range[1] ? range : new double[] {0, 1};
  }
}
