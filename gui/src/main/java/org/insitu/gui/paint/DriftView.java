package org.insitu.gui.paint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.insitu.gui.model.DriftReport;
import org.insitu.mesh.chip.Heater;

/** By how much each heater's phase has drifted since its calibration, a bar each. */
public final class DriftView extends CanvasPane {
  private static final double LEFT = 54;
  private static final double RIGHT = 14;
  private static final double TOP = 46;
  private static final double BOTTOM = 40;

  /** Drift that is shown full scale if no heater has more [rad]. */
  private static final double LEAST_SCALE_RAD = 0.01;

  private Optional<DriftReport> report = Optional.empty();
  private String age = "";
  private int selected = -1;

  /** Creates an empty view. */
  public DriftView() {
    setAccessibleText("Drift of every heater since its calibration, in mrad");
    setId("drift-chart");
  }

  /**
   * Shows a report.
   *
   * @param newAge age of the calibration, in words
   */
  public void show(Optional<DriftReport> newReport, String newAge) {
    report = newReport;
    age = newAge;
    repaint();
  }

  /** Marks a heater, -1 for none. */
  public void select(int heater) {
    if (selected != heater) {
      selected = heater;
      repaint();
    }
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    write(g, "Drift since calibration [mrad]", LEFT, 8, TextAlignment.LEFT, VPos.TOP);
    double w = width - LEFT - RIGHT;
    double h = height - TOP - BOTTOM;
    if (w < 50 || h < 20) {
      return;
    }
    if (report.isEmpty()) {
      g.setStroke(palette().faint());
      g.strokeRect(LEFT + 0.5, TOP + 0.5, w, h);
      remark(g, "Measure drift: sets a few phases and reads all taps", width, height + 6);
      return;
    }
    DriftReport shown = report.get();
    List<Heater> heaters =
        shown.calibration().heaters().stream().map(known -> known.heater()).toList();
    double most = Math.max(LEAST_SCALE_RAD, Math.abs(shown.driftRad()[shown.largest()]));
    Axis axis = new Axis(-1.1e3 * most, 1.1e3 * most, false);
    axes(g, axis, w, h);
    double slot = w / heaters.size();
    for (int i = 0; i < heaters.size(); i++) {
      double y = TOP + h - axis.position(1e3 * shown.driftRad()[i]) * h;
      double zero = TOP + h / 2;
      g.setFill(i == selected ? palette().accent() : palette().curve(0));
      g.fillRect(
          LEFT + (i + 0.15) * slot, Math.min(y, zero), slot * 0.7, Math.max(1, Math.abs(y - zero)));
    }
    labels(g, heaters, w, h, slot);
    g.setFill(palette().text());
    Heater worst = heaters.get(shown.largest());
    write(
        g,
        String.format(
            Locale.ROOT,
            "rms %.1f, largest %+.1f at %s; calibrated %s",
            1e3 * shown.rmsRad(),
            1e3 * shown.driftRad()[shown.largest()],
            worst.name(),
            age),
        LEFT,
        26,
        TextAlignment.LEFT,
        VPos.TOP);
  }

  private void axes(GraphicsContext g, Axis axis, double w, double h) {
    small(g);
    g.setLineWidth(1);
    for (double tick : axis.ticks((int) Math.max(3, h / 26))) {
      double y = Math.round(TOP + h - axis.position(tick) * h) + 0.5;
      g.setStroke(tick == 0 ? palette().muted() : palette().faint());
      g.strokeLine(LEFT, y, LEFT + w, y);
      g.setFill(palette().muted());
      write(g, axis.text(tick), LEFT - 6, y, TextAlignment.RIGHT, VPos.CENTER);
    }
  }

  /** The channel of every heater, of every few if they would overlap. */
  private void labels(GraphicsContext g, List<Heater> heaters, double w, double h, double slot) {
    int every = (int) Math.max(1, Math.ceil(22 / slot));
    g.setFill(palette().muted());
    for (int i = 0; i < heaters.size(); i += every) {
      String channel = String.valueOf(heaters.get(i).channel());
      double middle = LEFT + (i + 0.5) * slot;
      write(g, channel, middle, TOP + h + 5, TextAlignment.CENTER, VPos.TOP);
    }
    write(g, "channel of the heater", LEFT + w, TOP + h + 21, TextAlignment.RIGHT, VPos.TOP);
    normal(g);
  }
}
