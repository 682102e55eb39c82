package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ManualControl;
import org.insitu.gui.model.TypedNumber;
import org.insitu.mesh.processor.Direction;

/** Which side the light comes from, and the laser's power and wavelength in its own ranges. */
final class LightPanel {
  private final Laboratory lab;
  private final ManualControl hand;
  private final TextField power = new TextField("1");
  private final TextField wavelength = new TextField();
  private final Button setPower;
  private final Button setWavelength;
  private final Label note = new Label();
  private final VBox root;
  private Optional<ChipTelemetry.Light> shown = Optional.empty();

  LightPanel(Laboratory lab) {
    this.lab = lab;
    hand = lab.manual();
    setPower = Controls.plain("set-laser", "Set", "Sets the laser power (Enter)", this::applyPower);
    setWavelength =
        Controls.plain("set-wavelength", "Set", "Tunes the laser (Enter)", this::applyWavelength);
    field(power, "laser-power", "Power of the laser at the chip", this::applyPower);
    field(wavelength, "laser-wavelength", "Wavelength of the laser", this::applyWavelength);
    note.setId("laser-note");
    note.setWrapText(true);
    note.setMinHeight(Region.USE_PREF_SIZE);
    note.getStyleClass().add(Styles.TEXT_SMALL);
    note.managedProperty().bind(Bindings.isNotEmpty(note.textProperty()));
    root =
        new VBox(
            8,
            Controls.row(
                Controls.plain(
                    "forward", "→ forward", "In at the left", () -> hand.turn(Direction.FORWARD)),
                Controls.plain(
                    "backward",
                    "← backward",
                    "In at the right",
                    () -> hand.turn(Direction.BACKWARD))),
            Controls.row(
                Controls.caption("Laser [mW]"),
                power,
                setPower,
                Controls.caption("[nm]"),
                wavelength,
                setWavelength),
            note);
    validate();
  }

  private void field(TextField field, String id, String what, Runnable apply) {
    field.setId(id);
    field.setAccessibleText(what);
    field.setPrefWidth(66);
    field.setMinWidth(52);
    field.setTooltip(new Tooltip(what));
    field.setOnAction(enter -> apply.run());
    field.textProperty().addListener((at, before, now) -> validate());
  }

  VBox node() {
    return root;
  }

  private Optional<LaserTuning> tuning() {
    return shown.flatMap(ChipTelemetry.Light::tuning);
  }

  private double mostMilliwatts() {
    return 1e3 * shown.map(ChipTelemetry.Light::maxPowerW).orElse(Double.POSITIVE_INFINITY);
  }

  private static Optional<Double> number(TextField field) {
    return TypedNumber.parse(field.getText());
  }

  private Optional<Double> milliwatts() {
    // What the last digit of a typed number adds must not be over the limit.
    return number(power).filter(value -> value > 0 && value <= mostMilliwatts() * (1 + 1e-12));
  }

  private Optional<Double> metres() {
    return number(wavelength).map(nm -> nm * 1e-9).filter(m -> tuning().isPresent() && fits(m));
  }

  private boolean fits(double wavelengthM) {
    LaserTuning laser = tuning().orElseThrow();
    return laser.tunable() && laser.contains(wavelengthM);
  }

  private void applyPower() {
    milliwatts().ifPresent(value -> hand.laser(Math.min(value, mostMilliwatts()) * 1e-3));
  }

  private void applyWavelength() {
    metres().ifPresent(hand::wavelength);
  }

  private void validate() {
    boolean wrongPower = milliwatts().isEmpty();
    boolean fixed = tuning().map(laser -> !laser.tunable()).orElse(true);
    boolean wrongWavelength = !fixed && metres().isEmpty();
    power.pseudoClassStateChanged(Styles.STATE_DANGER, wrongPower);
    wavelength.pseudoClassStateChanged(Styles.STATE_DANGER, wrongWavelength);
    wavelength.setDisable(fixed);
    setPower.setDisable(wrongPower);
    setWavelength.setDisable(fixed || wrongWavelength);
    tell(wrongPower, wrongWavelength);
  }

  /** What is wrong, else what the light does to the calibration, else the ranges. */
  private void tell(boolean wrongPower, boolean wrongWavelength) {
    Optional<String> detuned = lab.detuned();
    String most =
        mostMilliwatts() == Double.POSITIVE_INFINITY
            ? "above 0 mW"
            : "above 0, up to " + Controls.number(mostMilliwatts()) + " mW";
    String range = tuning().map(LaserTuning::range).orElse("not under control of this bench");
    String text;
    if (wrongPower) {
      text = "The power must be a number " + most + ".";
    } else if (wrongWavelength) {
      text = "The wavelength must be a number in " + range + ".";
    } else if (detuned.isPresent()) {
      text = detuned.get();
    } else {
      text = "Power " + most + "; wavelength " + range + ".";
    }
    boolean bad = wrongPower || wrongWavelength;
    style(Styles.DANGER, bad);
    style(Styles.WARNING, !bad && detuned.isPresent());
    style(Styles.TEXT_MUTED, !bad && detuned.isEmpty());
    Controls.text(note, shown.isEmpty() ? "" : text);
  }

  private void style(String name, boolean wanted) {
    if (wanted != note.getStyleClass().contains(name)) {
      if (wanted) {
        note.getStyleClass().add(name);
      } else {
        note.getStyleClass().remove(name);
      }
    }
  }

  /** Follows the laser. */
  void refresh(Optional<ChipTelemetry> telemetry) {
    Optional<ChipTelemetry.Light> now = telemetry.map(ChipTelemetry::laser);
    if (!now.equals(shown)) {
      Optional<LaserTuning> before = tuning();
      shown = now;
      if (!tuning().equals(before)) {
        wavelength.setText(tuning().map(laser -> LaserTuning.nm(laser.wavelengthM())).orElse(""));
      }
    }
    validate();
  }
}
