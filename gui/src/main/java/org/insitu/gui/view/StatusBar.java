package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.gui.model.Alarm;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.paint.Palette;
import org.insitu.mesh.processor.Direction;

/** The last alarm, and what the chip takes and gets. */
final class StatusBar implements LiveView {
  private final Laboratory lab;
  private final Label alarm = new Label();
  private final Label chip = new Label();
  private final StatusPane bar;
  private int seen;

  StatusBar(Laboratory lab) {
    this.lab = lab;
    alarm.setId("last-alarm");
    chip.setId("chip-facts");
    bar = new StatusPane(alarm, chip);
    bar.getStyleClass().add(Styles.BG_SUBTLE);
  }

  @Override
  public Node node() {
    return bar;
  }

  @Override
  public void refresh() {
    List<Alarm> fresh = lab.log().after(seen);
    if (!fresh.isEmpty()) {
      seen += fresh.size();
      Alarm last = fresh.get(fresh.size() - 1);
      alarm.setText(last.text());
      alarm.getStyleClass().removeAll(Styles.WARNING, Styles.DANGER);
      switch (last.severity()) {
        case INFO -> {}
        case WARNING -> alarm.getStyleClass().add(Styles.WARNING);
        case ERROR, DANGER -> alarm.getStyleClass().add(Styles.DANGER);
      }
    }
    Optional<ChipTelemetry> now = lab.telemetry();
    Controls.text(chip, now.map(StatusBar::facts).orElse(""));
  }

  private static String facts(ChipTelemetry now) {
    return String.format(
        Locale.ROOT,
        "laser %.2f mW%s   light %s   heaters %.0f of %.0f mW   chip time %s",
        1e3 * now.laser().powerW(),
        now.laser().tuning().map(at -> ", " + LaserTuning.nm(at.wavelengthM()) + " nm").orElse(""),
        now.direction() == Direction.FORWARD ? "→ forward" : "← backward",
        1e3 * now.totalHeaterPowerW(),
        1e3 * now.layout().limits().maxTotalPowerW(),
        RunBar.duration(now.chipSeconds()));
  }

  @Override
  public void recolour(Palette palette) {
    // Its colours come from the theme.
  }
}
