package org.insitu.gui.paint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.TapMap;
import org.insitu.trainer.run.RunEvent;

/**
 * Tap powers of the passes of the last step, averaged over the batch: one strip per pass as read,
 * and one as the model says; a cell per heater, layer by layer.
 */
public final class TapMapsView extends CanvasPane {
  private static final double LEFT = 118;
  private static final double TOP = 30;
  private static final double BOTTOM = 26;
  private static final double RIGHT = 74;
  private static final List<String> PASSES = List.of("forward", "backward", "sum");
  private Optional<RunEvent.TapMaps> maps = Optional.empty();

  /** Creates an empty view. */
  public TapMapsView() {
    setAccessibleText("Tap powers of the forward, backward and sum pass of the last step");
  }

  /** Shows the maps of a step. */
  public void show(Optional<RunEvent.TapMaps> newMaps) {
    maps = newMaps;
    repaint();
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    write(g, "Tap powers of the last step, mean of the batch", 8, 8, TextAlignment.LEFT, VPos.TOP);
    if (maps.isEmpty()) {
      remark(g, "appears with the first step", width, height);
      return;
    }
    double strip = (height - TOP - BOTTOM) / (2 * PASSES.size());
    for (int pass = 0; pass < PASSES.size(); pass++) {
      double most = Math.max(max(maps.get().measured(), pass), max(maps.get().model(), pass));
      strip(g, maps.get().measured(), pass, most, TOP + 2 * pass * strip, strip - 1, width);
      strip(g, maps.get().model(), pass, most, TOP + (2 * pass + 1) * strip, strip - 6, width);
      small(g);
      g.setFill(palette().muted());
      double y = TOP + (2 * pass + 0.5) * strip;
      String name = PASSES.get(pass);
      write(g, name + ", chip", LEFT - 8, y, TextAlignment.RIGHT, VPos.CENTER);
      write(g, "model", LEFT - 8, y + strip - 2, TextAlignment.RIGHT, VPos.CENTER);
      String scale = String.format(Locale.ROOT, "0..%.2g", most);
      write(g, scale, width - RIGHT + 8, y + strip / 2, TextAlignment.LEFT, VPos.CENTER);
    }
    int layers = maps.get().measured().size();
    double w = (width - LEFT - RIGHT) / layers;
    for (int layer = 0; layer < layers; layer++) {
      write(
          g,
          "layer " + (layer + 1) + ": θ, φ",
          LEFT + (layer + 0.5) * w,
          height - BOTTOM + 4,
          TextAlignment.CENTER,
          VPos.TOP);
    }
    write(g, "|v|², sqrt", width - RIGHT + 8, height - BOTTOM + 4, TextAlignment.LEFT, VPos.TOP);
    normal(g);
  }

  private void strip(
      GraphicsContext g,
      List<LayerTaps> layers,
      int pass,
      double most,
      double y,
      double h,
      double width) {
    double w = (width - LEFT - RIGHT) / layers.size();
    for (int layer = 0; layer < layers.size(); layer++) {
      Optional<TapMap> map = of(layers.get(layer), pass);
      if (map.isEmpty()) {
        small(g);
        g.setFill(palette().muted());
        double x = LEFT + (layer + 0.5) * w;
        write(g, "not read", x, y + h / 2, TextAlignment.CENTER, VPos.CENTER);
        continue;
      }
      double[] theta = map.get().theta();
      double[] phi = map.get().phi();
      double cell = (w - 8) / (2 * theta.length);
      for (int i = 0; i < 2 * theta.length; i++) {
        double power = i < theta.length ? theta[i] : phi[i - theta.length];
        g.setFill(palette().power(most > 0 ? power / most : 0));
        g.fillRect(LEFT + layer * w + 4 + i * cell, y, Math.max(0.7, cell - 0.6), h);
      }
    }
  }

  private static Optional<TapMap> of(LayerTaps taps, int pass) {
    return switch (pass) {
      case 0 -> taps.forward();
      case 1 -> taps.backward();
      default -> Optional.of(taps.sum());
    };
  }

  private static double max(List<LayerTaps> layers, int pass) {
    double most = 0;
    for (LayerTaps layer : layers) {
      Optional<TapMap> map = of(layer, pass);
      if (map.isPresent()) {
        for (double power : map.get().theta()) {
          most = Math.max(most, power);
        }
        for (double power : map.get().phi()) {
          most = Math.max(most, power);
        }
      }
    }
    return most;
  }
}
