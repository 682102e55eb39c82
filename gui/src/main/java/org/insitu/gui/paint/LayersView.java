package org.insitu.gui.paint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;
import org.insitu.gui.model.ReplayFrame;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.MeshPhases;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.PhotonicNetwork;
import org.insitu.trainer.network.TapMap;

/**
 * The layers of a network at one moment: heaters by phase, the waveguide around each by the power
 * of the forward pass there.
 */
public final class LayersView extends CanvasPane {
  private static final double TOP = 30;
  private static final double LEGEND = 30;
  private static final double GAP = 16;
  private static final double CAPTION = 16;

  /** An MZI is drawn up to so many times as wide as waveguides lie apart. */
  private static final double ASPECT = 2.8;

  private final Tooltip tooltip = new Tooltip();
  private Optional<ReplayFrame> frame = Optional.empty();
  private Optional<Grid> grid = Optional.empty();
  private String absent;

  /** Where the layers lie. */
  private record Grid(
      int perRow, double cell, double pitch, double panelWidth, double panelHeight) {
    double left(int layer) {
      return GAP + (layer % perRow) * (panelWidth + GAP);
    }

    double top(int layer) {
      int row = layer / perRow;
      return TOP + CAPTION + row * panelHeight + pitch / 2;
    }
  }

  /**
   * Creates an empty view.
   *
   * @param absent what stands there as long as there is no moment
   */
  public LayersView(String absent) {
    this.absent = absent;
    setAccessibleText("Phases of every layer at the chosen iteration");
    tooltip.setShowDelay(Duration.millis(150));
    tooltip.setShowDuration(Duration.seconds(60));
    setOnMouseMoved(this::hover);
  }

  /** Shows a moment. */
  public void show(ReplayFrame newFrame) {
    frame = Optional.of(newFrame);
    repaint();
  }

  /** Shows why there is no moment. */
  public void showNone(String reason) {
    absent = reason;
    frame = Optional.empty();
    repaint();
  }

  private static int columns(PhotonicNetwork network) {
    return network.mesh().nodes().stream().mapToInt(MeshNode::column).max().orElse(0) + 1;
  }

  /** Chooses as many layers per row as makes them largest. */
  private static Grid grid(PhotonicNetwork network, double width, double height) {
    int layers = network.layers();
    int ports = network.mesh().ports();
    int columns = columns(network);
    Grid best = new Grid(1, 0, 0, 0, 0);
    for (int perRow = 1; perRow <= layers; perRow++) {
      int rows = (layers + perRow - 1) / perRow;
      double panelWidth = (width - GAP) / perRow - GAP;
      double panelHeight = (height - TOP - LEGEND) / rows;
      double pitch = (panelHeight - CAPTION) / ports;
      double cell = Math.min(panelWidth / columns, pitch * ASPECT);
      if (cell > best.cell + 1e-9) {
        best = new Grid(perRow, cell, pitch, panelWidth, panelHeight);
      }
    }
    return best;
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    write(
        g, "Phases of the layers: φ left, θ right of each MZI", 8, 8, TextAlignment.LEFT, VPos.TOP);
    if (frame.isEmpty()) {
      remark(g, absent, width, height);
      return;
    }
    PhotonicNetwork network = frame.get().replay().network();
    Grid at = grid(network, width, height);
    grid = Optional.of(at);
    if (at.cell < 1) {
      return;
    }
    double most = most();
    for (int layer = 0; layer < network.layers(); layer++) {
      layer(g, network, layer, at, most);
    }
    legend(g, width, height, most);
  }

  private void layer(GraphicsContext g, PhotonicNetwork network, int layer, Grid at, double most) {
    double x0 = at.left(layer);
    double y0 = at.top(layer);
    small(g);
    g.setFill(palette().muted());
    write(g, "layer " + (layer + 1), x0, y0 - at.pitch / 2, TextAlignment.LEFT, VPos.BOTTOM);
    double end = x0 + columns(network) * at.cell;
    g.setStroke(palette().faint());
    g.setLineWidth(Math.max(1, at.pitch * 0.07));
    for (int port = 0; port < network.mesh().ports(); port++) {
      double y = y0 + port * at.pitch;
      g.strokeLine(x0, y, end, y);
    }
    MeshPhases phases = network.phases(frame.get().parameters(), layer);
    double[] theta = phases.theta();
    double[] phi = phases.phi();
    List<MeshNode> nodes = network.mesh().nodes();
    Optional<TapMap> taps = forward(layer);
    for (int node = 0; node < nodes.size(); node++) {
      double x = x0 + nodes.get(node).column() * at.cell;
      double y = y0 + nodes.get(node).row() * at.pitch;
      coupler(g, x + 0.42 * at.cell, y, at);
      coupler(g, x + 0.88 * at.cell, y, at);
      int index = node;
      heater(g, x + 0.06 * at.cell, y, at, phi[node], taps.map(t -> t.phi()[index] / most));
      heater(g, x + 0.54 * at.cell, y, at, theta[node], taps.map(t -> t.theta()[index] / most));
    }
    normal(g);
  }

