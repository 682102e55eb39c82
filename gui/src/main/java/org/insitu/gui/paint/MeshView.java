package org.insitu.gui.paint;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;

/**
 * The chip, live: zoom with the wheel or + and -, pan by dragging, 0 shows all, arrow keys or a
 * click select a heater.
 */
public final class MeshView extends CanvasPane {
  private static final double MARGIN_X = 46;
  private static final double MARGIN_TOP = 44;
  private static final double LEGEND = 64;
  private static final double MAX_ASPECT = 2.2;
  private static final double MAX_ZOOM = 60;

  private final Tooltip tooltip = new Tooltip();
  private final MeshRaster raster = new MeshRaster();
  private Optional<MeshScene> scene = Optional.empty();
  private Optional<MeshGeometry> geometry = Optional.empty();
  private Optional<Integer> selected = Optional.empty();
  private Consumer<Integer> onSelect = heater -> {};
  private double zoom = 1;
  private double panX;
  private double panY;
  private double dragX;
  private double dragY;
  private boolean dragged;

  /** Creates a view without a chip. */
  public MeshView() {
    setFocusTraversable(true);
    setAccessibleText("Mesh of the chip; arrow keys select a heater, plus and minus zoom");
    setId("mesh");
    tooltip.setShowDelay(Duration.millis(150));
    tooltip.setShowDuration(Duration.seconds(60));
    Tooltip.install(this, tooltip);
    setOnScroll(this::scrolled);
    setOnMousePressed(
        press -> {
          requestFocus();
          dragX = press.getX();
          dragY = press.getY();
          dragged = false;
        });
    setOnMouseDragged(this::dragged);
    setOnMouseClicked(
        click -> {
          if (!dragged) {
            heaterAt(click.getX(), click.getY()).ifPresent(this::select);
          }
        });
    setOnMouseMoved(this::hover);
    setOnKeyPressed(this::key);
  }

  /** Sets what happens when the user selects a heater. */
  public void setOnSelect(Consumer<Integer> handler) {
    onSelect = handler;
  }

  /** Shows what is known now; empty without a chip. */
  public void show(Optional<MeshScene> newScene) {
    scene = newScene;
    if (newScene.isEmpty()) {
      geometry = Optional.empty();
    } else if (geometry.isEmpty()
        || !geometry.get().layout().equals(newScene.get().telemetry().layout())) {
      geometry = Optional.of(new MeshGeometry(newScene.get().telemetry().layout()));
      selected = Optional.empty();
      showAll();
    }
    repaint();
  }

  /** Marks a heater. */
  public void select(int heater) {
    selected = Optional.of(heater);
    onSelect.accept(heater);
    repaint();
  }

  /** Returns the heater that is marked. */
  public Optional<Integer> selected() {
    return selected;
  }

  /** Shows the whole chip. */
  public void showAll() {
    zoom = 1;
    panX = 0;
    panY = 0;
    repaint();
  }

  /** Zooms around the middle. */
  public void zoomBy(double factor) {
    zoomBy(factor, getWidth() / 2, getHeight() / 2);
  }

  private void zoomBy(double factor, double x, double y) {
    if (geometry.isEmpty()) {
      return;
    }
    double next = Math.max(1, Math.min(MAX_ZOOM, zoom * factor));
    double real = next / zoom;
    MeshPainter.Viewport view = viewport();
    // The point under the pointer stays where it is.
    panX += (1 - real) * (x - view.x());
    panY += (1 - real) * (y - view.y());
    zoom = next;
    if (zoom == 1) {
      panX = 0;
      panY = 0;
    }
    repaint();
  }

  private void scrolled(ScrollEvent scroll) {
    zoomBy(Math.exp(scroll.getDeltaY() * 0.003), scroll.getX(), scroll.getY());
    scroll.consume();
  }

  private void dragged(MouseEvent drag) {
    double dx = drag.getX() - dragX;
    double dy = drag.getY() - dragY;
    dragged = dragged || Math.abs(dx) + Math.abs(dy) > 3;
    if (dragged && zoom > 1) {
      panX += dx;
      panY += dy;
      dragX = drag.getX();
      dragY = drag.getY();
      repaint();
    }
  }

  private void key(KeyEvent key) {
    KeyCode code = key.getCode();
    boolean done = true;
    if (code == KeyCode.PLUS || code == KeyCode.EQUALS || code == KeyCode.ADD) {
      zoomBy(1.4);
    } else if (code == KeyCode.MINUS || code == KeyCode.SUBTRACT) {
      zoomBy(1 / 1.4);
    } else if (code == KeyCode.DIGIT0 || code == KeyCode.NUMPAD0) {
      showAll();
    } else if (code == KeyCode.LEFT) {
      move(-1, 0);
    } else if (code == KeyCode.RIGHT) {
      move(1, 0);
    } else if (code == KeyCode.UP) {
      move(0, -1);
    } else if (code == KeyCode.DOWN) {
      move(0, 1);
    } else {
      done = false;
    }
    if (done) {
      key.consume();
    }
  }

  /** Selects the nearest heater in a direction. */
  private void move(int dx, int dy) {
    if (geometry.isEmpty()) {
      return;
    }
    ChipLayout layout = geometry.get().layout();
    if (selected.isEmpty()) {
      select(0);
      return;
    }
    Heater from = layout.heaters().get(selected.get());
    double best = Double.POSITIVE_INFINITY;
    int found = selected.get();
    for (int i = 0; i < layout.heaters().size(); i++) {
      Heater to = layout.heaters().get(i);
      int x = to.column() - from.column();
      int y = to.row() - from.row();
      int ahead = x * dx + y * dy;
      int aside = Math.abs(x * dy) + Math.abs(y * dx);
      double distance = ahead + 3.0 * aside;
      if (ahead > 0 && distance < best) {
        best = distance;
        found = i;
      }
    }
    select(found);
  }

