package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ManualControl;
import org.insitu.gui.model.MeshPresets;
import org.insitu.gui.model.TypedNumber;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;

/** One heater of any part of the chip, by slider, number and jog. */
final class HeaterPanel {
  private final Laboratory lab;
  private final ManualControl hand;
  private final ComboBox<String> heater = new ComboBox<>();
  private final Slider slider = new Slider(0, 2 * Math.PI, Math.PI);
  private final TextField number = new TextField();
  private final Button negate;
  private final VBox root;
  private Optional<ChipTelemetry> telemetry = Optional.empty();
  private Optional<ChipLayout> layout = Optional.empty();
  private List<Integer> positions = List.of();
  private int ofMesh;
  private boolean following;
  private boolean moved;

  HeaterPanel(Laboratory lab) {
    this.lab = lab;
    hand = lab.manual();
    heater.setId("manual-heater");
    heater.setAccessibleText("Heater");
    heater.setTooltip(new Tooltip("A heater; a click in the mesh chooses one"));
    heater.setMaxWidth(Double.MAX_VALUE);
    heater.valueProperty().addListener((at, before, now) -> follow());
    HBox.setHgrow(heater, Priority.ALWAYS);
    slider.setId("manual-phase");
    slider.setAccessibleText("Phase of the chosen heater");
    slider.setBlockIncrement(0.05);
    slider.valueProperty().addListener((at, before, now) -> slid());
    number.setId("manual-phase-number");
    number.setAccessibleText("Phase of the chosen heater in rad");
    number.setTooltip(new Tooltip("Phase in rad, any number; it is taken modulo 2π (Enter)"));
    number.setPrefWidth(84);
    number.setMinWidth(84);
    number.setOnAction(enter -> typed().ifPresent(this::jogTo));
    number.textProperty().addListener((at, before, now) -> validate());
    negate = jog("negate", "-θ", "The negative phase", p -> -p);
    FlowPane jogs =
        new FlowPane(
            6,
            6,
            jog("0", "0", "0", p -> 0),
            jog("half-pi", "π/2", "π/2", p -> Math.PI / 2),
            jog("pi", "π", "π", p -> Math.PI),
            jog("three-half-pi", "3π/2", "3π/2", p -> 1.5 * Math.PI),
            jog("plus", "+π/2", "π/2 more", p -> p + Math.PI / 2),
            jog("minus", "-π/2", "π/2 less", p -> p - Math.PI / 2),
            negate);
    root = new VBox(8, Controls.row(heater, number), slider, jogs);
    slid();
  }

  VBox node() {
    return root;
  }

  private interface Jog {
    double from(double phaseRad);
  }

  private Button jog(String id, String name, String what, Jog to) {
    return Controls.plain(
        "jog-" + id,
        name,
        "Phase of the chosen heater: " + what,
        () -> jogTo(to.from(slider.getValue())));
  }

  private void jogTo(double phaseRad) {
    slider.setValue(MeshPhases.wrap(phaseRad));
    slid(); // also when it was there already: the number may have been typed otherwise
  }

  private Optional<Double> typed() {
    return TypedNumber.parse(number.getText());
  }

  private void validate() {
    number.pseudoClassStateChanged(Styles.STATE_DANGER, typed().isEmpty());
  }

  /** Chooses the heater at a position of the layout. */
  void choose(int position) {
    int index = positions.indexOf(position);
    if (index >= 0) {
      heater.getSelectionModel().select(index);
    }
  }

  private int chosen() {
    return Math.max(0, heater.getSelectionModel().getSelectedIndex());
  }

  private void slid() {
    number.setText(String.format(Locale.ROOT, "%.3f", slider.getValue()));
    if (!following && layout.isPresent()) {
      moved = true;
    }
  }

  /** Sends where the slider is now; a chip need not follow every pixel of its way. */
  private void send() {
    if (moved && lab.state().ready()) {
      moved = false;
      int at = chosen();
      double phase = slider.getValue();
      if (at < ofMesh) {
        hand.program(now -> MeshPresets.with(now, at, phase));
      } else {
        hand.hold(positions.get(at), phase);
      }
    }
  }

  /** Moves the slider to the phase of the chosen heater, without setting it. */
  private void follow() {
    if (positions.isEmpty()) {
      return;
    }
    Heater now = layout.orElseThrow().heaters().get(positions.get(chosen()));
    negate.setText(now.kind() == HeaterKind.THETA ? "-θ" : "-φ");
    if (chosen() >= ofMesh) {
      followVoltage();
      return;
    }
    hand.phases()
        .ifPresentOrElse(
            this::follow, () -> hand.mesh().ifPresent(on -> follow(MeshPhases.bar(on))));
  }

  /** Moves the slider to where the chosen heater is in phases that were set. */
  void follow(MeshPhases set) {
    if (set.nodeCount() * 2 == ofMesh && chosen() < ofMesh) {
      slideTo(MeshPresets.phase(set, chosen()));
    }
  }

  /** What a heater outside the mesh has now: launches set it, too. */
  private void followVoltage() {
    if (telemetry.isPresent() && lab.phases().isPresent()) {
      double now = lab.phases().get().rad(telemetry.get().voltageV())[positions.get(chosen())];
      if (!Double.isNaN(now)) {
        slideTo(now);
      }
    }
  }

  private void slideTo(double phaseRad) {
    following = true;
    slider.setValue(phaseRad);
    following = false;
  }

  /** Follows the chip, and lets it follow the slider. */
  void refresh(Optional<ChipTelemetry> now) {
    telemetry = now;
    send();
  }

  /** Offers the heaters of a chip. */
  void offer(Mesh mesh, ChipLayout chip) {
    layout = Optional.of(chip);
    positions = List.of();
    ofMesh = 2 * mesh.nodeCount();
    List<Integer> order = MeshPresets.order(chip);
    heater.getItems().setAll(order.stream().map(at -> name(chip.heaters().get(at))).toList());
    positions = order;
    heater.getSelectionModel().select(0);
    follow();
  }

  private static String name(Heater what) {
    return what.role() == HeaterRole.MESH ? what.name() : what.name() + " " + what.role().id();
  }
}