  private void coupler(GraphicsContext g, double x, double y, Grid at) {
    double w = 0.1 * at.cell;
    g.setFill(palette().panel());
    g.fillRect(x, y - at.pitch * 0.12, w, at.pitch * 1.24);
    g.setStroke(palette().muted());
    g.setLineWidth(Math.max(0.8, at.pitch * 0.05));
    g.beginPath();
    g.moveTo(x, y);
    g.bezierCurveTo(x + w / 2, y, x + w / 2, y + at.pitch, x + w, y + at.pitch);
    g.moveTo(x, y + at.pitch);
    g.bezierCurveTo(x + w / 2, y + at.pitch, x + w / 2, y, x + w, y);
    g.stroke();
  }

  private void heater(
      GraphicsContext g, double x, double y, Grid at, double phase, Optional<Double> power) {
    double w = 0.34 * at.cell;
    double h = Math.max(3, at.pitch * 0.5);
    if (power.isPresent()) {
      g.setFill(palette().power(power.get()));
      double thick = Math.max(1.5, at.pitch * 0.16);
      g.fillRect(x - 0.06 * at.cell, y - thick / 2, w + 0.1 * at.cell, thick);
    }
    g.setFill(Palette.phase(phase));
    g.fillRoundRect(x + 0.15 * w, y - h / 2, 0.7 * w, h, 3, 3);
    g.setStroke(palette().muted());
    g.setLineWidth(0.8);
    g.strokeRoundRect(x + 0.15 * w, y - h / 2, 0.7 * w, h, 3, 3);
  }

  private Optional<TapMap> forward(int layer) {
    return frame
        .flatMap(ReplayFrame::taps)
        .map(layers -> layers.get(layer))
        .flatMap(LayerTaps::forward);
  }

  private double most() {
    double most = 0;
    for (int layer = 0; layer < frame.get().replay().network().layers(); layer++) {
      Optional<TapMap> map = forward(layer);
      if (map.isPresent()) {
        for (double[] powers : List.of(map.get().theta(), map.get().phi())) {
          for (double power : powers) {
            most = Math.max(most, power);
          }
        }
      }
    }
    return most > 0 ? most : 1;
  }

  private void legend(GraphicsContext g, double width, double height, double most) {
    double y = height - 18;
    double bar = Math.max(50, Math.min(140, width * 0.16));
    small(g);
    double x = GAP;
    x = text(g, "phase [rad] 0", x, y);
    for (int i = 0; i < bar; i++) {
      g.setFill(Palette.phase(2 * Math.PI * i / bar));
      g.fillRect(x + i, y - 5, 1.5, 10);
    }
    x = text(g, "2π", x + bar + 5, y) + 12;
    if (frame.flatMap(ReplayFrame::taps).isPresent() && width - x > bar + 140) {
      x = text(g, "forward |v|², sqrt 0", x, y);
      for (int i = 0; i < bar; i++) {
        double level = i / (bar - 1);
        g.setFill(palette().power(level * level));
        g.fillRect(x + i, y - 5, 1.5, 10);
      }
      text(g, String.format(Locale.ROOT, "%.2g", most), x + bar + 5, y);
    }
    normal(g);
  }

  /** Writes a text and returns where it ends, about. */
  private double text(GraphicsContext g, String text, double x, double y) {
    g.setFill(palette().muted());
    write(g, text, x, y, TextAlignment.LEFT, VPos.CENTER);
    return x + text.length() * 5.6 + 6;
  }

  private void hover(MouseEvent move) {
    Optional<String> what = describe(move.getX(), move.getY());
    if (what.isPresent()) {
      tooltip.setText(what.get());
      Tooltip.install(this, tooltip);
    } else {
      tooltip.hide();
      Tooltip.uninstall(this, tooltip);
    }
  }

  private Optional<String> describe(double x, double y) {
    if (frame.isEmpty() || grid.isEmpty() || grid.get().cell < 1) {
      return Optional.empty();
    }
    PhotonicNetwork network = frame.get().replay().network();
    Grid at = grid.get();
    for (int layer = 0; layer < network.layers(); layer++) {
      double column = (x - at.left(layer)) / at.cell;
      double row = (y - at.top(layer)) / at.pitch;
      List<MeshNode> nodes = network.mesh().nodes();
      for (int node = 0; node < nodes.size(); node++) {
        double inside = column - nodes.get(node).column();
        if (inside >= 0 && inside < 1 && Math.abs(row - nodes.get(node).row()) < 0.5) {
          return Optional.of(describe(network, layer, node, inside >= 0.48));
        }
      }
    }
    return Optional.empty();
  }

  private String describe(PhotonicNetwork network, int layer, int node, boolean theta) {
    MeshPhases phases = network.phases(frame.get().parameters(), layer);
    double phase = theta ? phases.theta()[node] : phases.phi()[node];
    MeshNode at = network.mesh().nodes().get(node);
    String power =
        forward(layer)
            .map(map -> theta ? map.theta()[node] : map.phi()[node])
            .map(value -> String.format(Locale.ROOT, "%nforward power %.3f |v|², model", value))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "layer %d, %s of MZI %d (column %d, row %d)%nphase %.3f rad (%.3f π)%s",
        layer + 1,
        theta ? "θ" : "φ",
        node,
        at.column(),
        at.row(),
        phase,
        phase / Math.PI,
        power);
  }
}
