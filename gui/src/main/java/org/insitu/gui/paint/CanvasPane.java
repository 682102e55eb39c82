package org.insitu.gui.paint;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** A canvas that fills its place and is painted anew when asked to. */
public abstract class CanvasPane extends Region {
  private static final Font FONT = Font.font("System", 12);
  private static final Font SMALL = Font.font("System", 10.5);
  private final Canvas canvas = new Canvas();
  private Palette palette = Palette.LIGHT;
  private boolean fresh;

  /** Creates an empty canvas. */
  protected CanvasPane() {
    getChildren().add(canvas);
    setMinSize(0, 0);
  }

  /** Changes the colours. */
  public final void setPalette(Palette newPalette) {
    palette = newPalette;
    fresh = false;
    repaint();
  }

  /** Returns the colours. */
  protected final Palette palette() {
    return palette;
  }

  @Override
  protected final void layoutChildren() {
    double width = Math.floor(getWidth());
    double height = Math.floor(getHeight());
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      fresh = false;
      repaint();
    }
  }

  /** Paints now. */
  public final void repaint() {
    double width = canvas.getWidth();
    double height = canvas.getHeight();
    if (width < 1 || height < 1) {
      return;
    }
    if (stale(width, height) || !fresh) {
      GraphicsContext g = canvas.getGraphicsContext2D();
      g.setFill(palette.panel());
      g.fillRect(0, 0, width, height);
      g.setFont(FONT);
      paint(g, width, height);
      fresh = true;
    }
    paintOver();
  }

  /** Returns whether what {@link #paint} draws has changed since it was last called. */
  protected boolean stale(double width, double height) {
    return true;
  }

  /** Paints on a cleared ground. */
  protected abstract void paint(GraphicsContext g, double width, double height);

  /** Draws what lies above the canvas, if there is something. */
  protected void paintOver() {}

  /** Returns pixels of the screen per unit of the layout. */
  protected final double renderScale() {
    return renderScale(this);
  }

  /** Returns pixels of the screen per unit of the layout, where a node is shown. */
  static double renderScale(Node node) {
    return node.getScene() == null || node.getScene().getWindow() == null
        ? 1
        : Math.max(1, node.getScene().getWindow().getRenderScaleX());
  }

  /** Writes a text; alignment is relative to the point. */
  protected final void write(
      GraphicsContext g, String text, double x, double y, TextAlignment align, VPos base) {
    g.setTextAlign(align);
    g.setTextBaseline(base);
    g.fillText(text, x, y);
  }

  /** Writes a remark in the middle of an empty canvas. */
  protected final void remark(GraphicsContext g, String text, double width, double height) {
    g.setFill(palette.muted());
    write(g, text, width / 2, height / 2, TextAlignment.CENTER, VPos.CENTER);
  }

  /** Changes to the smaller font. */
  protected static void small(GraphicsContext g) {
    g.setFont(SMALL);
  }

  /** Changes to the normal font. */
  protected static void normal(GraphicsContext g) {
    g.setFont(FONT);
  }
}
