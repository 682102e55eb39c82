package org.insitu.trainer.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Errors over a grid of two axes, side by side in panels: as a heat map with the numbers written
 * in, or as lines over the first axis. Shares are shown in percent; NaN is left out.
 */
public final class GridPicture {
  private static final int CELL = 74;
  private static final int LEFT = 110;
  private static final int TOP = 70;
  private static final int BOTTOM = 60;
  private static final int GAP = 30;
  private static final int LINES_HEIGHT = 280;
  private static final int LINES_WIDTH = 300;
  private static final int LEGEND = 120;

  private static final Color[] COLOURS = {
    Charts.BLUE,
    Charts.ORANGE,
    Charts.GREEN,
    new Color(0xCC, 0x79, 0xA7),
    new Color(0x55, 0x55, 0x55)
  };

  private final String title;
  private final String xName;
  private final List<String> xLabels;
  private final String yName;
  private final List<String> yLabels;

  /**
   * One part of the picture.
   *
   * @param title what stands above it
   * @param shares values, {@code [y][x]}; NaN where there is none
   */
  public record Panel(String title, double[][] shares) {}

  /** Names the axes and their levels. */
  public GridPicture(
      String title, String xName, List<String> xLabels, String yName, List<String> yLabels) {
    this.title = title;
    this.xName = xName;
    this.xLabels = List.copyOf(xLabels);
    this.yName = yName;
    this.yLabels = List.copyOf(yLabels);
  }

  /** Returns a heat map as PNG. */
  public byte[] heatMap(List<Panel> panels) throws IOException {
    double[] range = range(panels);
    int panelWidth = xLabels.size() * CELL;
    int width = LEFT + panels.size() * (panelWidth + GAP);
    int height = TOP + yLabels.size() * CELL + BOTTOM;
    return Canvas.png(
        width,
        height,
        graphics -> {
          heading(graphics, width);
          for (int p = 0; p < panels.size(); p++) {
            int left = LEFT + p * (panelWidth + GAP);
            centred(graphics, panels.get(p).title(), left + panelWidth / 2, TOP - 10);
            for (int row = 0; row < yLabels.size(); row++) {
              // The first level is at the bottom, as on an axis.
              int top = TOP + (yLabels.size() - 1 - row) * CELL;
              if (p == 0) {
                right(graphics, yLabels.get(row), left - 8, top + CELL / 2 + 5);
              }
              for (int column = 0; column < xLabels.size(); column++) {
                cell(
                    graphics,
                    panels.get(p).shares()[row][column],
                    range,
                    left + column * CELL,
                    top);
              }
            }
            xAxis(graphics, left, TOP + yLabels.size() * CELL, CELL, CELL / 2);
          }
          vertical(graphics, yName, TOP + yLabels.size() * CELL / 2);
        });
  }

  private static void cell(Graphics2D graphics, double share, double[] range, int left, int top) {
    boolean there = Double.isFinite(share);
    double level = there ? (share - range[0]) / Math.max(1e-12, range[1] - range[0]) : 0;
    graphics.setColor(there ? ColourMaps.level(level) : Color.WHITE);
    graphics.fill(new Rectangle2D.Double(left, top, CELL - 1.0, CELL - 1.0));
    graphics.setColor(level > 0.55 ? Color.WHITE : Canvas.INK);
    graphics.setFont(Canvas.FONT);
    String text = there ? String.format(Locale.ROOT, "%.2f", 100 * share) : "-";
    centred(graphics, text, left + CELL / 2, top + CELL / 2 + 5);
  }

