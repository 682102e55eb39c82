package org.insitu.gui.paint;

import java.util.function.DoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** What the colours and shapes of a mesh mean. */
final class MeshLegend extends CanvasPane {
  /** Height of its place. */
  static final double HEIGHT = 64;

  private final double marginX;

  /** Creates a legend with a margin to the left. */
  MeshLegend(double marginX) {
    this.marginX = marginX;
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    Palette colours = palette();
    double y = height - 42;
    double bar = Math.max(90, Math.min(220, width * 0.16));
    String[] powers = {"0", "25 %", "100 %"};
    scale(
        g, "Tap power, share of its column", marginX, y, bar, at -> colours.power(at * at), powers);
    String[] phases = {"0", "π", "2π"};
    double next = marginX + bar + 60;
    scale(g, "Heater phase [rad]", next, y, bar, at -> Palette.phase(2 * Math.PI * at), phases);
    key(g, next + bar + 50, y, colours);
  }

  /** A bar of colours at 0..1 of its length, with what its ends and its middle mean. */
  private void scale(
      GraphicsContext g,
      String title,
      double x,
      double y,
      double bar,
      DoubleFunction<Color> colour,
      String[] ticks) {
    normal(g);
    for (int i = 0; i < bar; i++) {
      g.setFill(colour.apply(i / bar));
      g.fillRect(x + i, y, 1.5, 12);
    }
    frame(g, x, y, bar);
    label(g, title, x, y - 6, TextAlignment.LEFT, VPos.BOTTOM);
    small(g);
    label(g, ticks[0], x, y + 15, TextAlignment.LEFT, VPos.TOP);
    label(g, ticks[1], x + bar / 2, y + 15, TextAlignment.CENTER, VPos.TOP);
    label(g, ticks[2], x + bar, y + 15, TextAlignment.RIGHT, VPos.TOP);
  }

  private void key(GraphicsContext g, double x, double y, Palette colours) {
    normal(g);
    g.setStroke(colours.muted());
    g.setLineWidth(1);
    g.setFill(colours.panel());
    g.fillRoundRect(x, y - 16, 24, 12, 4, 4);
    g.strokeRoundRect(x, y - 16, 24, 12, 4, 4);
    label(g, "phase not known", x + 32, y - 10, TextAlignment.LEFT, VPos.CENTER);
    g.setStroke(colours.faint());
    g.setLineDashes(4, 3);
    g.strokeLine(x, y + 10, x + 24, y + 10);
    g.setLineDashes((double[]) null);
    label(g, "tap not read lately", x + 32, y + 10, TextAlignment.LEFT, VPos.CENTER);
    g.setFill(colours.accent());
    g.fillPolygon(
        new double[] {x + 190, x + 176, x + 176}, new double[] {y - 10, y - 17, y - 3}, 3);
    label(g, "light enters", x + 198, y - 10, TextAlignment.LEFT, VPos.CENTER);
    label(g, "θ box, φ pill; number: channel", x + 176, y + 10, TextAlignment.LEFT, VPos.CENTER);
  }

  private void frame(GraphicsContext g, double x, double y, double w) {
    g.setStroke(palette().muted());
    g.setLineWidth(1);
    g.strokeRect(x + 0.5, y + 0.5, w, 12);
  }

  private void label(
      GraphicsContext g, String text, double x, double y, TextAlignment align, VPos base) {
    g.setFill(palette().muted());
    write(g, text, x, y, align, base);
  }
}