  private Optional<Integer> heaterAt(double x, double y) {
    if (geometry.isEmpty()) {
      return Optional.empty();
    }
    MeshPainter.Viewport view = viewport();
    return geometry
        .get()
        .heaterNear((x - view.x()) / view.columnPitch(), (y - view.y()) / view.rowPitch());
  }

  private void hover(MouseEvent move) {
    Optional<Integer> heater = heaterAt(move.getX(), move.getY());
    if (heater.isPresent() && scene.isPresent()) {
      tooltip.setText(describe(scene.get(), heater.get()));
      Tooltip.install(this, tooltip);
    } else {
      tooltip.hide();
      Tooltip.uninstall(this, tooltip);
    }
  }

  /** Returns what is known of a heater, for the user, a fact a line. */
  public static String describe(MeshScene scene, int heater) {
    ChipTelemetry telemetry = scene.telemetry();
    Heater what = telemetry.layout().heaters().get(heater);
    double phase = scene.phaseRad()[heater];
    boolean fresh = telemetry.fresh(what.column());
    return String.join(
        "\n",
        "%s   %s, channel %d".formatted(what.name(), what.role().id(), what.channel()),
        String.format(
            Locale.ROOT,
            "%.3f V   %.1f mW",
            telemetry.voltageV()[heater],
            1e3 * telemetry.heaterPowerW(heater)),
        Double.isNaN(phase)
            ? "phase not known: %s"
                .formatted(
                    scene.phases().isPresent() && !scene.failed(heater)
                        ? "beyond its calibrated voltages"
                        : "not calibrated")
            : String.format(
                Locale.ROOT, "phase %.3f rad (%.3f π), crosstalk included", phase, phase / Math.PI),
        fresh
            ? String.format(
                Locale.ROOT,
                "tap %.2f µW, %.1f %% of its column",
                1e6 * telemetry.tapW()[what.column()][what.row()],
                100 * telemetry.share(what.column(), what.row()))
            : "tap not read lately");
  }

  private MeshPainter.Viewport viewport() {
    ChipLayout layout = geometry.orElseThrow().layout();
    double w = getWidth() - 2 * MARGIN_X;
    double h = getHeight() - MARGIN_TOP - LEGEND;
    double column = w / layout.columns();
    double row = h / layout.rows();
    row = Math.min(row, column * MAX_ASPECT);
    column = Math.min(column, row * MAX_ASPECT);
    double x = MARGIN_X + (w - column * layout.columns()) / 2;
    double y = MARGIN_TOP + (h - row * layout.rows()) / 2 + row / 2;
    return new MeshPainter.Viewport(
        x + panX, y + panY, column * zoom, row * zoom, getWidth(), getHeight() - LEGEND);
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    if (scene.isEmpty() || geometry.isEmpty()) {
      remark(g, "No chip is connected. Choose one above and press Connect.", width, height);
      return;
    }
    MeshScene shown = new MeshScene(scene.get().telemetry(), scene.get().phases(), selected);
    g.save();
    g.beginPath();
    g.rect(0, 0, width, height - LEGEND);
    g.clip();
    MeshPainter painter = new MeshPainter(g, geometry.get(), shown, palette(), viewport());
    if (viewport().columnPitch() >= MeshPainter.DETAILED) {
      painter.paint();
    } else {
      raster.paint(g, geometry.get(), shown, palette(), viewport());
      painter.arrows();
    }
    g.restore();
    legend(g, width, height);
  }

  private void legend(GraphicsContext g, double width, double height) {
    Palette colours = palette();
    double y = height - 42;
    normal(g);
    double x = MARGIN_X;
    double bar = Math.max(90, Math.min(220, width * 0.16));
    for (int i = 0; i < bar; i++) {
      double level = i / (bar - 1);
      g.setFill(colours.power(level * level));
      g.fillRect(x + i, y, 1.5, 12);
    }
    frame(g, x, y, bar);
    label(g, "Tap power, share of its column", x, y - 6, TextAlignment.LEFT, VPos.BOTTOM);
    small(g);
    label(g, "0", x, y + 15, TextAlignment.LEFT, VPos.TOP);
    label(g, "25 %", x + bar / 2, y + 15, TextAlignment.CENTER, VPos.TOP);
    label(g, "100 %", x + bar, y + 15, TextAlignment.RIGHT, VPos.TOP);
    x += bar + 60;
    normal(g);
    for (int i = 0; i < bar; i++) {
      g.setFill(Palette.phase(2 * Math.PI * i / bar));
      g.fillRect(x + i, y, 1.5, 12);
    }
    frame(g, x, y, bar);
    label(g, "Heater phase [rad]", x, y - 6, TextAlignment.LEFT, VPos.BOTTOM);
    small(g);
    label(g, "0", x, y + 15, TextAlignment.LEFT, VPos.TOP);
    label(g, "π", x + bar / 2, y + 15, TextAlignment.CENTER, VPos.TOP);
    label(g, "2π", x + bar, y + 15, TextAlignment.RIGHT, VPos.TOP);
    x += bar + 50;
    key(g, x, y, colours);
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
    Color colour = palette().muted();
    g.setFill(colour);
    write(g, text, x, y, align, base);
  }
}