  /** Returns lines over the first axis, one per level of the second, as PNG. */
  public byte[] lines(List<Panel> panels) throws IOException {
    double[] range = range(panels);
    range[0] = 0;
    int width = LEFT + panels.size() * (LINES_WIDTH + GAP) + LEGEND;
    int height = TOP + LINES_HEIGHT + BOTTOM;
    return Canvas.png(
        width,
        height,
        graphics -> {
          heading(graphics, width);
          for (int p = 0; p < panels.size(); p++) {
            int left = LEFT + p * (LINES_WIDTH + GAP);
            graphics.setColor(Canvas.INK);
            centred(graphics, panels.get(p).title(), left + LINES_WIDTH / 2, TOP - 10);
            frame(graphics, left, range, p == 0);
            double step = (double) LINES_WIDTH / Math.max(1, xLabels.size());
            for (int line = 0; line < yLabels.size(); line++) {
              line(graphics, panels.get(p).shares()[line], range, left + step / 2, step, line);
            }
            xAxis(graphics, left, TOP + LINES_HEIGHT, step, step / 2);
          }
          legend(graphics, LEFT + panels.size() * (LINES_WIDTH + GAP));
          vertical(graphics, "error (%)", TOP + LINES_HEIGHT / 2);
        });
  }

  private static void frame(Graphics2D graphics, int left, double[] range, boolean labels) {
    graphics.setStroke(new BasicStroke(1f));
    double unit = Math.pow(10, Math.floor(Math.log10(Math.max(1e-12, 100 * range[1]))));
    double step =
        100 * range[1] / unit > 5 ? unit : 100 * range[1] / unit > 2 ? unit / 2 : unit / 5;
    for (double percent = 0; percent <= 100 * range[1]; percent += step) {
      double y = y(percent / 100, range);
      graphics.setColor(new Color(0xE4, 0xE4, 0xE4));
      graphics.draw(new Line2D.Double(left, y, left + LINES_WIDTH, y));
      if (labels) {
        graphics.setColor(Canvas.INK);
        graphics.setFont(Canvas.FONT);
        right(graphics, String.format(Locale.ROOT, "%.3g", percent), left - 8, (int) y + 5);
      }
    }
    graphics.setColor(Canvas.FAINT);
    graphics.draw(new Rectangle2D.Double(left, TOP, LINES_WIDTH, LINES_HEIGHT));
  }

  private static double y(double share, double[] range) {
    return TOP + LINES_HEIGHT - LINES_HEIGHT * share / (1.08 * range[1]);
  }

  private static void line(
      Graphics2D graphics, double[] shares, double[] range, double x0, double step, int number) {
    graphics.setColor(COLOURS[number % COLOURS.length]);
    graphics.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      if (Double.isFinite(shares[i])) {
        points.add(new double[] {x0 + i * step, y(shares[i], range)});
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

  private void legend(Graphics2D graphics, int left) {
    graphics.setFont(Canvas.FONT);
    graphics.setColor(Canvas.INK);
    graphics.drawString(yName, left, TOP + 12);
    for (int line = 0; line < yLabels.size(); line++) {
      int y = TOP + 34 + 20 * line;
      graphics.setColor(COLOURS[line % COLOURS.length]);
      graphics.setStroke(new BasicStroke(2f));
      graphics.draw(new Line2D.Double(left, y - 4.0, left + 20.0, y - 4.0));
      graphics.setColor(Canvas.INK);
      graphics.drawString(yLabels.get(line), left + 26, y);
    }
  }

  private void xAxis(Graphics2D graphics, int left, int bottom, double step, double offset) {
    graphics.setFont(Canvas.FONT);
    graphics.setColor(Canvas.INK);
    for (int column = 0; column < xLabels.size(); column++) {
      centred(graphics, xLabels.get(column), (int) (left + column * step + offset), bottom + 20);
    }
    centred(graphics, xName, (int) (left + step * xLabels.size() / 2), bottom + 44);
  }

  private void heading(Graphics2D graphics, int width) {
    graphics.setFont(Canvas.TITLE);
    graphics.setColor(Canvas.INK);
    centred(graphics, title + " (%)", width / 2, 26);
    graphics.setFont(Canvas.FONT);
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
      for (double[] row : panel.shares()) {
        for (double share : row) {
          if (Double.isFinite(share)) {
            range[0] = Math.min(range[0], share);
            range[1] = Math.max(range[1], share);
          }
        }
      }
    }
    return range[0] <= range[1] ? range : new double[] {0, 1};
  }
}
