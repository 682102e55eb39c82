package org.insitu.gui.paint;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.util.Duration;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.processor.Direction;

/**
 * The chip, live: zoom with the wheel or + and -, pan by dragging, 0 shows all, arrow keys or a
 * click select a heater.
 */
public final class MeshView extends Region {
  private static final double MARGIN_X = 46;
  private static final double MARGIN_TOP = 44;
  private static final double MAX_ASPECT = 2.2;
  private static final double MAX_ZOOM = 60;

  private final Tooltip tooltip = new Tooltip();
  private final Picture picture = new Picture();
  private final MeshLegend legend = new MeshLegend(MARGIN_X);
  private final MeshRaster raster = new MeshRaster();
  private final Polygon arrow = new Polygon();
  private Palette palette = Palette.LIGHT;
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
    arrow.setId("light-arrow");
    arrow.setManaged(false);
    arrow.setMouseTransparent(true);
    picture.setMouseTransparent(true);
    legend.setMouseTransparent(true);
    getChildren().addAll(picture, raster.node(), arrow, legend);
    setMinSize(0, 0);
    // Mouse and wheel belong to the whole view, whichever part is under the pointer.
    setPickOnBounds(true);
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
          press.consume(); // a pane of tabs would take the focus, and the arrow keys with it
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
    draw();
  }

  /** Marks a heater. */
  public void select(int heater) {
    selected = Optional.of(heater);
    onSelect.accept(heater);
    draw();
  }

  /** Returns the heater that is marked. */
  public Optional<Integer> selected() {
    return selected;
  }

  /** Returns how much larger the chip is drawn than when all of it is shown. */
  public double zoom() {
    return zoom;
  }

  /** Returns where a heater is drawn, in the coordinates of this view; empty without a chip. */
  public Optional<Point2D> place(int heater) {
    return geometry.map(
        drawn -> {
          Heater what = drawn.layout().heaters().get(heater);
          MeshPainter.Viewport view = viewport();
          return new Point2D(view.px(what.column() + 0.5), view.py(what.row()));
        });
  }

  /** Shows the whole chip. */
  public void showAll() {
    zoom = 1;
    panX = 0;
    panY = 0;
    draw();
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
    draw();
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
      draw();
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
    double h = getHeight() - MARGIN_TOP - MeshLegend.HEIGHT;
    double column = w / layout.columns();
    double row = h / layout.rows();
    row = Math.min(row, column * MAX_ASPECT);
    column = Math.min(column, row * MAX_ASPECT);
    double x = MARGIN_X + (w - column * layout.columns()) / 2;
    double y = MARGIN_TOP + (h - row * layout.rows()) / 2 + row / 2;
    return new MeshPainter.Viewport(
        x + panX, y + panY, column * zoom, row * zoom, getWidth(), getHeight() - MeshLegend.HEIGHT);
  }

  /** Changes the colours. */
  public void setPalette(Palette newPalette) {
    palette = newPalette;
    picture.setPalette(newPalette);
    legend.setPalette(newPalette);
    draw();
  }

  @Override
  protected void layoutChildren() {
    double width = Math.floor(getWidth());
    double height = Math.floor(getHeight());
    double split = Math.max(0, height - MeshLegend.HEIGHT);
    picture.resizeRelocate(0, 0, width, split);
    legend.resizeRelocate(0, split, width, height - split);
    draw();
  }

  /** Draws coarse parts pixel by pixel and fine ones with lines and labels. */
  private void draw() {
    boolean shown = scene.isPresent() && geometry.isPresent();
    boolean coarse = shown && viewport().columnPitch() < MeshPainter.DETAILED;
    legend.setVisible(shown);
    raster.setVisible(coarse);
    picture.setVisible(!coarse);
    arrow.setVisible(false);
    if (getWidth() < 1 || getHeight() <= MeshLegend.HEIGHT) {
      return;
    }
    if (coarse) {
      raster.paint(geometry.get(), marked(), palette, viewport(), CanvasPane.renderScale(this));
    } else {
      picture.repaint();
    }
    if (shown) {
      point();
    }
  }

  private MeshScene marked() {
    MeshScene known = scene.orElseThrow();
    return new MeshScene(known.telemetry(), known.phases(), selected);
  }

  /** Puts an arrow where light enters; the other way round for backward light. */
  private void point() {
    ChipTelemetry telemetry = scene.orElseThrow().telemetry();
    MeshPainter.Viewport view = viewport();
    boolean forward = telemetry.direction() == Direction.FORWARD;
    double size = Math.max(5, Math.min(10, view.rowPitch() * 0.2));
    double y = view.py(telemetry.layout().entryRow());
    double x = forward ? view.px(0) - 4 : view.px(telemetry.layout().columns()) + 4;
    double back = forward ? -1.6 * size : 1.6 * size;
    arrow.getPoints().setAll(x, y, x + back, y - size, x + back, y + size);
    arrow.setFill(telemetry.laser().powerW() > 0 ? palette.accent() : palette.faint());
    arrow.setVisible(x >= 0 && x <= view.width() && y >= size && y + size <= view.height());
  }

  /** The parts when they are large enough for lines and labels. */
  private final class Picture extends CanvasPane {
    @Override
    protected void paint(GraphicsContext g, double width, double height) {
      if (scene.isEmpty() || geometry.isEmpty()) {
        remark(g, "No chip is connected. Choose one above, then connect.", width, height);
        return;
      }
      new MeshPainter(g, geometry.get(), marked(), palette(), viewport()).paint();
    }
  }
}
