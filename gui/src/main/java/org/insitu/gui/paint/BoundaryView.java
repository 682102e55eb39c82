package org.insitu.gui.paint;

import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.insitu.gui.model.BoundaryMap;
import org.insitu.trainer.data.Dataset;

/** The decision boundary with the training points. */
public final class BoundaryView extends CanvasPane {
  private static final double SIDE = 44;
  private static final double TOP = 30;
  private static final double BOTTOM = 40;
  private static final int MAX_POINTS = 400;
  private Optional<BoundaryMap> map = Optional.empty();
  private Optional<Dataset> points = Optional.empty();
  private String absent;

  /**
   * Creates an empty view.
   *
   * @param absent what stands there as long as there is no map
   */
  public BoundaryView(String absent) {
    this.absent = absent;
    setAccessibleText("Decision boundary of the trained phases, with the training points");
  }

  /** Shows a map and points. */
  public void show(Optional<BoundaryMap> newMap, Optional<Dataset> newPoints) {
    map = newMap;
    points = newPoints;
    repaint();
  }

  /** Shows why there is no map. */
  public void showNone(String reason) {
    if (map.isPresent() || !absent.equals(reason)) {
      absent = reason;
      show(Optional.empty(), Optional.empty());
    }
  }

  /** Shows a map, unless it is the one that is shown. */
  public void showIfNew(Optional<BoundaryMap> newMap, Dataset newPoints) {
    if (!newMap.equals(map) || points.isEmpty() || !points.get().equals(newPoints)) {
      show(newMap, Optional.of(newPoints));
    }
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    write(g, "Decision boundary (model of the chip's phases)", 8, 8, TextAlignment.LEFT, VPos.TOP);
    if (map.isEmpty() || points.isEmpty()) {
      remark(g, absent, width, height);
      return;
    }
    double side = Math.min(width - SIDE - 92, height - TOP - BOTTOM);
    double x0 = SIDE;
    BoundaryMap shown = map.get();
    int cells = shown.share().length;
    double cell = side / cells;
    for (int row = 0; row < cells; row++) {
      for (int column = 0; column < cells; column++) {
        g.setFill(Palette.share(shown.share()[row][column]));
        g.fillRect(
            Math.floor(x0 + column * cell),
            Math.floor(TOP + row * cell),
            Math.ceil(cell) + 1,
            Math.ceil(cell) + 1);
      }
    }
    Dataset data = points.get();
    for (int i = 0; i < Math.min(MAX_POINTS, data.size()); i++) {
      double x = x0 + (data.points()[i][0] / shown.extent() + 1) / 2 * side;
      double y = TOP + (1 - data.points()[i][1] / shown.extent()) / 2 * side;
      if (x < x0 || x > x0 + side || y < TOP || y > TOP + side) {
        continue;
      }
      mark(g, data.labels()[i], x, y);
    }
    g.setStroke(palette().muted());
    g.setLineWidth(1);
    g.strokeRect(Math.floor(x0) + 0.5, TOP + 0.5, Math.floor(side), Math.floor(side));
    axes(g, new Axis(-shown.extent(), shown.extent(), false), x0, side, data);
    legend(g, x0 + side + 14, data);
  }

  private static void mark(GraphicsContext g, int label, double x, double y) {
    g.setStroke(Color.WHITE);
    g.setLineWidth(0.8);
    if (label == 1) {
      g.setFill(Color.web("#a34700"));
      g.fillOval(x - 2.5, y - 2.5, 5, 5);
      g.strokeOval(x - 2.5, y - 2.5, 5, 5);
    } else {
      g.setFill(Color.web("#004e7c"));
      g.fillRect(x - 2.5, y - 2.5, 5, 5);
      g.strokeRect(x - 2.5, y - 2.5, 5, 5);
    }
  }

  private void axes(GraphicsContext g, Axis axis, double x0, double side, Dataset data) {
    small(g);
    g.setFill(palette().muted());
    for (double tick : axis.ticks(4)) {
      double at = axis.position(tick) * side;
      write(g, axis.text(tick), x0 + at, TOP + side + 5, TextAlignment.CENTER, VPos.TOP);
      write(g, axis.text(tick), x0 - 6, TOP + side - at, TextAlignment.RIGHT, VPos.CENTER);
    }
    String across = brief(data.featureNames().get(0), 24);
    write(g, across, x0 + side / 2, TOP + side + 20, TextAlignment.CENTER, VPos.TOP);
    g.save();
    g.translate(4, TOP + side / 2);
    g.rotate(-90);
    write(g, brief(data.featureNames().get(1), 20), 0, 0, TextAlignment.CENTER, VPos.TOP);
    g.restore();
  }

  /** Names come from files and may be of any length. */
  private static String brief(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }

  private void legend(GraphicsContext g, double x, Dataset data) {
    String second = "class " + brief(data.classNames().get(1), 6);
    String first = "class " + brief(data.classNames().get(0), 6);
    for (int i = 0; i < 90; i++) {
      g.setFill(Palette.share(1 - i / 89.0));
      g.fillRect(x, TOP + 22 + i, 12, 1.5);
    }
    small(g);
    g.setFill(palette().muted());
    write(g, "P(" + second + ")", x, TOP, TextAlignment.LEFT, VPos.TOP);
    write(g, "1", x + 18, TOP + 24, TextAlignment.LEFT, VPos.CENTER);
    write(g, "0.5", x + 18, TOP + 67, TextAlignment.LEFT, VPos.CENTER);
    write(g, "0", x + 18, TOP + 110, TextAlignment.LEFT, VPos.CENTER);
    mark(g, 1, x + 5, TOP + 136);
    mark(g, 0, x + 5, TOP + 154);
    g.setFill(palette().muted());
    write(g, second, x + 16, TOP + 136, TextAlignment.LEFT, VPos.CENTER);
    write(g, first, x + 16, TOP + 154, TextAlignment.LEFT, VPos.CENTER);
  }
}
