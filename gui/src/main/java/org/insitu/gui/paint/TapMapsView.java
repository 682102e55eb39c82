package org.insitu.gui.paint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.TapMap;
import org.insitu.trainer.run.RunEvent;

/**
 * Tap powers of the passes of a step, averaged over a batch: a strip per pass as read and one as
 * the model says, or the model's alone; a cell per heater, layer by layer.
 */
public final class TapMapsView extends CanvasPane {
  private static final double LEFT = 118;
  private static final double TOP = 30;
  private static final double BOTTOM = 26;
  private static final double RIGHT = 74;

  /** A pass: its name and where its map is. */
  private record Pass(String name, Function<LayerTaps, Optional<TapMap>> map) {}

  /** What is read when the computer subtracts. */
  private static final List<Pass> SUBTRACTION =
      List.of(
          new Pass("forward", LayerTaps::forward),
          new Pass("backward", LayerTaps::backward),
          new Pass("sum", taps -> Optional.of(taps.sum())));

  /** The two launches of a lock-in, the adjoint at 0 and at π: nothing else is read. */
  private static final List<Pass> LOCK_IN =
      List.of(
          new Pass("plus", taps -> Optional.of(taps.sum())),
          new Pass("minus", LayerTaps::difference));

  private final String title;
  private String absent;
  private List<LayerTaps> chip = List.of();
  private List<LayerTaps> model = List.of();

  /**
   * Creates an empty view.
   *
   * @param title what the powers are
   * @param absent what stands there as long as there are none
   */
  public TapMapsView(String title, String absent) {
    this.title = title;
    this.absent = absent;
    setAccessibleText(title);
  }

  /** Shows the maps of a step, as read and by the model. */
  public void show(Optional<RunEvent.TapMaps> maps) {
    chip = maps.map(RunEvent.TapMaps::measured).orElse(List.of());
    model = maps.map(RunEvent.TapMaps::model).orElse(List.of());
    repaint();
  }

  /** Shows maps of the model alone. */
  public void showModel(List<LayerTaps> maps) {
    chip = List.of();
    model = maps;
    repaint();
  }

  /** Shows why there are no maps. */
  public void showNone(String reason) {
    absent = reason;
    showModel(List.of());
  }

  /** Returns the names of the passes that are shown. */
  public List<String> passes() {
    return model.isEmpty() ? List.of() : shown().stream().map(Pass::name).toList();
  }

  private List<Pass> shown() {
    boolean lockIn = !chip.isEmpty() && chip.get(0).difference().isPresent();
    return lockIn ? LOCK_IN : SUBTRACTION;
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    write(g, title, 8, 8, TextAlignment.LEFT, VPos.TOP);
    if (model.isEmpty()) {
      remark(g, absent, width, height);
      return;
    }
    List<Pass> passes = shown();
    double slot = (height - TOP - BOTTOM) / passes.size();
    for (int i = 0; i < passes.size(); i++) {
      Pass pass = passes.get(i);
      double most = Math.max(max(chip, pass), max(model, pass));
      double y = TOP + i * slot;
      if (chip.isEmpty()) {
        strip(g, model, pass, most, y, slot - 6, width);
        caption(g, pass.name(), y + slot / 2 - 3);
      } else {
        strip(g, chip, pass, most, y, slot / 2 - 1, width);
        strip(g, model, pass, most, y + slot / 2, slot / 2 - 6, width);
        caption(g, pass.name() + ", chip", y + slot / 4);
        caption(g, "model", y + 0.75 * slot - 2);
      }
      String scale = String.format(Locale.ROOT, "0..%.2g", most);
      write(g, scale, width - RIGHT + 8, y + slot / 2, TextAlignment.LEFT, VPos.CENTER);
    }
    double w = (width - LEFT - RIGHT) / model.size();
    for (int layer = 0; layer < model.size(); layer++) {
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

  private void caption(GraphicsContext g, String text, double y) {
    small(g);
    g.setFill(palette().muted());
    write(g, text, LEFT - 8, y, TextAlignment.RIGHT, VPos.CENTER);
  }

  private void strip(
      GraphicsContext g,
      List<LayerTaps> layers,
      Pass pass,
      double most,
      double y,
      double h,
      double width) {
    double w = (width - LEFT - RIGHT) / layers.size();
    for (int layer = 0; layer < layers.size(); layer++) {
      Optional<TapMap> map = pass.map().apply(layers.get(layer));
      if (map.isEmpty()) {
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

  private static double max(List<LayerTaps> layers, Pass pass) {
    double most = 0;
    for (LayerTaps layer : layers) {
      Optional<TapMap> map = pass.map().apply(layer);
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
