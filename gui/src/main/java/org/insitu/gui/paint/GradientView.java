package org.insitu.gui.paint;

import java.util.Locale;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.insitu.trainer.run.RunEvent;

/** The gradient of the last step, measured beside the model's, a pair of bars per phase. */
public final class GradientView extends CanvasPane {
  private static final double LEFT = 54;
  private static final double TOP = 30;
  private static final double BOTTOM = 26;
  private Optional<RunEvent.IterationDone> step = Optional.empty();
  private int layers = 1;

  /** Creates an empty view. */
  public GradientView() {
    setAccessibleText("Gradient of the last step, measured and by the model");
  }

  /** Shows a step of a network of so many layers. */
  public void show(Optional<RunEvent.IterationDone> newStep, int newLayers) {
    step = newStep;
    layers = newLayers;
    repaint();
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    write(g, "Gradient dL/dp [1/rad]", LEFT, 8, TextAlignment.LEFT, VPos.TOP);
    if (step.isEmpty()) {
      remark(g, "appears with the first step", width, height);
      return;
    }
    double[] measured = step.get().gradient();
    double[] model = step.get().modelGradient();
    double w = width - LEFT - 14;
    double h = height - TOP - BOTTOM;
    double most = 1e-9;
    for (int i = 0; i < model.length; i++) {
      most = Math.max(most, Math.max(Math.abs(measured[i]), Math.abs(model[i])));
    }
    Axis axis = new Axis(-most, most, false);
    small(g);
    for (double tick : axis.ticks((int) Math.max(4, h / 20))) {
      double y = Math.round(TOP + h - axis.position(tick) * h) + 0.5;
      g.setStroke(palette().faint());
      g.setLineWidth(1);
      g.strokeLine(LEFT, y, LEFT + w, y);
      g.setFill(palette().muted());
      write(g, axis.text(tick), LEFT - 6, y, TextAlignment.RIGHT, VPos.CENTER);
    }
    double slot = w / model.length;
    for (int i = 0; i < model.length; i++) {
      bar(g, axis, measured[i], LEFT + (i + 0.08) * slot, slot * 0.42, h, 0);
      bar(g, axis, model[i], LEFT + (i + 0.5) * slot, slot * 0.42, h, 1);
    }
    for (int layer = 0; layer < layers; layer++) {
      double x = LEFT + w * layer / layers;
      g.setStroke(palette().muted());
      if (layer > 0) {
        g.strokeLine(x, TOP, x, TOP + h + 8);
      }
      g.setFill(palette().muted());
      write(
          g,
          "layer " + (layer + 1) + ": θ, φ",
          x + w / layers / 2,
          TOP + h + 6,
          TextAlignment.CENTER,
          VPos.TOP);
    }
    normal(g);
    legend(g, width);
  }

  private void bar(
      GraphicsContext g, Axis axis, double value, double x, double w, double h, int colour) {
    double zero = TOP + h - axis.position(0) * h;
    double y = TOP + h - axis.position(value) * h;
    g.setFill(palette().curve(colour));
    g.fillRect(x, Math.min(zero, y), Math.max(0.6, w), Math.abs(y - zero));
  }

  private void legend(GraphicsContext g, double width) {
    double x = width - 14;
    String error =
        step.get().gradientError().isPresent()
            ? String.format(Locale.ROOT, "1 - cos = %.4f", step.get().gradientError().getAsDouble())
            : "not measured";
    g.setFill(palette().text());
    write(g, error, x, 8, TextAlignment.RIGHT, VPos.TOP);
    write(g, "model", x - 122, 8, TextAlignment.RIGHT, VPos.TOP);
    write(g, "chip", x - 188, 8, TextAlignment.RIGHT, VPos.TOP);
    g.setFill(palette().curve(1));
    g.fillRect(x - 176, 11, 10, 10);
    g.setFill(palette().curve(0));
    g.fillRect(x - 230, 11, 10, 10);
  }
}
