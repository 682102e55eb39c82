package org.insitu.gui.paint;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;

/**
 * Draws a chip: waveguides by the power at their tap, heaters by their phase.
 *
 * <p>Segments of like brightness share one path, so that a mesh of thousands of heaters costs a few
 * dozen strokes.
 */
final class MeshPainter {
  private static final int LEVELS = 24;

  /** Pixels per column from which a mesh is drawn with curves and labels. */
  static final double DETAILED = 22;

  private final GraphicsContext g;
  private final MeshGeometry geometry;
  private final MeshScene scene;
  private final Palette colours;
  private final Viewport view;

  /**
   * The part of the chip that is seen.
   *
   * @param x pixel of the left edge of column 0
   * @param y pixel of row 0
   * @param columnPitch pixels per column
   * @param rowPitch pixels per row
   * @param width pixels of the canvas
   * @param height pixels of the canvas
   */
  record Viewport(
      double x, double y, double columnPitch, double rowPitch, double width, double height) {
    double px(double column) {
      return x + column * columnPitch;
    }

    double py(double row) {
      return y + row * rowPitch;
    }

    /** Returns the same view in a finer unit. */
    Viewport times(double scale) {
      return new Viewport(
          x * scale,
          y * scale,
          columnPitch * scale,
          rowPitch * scale,
          width * scale,
          height * scale);
    }
  }

  MeshPainter(
      GraphicsContext g, MeshGeometry geometry, MeshScene scene, Palette colours, Viewport view) {
    this.g = g;
    this.geometry = geometry;
    this.scene = scene;
    this.colours = colours;
    this.view = view;
  }

  void paint() {
    waveguides();
    heaters();
    rulers();
  }

  private void waveguides() {
    ChipLayout layout = geometry.layout();
    ChipTelemetry telemetry = scene.telemetry();
    List<List<int[]>> byLevel = new ArrayList<>();
    for (int level = 0; level <= LEVELS; level++) {
      byLevel.add(new ArrayList<>());
    }
    int first = Math.max(0, (int) Math.floor(-view.x / view.columnPitch));
    int last =
        Math.min(layout.columns() - 1, (int) Math.ceil((view.width - view.x) / view.columnPitch));
    List<int[]> unread = new ArrayList<>();
    for (int column = first; column <= last; column++) {
      boolean fresh = telemetry.fresh(column);
      for (int row = 0; row < layout.rows(); row++) {
        if (!fresh) {
          unread.add(new int[] {column, row});
        } else {
          double level = Math.sqrt(Math.min(1, telemetry.share(column, row)));
          byLevel.get((int) Math.round(level * LEVELS)).add(new int[] {column, row});
        }
      }
    }
    g.setLineCap(StrokeLineCap.BUTT);
    double thick = Math.max(1, Math.min(7, view.rowPitch * 0.11));
    g.setStroke(colours.faint());
    g.setLineWidth(Math.max(0.7, thick * 0.3));
    g.setLineDashes(4, 3);
    stroke(unread);
    g.setLineDashes((double[]) null);
    for (int level = 0; level <= LEVELS; level++) {
      double share = (double) level / LEVELS * level / LEVELS;
      g.setStroke(colours.power(share));
      g.setLineWidth(thick * (0.45 + 0.55 * level / LEVELS));
      stroke(byLevel.get(level));
    }
  }

  private void stroke(List<int[]> cells) {
    if (cells.isEmpty()) {
      return;
    }
    g.beginPath();
    for (int[] cell : cells) {
      double x0 = view.px(cell[0]);
      double x1 = view.px(cell[0] + 1);
      double y = view.py(cell[1]);
      double yl = view.py(geometry.leftRow(cell[0], cell[1]));
      double yr = view.py(geometry.rightRow(cell[0], cell[1]));
      double w = x1 - x0;
      g.moveTo(x0, yl);
      if (yl != y) {
        g.bezierCurveTo(x0 + 0.18 * w, yl, x0 + 0.12 * w, y, x0 + 0.3 * w, y);
      } else {
        g.lineTo(x0 + 0.3 * w, y);
      }
      g.lineTo(x1 - 0.3 * w, y);
      if (yr != y) {
        g.bezierCurveTo(x1 - 0.12 * w, y, x1 - 0.18 * w, yr, x1, yr);
      } else {
        g.lineTo(x1, yr);
      }
    }
    g.stroke();
  }

  private void heaters() {
    List<Heater> heaters = geometry.layout().heaters();
    double[] phaseRad = scene.phaseRad();
    double w = Math.max(2, view.columnPitch * 0.52);
    double h = Math.max(2, Math.min(view.rowPitch * 0.34, view.columnPitch * 0.42));
    boolean outlined = w >= 7;
    boolean labelled = w >= 30 && h >= 13;
    g.setFont(Font.font("System", Math.max(9, Math.min(13, h * 0.62))));
    for (int i = 0; i < heaters.size(); i++) {
      Heater heater = heaters.get(i);
      double x = view.px(heater.column() + 0.5) - w / 2;
      double y = view.py(heater.row()) - h / 2;
      if (x + w < 0 || x > view.width || y + h < 0 || y > view.height) {
        continue;
      }
      double phase = phaseRad[i];
      Color fill = Double.isNaN(phase) ? colours.panel() : Palette.phase(phase);
      double round = heater.kind() == HeaterKind.THETA ? 4 : h;
      g.setFill(fill);
      if (outlined) {
        boolean marked = scene.selected().isPresent() && scene.selected().get() == i;
        g.fillRoundRect(x, y, w, h, round, round);
        g.setStroke(marked ? colours.accent() : colours.muted());
        g.setLineWidth(marked ? 3 : 1);
        g.strokeRoundRect(x, y, w, h, round, round);
        if (scene.failed(i)) {
          g.strokeLine(x, y, x + w, y + h);
          g.strokeLine(x, y + h, x + w, y);
        }
      } else {
        g.fillRect(x, y, w, h);
      }
      if (labelled) {
        g.setFill(Double.isNaN(phase) ? colours.text() : readable(fill));
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.CENTER);
        String name = heater.kind() == HeaterKind.THETA ? "θ" : "φ";
        g.fillText(name + " " + heater.channel(), x + w / 2, y + h / 2);
      }
    }
  }

  private static Color readable(Color on) {
    double light = 0.2126 * on.getRed() + 0.7152 * on.getGreen() + 0.0722 * on.getBlue();
    return light > 0.5 ? Color.web("#1f2328") : Color.WHITE;
  }

  private void rulers() {
    ChipLayout layout = geometry.layout();
    g.setFont(Font.font("System", 10.5));
    g.setFill(colours.muted());
    g.setTextAlign(TextAlignment.CENTER);
    g.setTextBaseline(VPos.BOTTOM);
    for (int column = 0; column < layout.columns(); column++) {
      g.fillText(String.valueOf(column), view.px(column + 0.5), view.py(0) - view.rowPitch * 0.42);
    }
    g.setTextBaseline(VPos.CENTER);
    g.setTextAlign(TextAlignment.RIGHT);
    for (int row = 0; row < layout.rows(); row++) {
      g.fillText(String.valueOf(row), view.px(0) - 24, view.py(row));
    }
  }
}
