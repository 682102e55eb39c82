package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.HeaterPhases;
import org.insitu.gui.model.InputVectors;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ManualControl;
import org.insitu.gui.model.MeshPresets;
import org.insitu.gui.paint.MeshScene;
import org.insitu.gui.paint.MeshView;
import org.insitu.gui.paint.OutputBars;
import org.insitu.gui.paint.Palette;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;

/** The chip in the user's hand. */
final class ManualView implements LiveView {
  /** Live readings a second; each is a launch on the chip. */
  private static final long LIVE_NANOS = 100_000_000;

  private static final double MOST_LASER_MW = 100;

  private final Laboratory lab;
  private final ManualControl hand;
  private final SplittableRandom random = new SplittableRandom(1);
  private final VBox controls = new VBox(10);
  private final Label reason = new Label();
  private final FlowPane bases = new FlowPane(6, 6);
  private final TextField typed = new TextField("1, 1i, 0, -0.5");
  private final Button launchTyped;
  private final ComboBox<String> heater = new ComboBox<>();
  private final Slider slider = new Slider(0, 2 * Math.PI, Math.PI);
  private final Label value = new Label();
  private final TextField laser = new TextField("1.0");
  private final Button setLaser;
  private final CheckBox live = new CheckBox("Live, 10 readings a second");
  private final MeshView mesh = new MeshView();
  private final OutputBars bars = new OutputBars();
  private final HBox root;
  private Optional<Mesh> shown = Optional.empty();
  private Optional<ChipTelemetry> telemetry = Optional.empty();
  private List<Integer> positions = List.of();
  private int ofMesh;
  private long lastLive;
  private boolean following;
  private boolean moved;

  ManualView(Laboratory lab) {
    this.lab = lab;
    hand = lab.manual();
    mesh.setId("manual-mesh");
    reason.setId("manual-reason");
    reason.setWrapText(true);
    reason.getStyleClass().add(Styles.WARNING);
    launchTyped = plain("launch-typed", "Launch", "Launches the typed vector", this::launchTyped);
    setLaser = plain("set-laser", "Set", "Sets the laser power", this::setLaser);
    typed.setId("typed-vector");
    typed.setTooltip(new Tooltip("One complex number per port, such as 1, 0.5i, -1+2i, 0"));
    typed.textProperty().addListener((at, before, now) -> validate());
    HBox.setHgrow(typed, Priority.ALWAYS);
    laser.setId("laser-power");
    laser.setPrefWidth(70);
    laser.setTooltip(new Tooltip("Laser power in mW, a number above 0; the bench has its limit"));
    laser.textProperty().addListener((at, before, now) -> validate());
    heater.setId("manual-heater");
    heater.setMaxWidth(Double.MAX_VALUE);
    heater.valueProperty().addListener((at, before, now) -> follow());
    slider.setId("manual-phase");
    slider.setAccessibleText("Phase of the chosen heater");
    slider.valueProperty().addListener((at, before, now) -> slid());
    live.setId("manual-live");
    live.setSelected(true);
    fill();
    ScrollPane scroll = new ScrollPane(new VBox(10, reason, controls));
    scroll.setFitToWidth(true);
    scroll.setPrefWidth(330);
    scroll.setMinWidth(330);
    ((VBox) scroll.getContent()).setPadding(new Insets(12));
    VBox pictures = new VBox(mesh, bars);
    VBox.setVgrow(mesh, Priority.ALWAYS);
    VBox.setVgrow(bars, Priority.SOMETIMES);
    mesh.setPrefHeight(420);
    bars.setPrefHeight(230);
    bars.setMinHeight(170);
    mesh.setPrefWidth(600);
    HBox.setHgrow(pictures, Priority.ALWAYS);
    mesh.setOnSelect(this::choose);
    root = new HBox(scroll, pictures);
    validate();
  }

  private void fill() {
    FlowPane unitaries =
        new FlowPane(
            6,
            6,
            preset("bar", "All light straight on: θ = φ = π", (m, p) -> MeshPhases.bar(m)),
            preset("cross", "All MZIs cross: θ = 0", (m, p) -> MeshPresets.cross(m)),
            preset("random", "A random unitary (Haar)", (m, p) -> MeshPresets.random(m, random)),
            preset("DFT", "The discrete Fourier transform", (m, p) -> MeshPresets.dft(m)));
    FlowPane jogs =
        new FlowPane(
            6,
            6,
            jog("0", p -> 0),
            jog("π/2", p -> Math.PI / 2),
            jog("π", p -> Math.PI),
            jog("3π/2", p -> 1.5 * Math.PI),
            jog("+π/2", p -> p + Math.PI / 2),
            jog("-π/2", p -> p - Math.PI / 2),
            jog("negate", p -> -p));
    controls
        .getChildren()
        .setAll(
            Controls.heading("Input vector"),
            bases,
            Controls.row(typed, launchTyped),
            Controls.heading("Mesh"),
            unitaries,
            Controls.heading("Heater phase [rad]"),
            Controls.row(heater, value),
            slider,
            jogs,
            Controls.heading("Light"),
            Controls.row(
                plain("forward", "→ forward", "In at the left", () -> hand.turn(Direction.FORWARD)),
                plain(
                    "backward",
                    "← backward",
                    "In at the right",
                    () -> hand.turn(Direction.BACKWARD))),
            Controls.row(Controls.caption("Laser [mW]"), laser, setLaser),
            wavelength(),
            plain(
                "read-phases",
                "Self-configure: read output phases",
                "Sets the receiving chain stage by stage; its phases tell those of the light",
                hand::readPhases),
            live);
  }

  private static Label wavelength() {
    Label told =
        new Label(
            "Wavelength: that of the bench file (wavelengthNm). A virtual chip has no dispersion.");
    told.setWrapText(true);
    told.getStyleClass().add("text-muted");
    return told;
  }

  private Button plain(String id, String text, String tooltip, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.setTooltip(new Tooltip(tooltip));
    button.setOnAction(event -> action.run());
    return button;
  }

  private interface Preset {
    MeshPhases of(Mesh mesh, MeshPhases now);
  }

  private Button preset(String name, String tooltip, Preset preset) {
    return plain(
        "mesh-" + name.toLowerCase(Locale.ROOT),
        name,
        tooltip,
        () ->
            hand.mesh()
                .ifPresent(
                    on -> {
                      // Drawn here and not on the chip thread, which must not share the random
                      // stream.
                      MeshPhases wanted = preset.of(on, MeshPhases.bar(on));
                      hand.program(now -> wanted);
                      follow(wanted);
                    }));
  }

  private interface Jog {
    double from(double phaseRad);
  }

  private Button jog(String name, Jog to) {
    return plain(
        "jog-" + name,
        name,
        "Phase of the chosen heater: " + name,
        () -> slider.setValue(MeshPhases.wrap(to.from(slider.getValue()))));
  }

  private Button input(String name, String tooltip, ComplexBatch vector) {
    return plain("input-" + name, name, tooltip, () -> hand.launch(vector));
  }

  private Optional<ComplexBatch> vector() {
    return hand.mesh().flatMap(on -> InputVectors.parse(typed.getText(), on.ports()));
  }

  private void launchTyped() {
    vector().ifPresent(hand::launch);
  }

  private Optional<Double> laserMilliwatts() {
    try {
      double power = Double.parseDouble(laser.getText().strip());
      return power > 0 && power <= MOST_LASER_MW ? Optional.of(power) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void setLaser() {
    laserMilliwatts().ifPresent(power -> hand.laser(power * 1e-3));
  }

  private void validate() {
    boolean wrong = vector().isEmpty();
    typed.pseudoClassStateChanged(Styles.STATE_DANGER, wrong && hand.mesh().isPresent());
    launchTyped.setDisable(wrong);
    boolean power = laserMilliwatts().isEmpty();
    laser.pseudoClassStateChanged(Styles.STATE_DANGER, power);
    setLaser.setDisable(power);
  }

  /** Chooses the heater that was clicked. */
  private void choose(int position) {
    int index = positions.indexOf(position);
    if (index >= 0) {
      heater.getSelectionModel().select(index);
    }
  }

  private int chosen() {
    return Math.max(0, heater.getSelectionModel().getSelectedIndex());
  }

  private void slid() {
    Controls.text(value, String.format(Locale.ROOT, "%.3f rad", slider.getValue()));
    if (following || shown.isEmpty()) {
      return;
    }
    moved = true;
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
    if (chosen() >= ofMesh) {
      followVoltage();
      return;
    }
    hand.phases()
        .ifPresentOrElse(this::follow, () -> shown.ifPresent(on -> follow(MeshPhases.bar(on))));
  }

  private void follow(MeshPhases set) {
    if (set.nodeCount() * 2 == ofMesh && chosen() < ofMesh) {
      slideTo(MeshPresets.phase(set, chosen()));
    }
  }

  /** What a heater outside the mesh has now: launches set it, too. */
  private void followVoltage() {
    if (telemetry.isPresent() && lab.phases().isPresent() && !positions.isEmpty()) {
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

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void refresh() {
    if (!hand.mesh().equals(shown)) {
      shown = hand.mesh();
      shown.ifPresent(this::offer);
      validate();
    }
    Optional<String> why = hand.reason();
    String held =
        hand.held()
            ? "A heater of a chain is set by hand: the mesh shows the light, no vector is launched. Launch one, or set the mesh, to go on."
            : "";
    Controls.text(reason, why.orElse(held));
    reason.setManaged(!reason.getText().isEmpty());
    controls.setDisable(why.isPresent());
    send();
    long now = System.nanoTime();
    if (live.isSelected() && now - lastLive >= LIVE_NANOS) {
      lastLive = now;
      hand.refresh();
    }
    bars.show(hand.held() ? Optional.empty() : hand.reading());
    if (!lab.telemetry().equals(telemetry)) {
      telemetry = lab.telemetry();
      Optional<HeaterPhases> curves = lab.phases();
      mesh.show(telemetry.map(seen -> new MeshScene(seen, curves, Optional.empty())));
    }
  }

  /** Offers the inputs and heaters of a mesh. */
  private void offer(Mesh on) {
    bases.getChildren().clear();
    for (int port = 0; port < on.ports(); port++) {
      bases
          .getChildren()
          .add(
              input(
                  "port " + port,
                  "All light in port " + port,
                  InputVectors.basis(on.ports(), port)));
    }
    bases
        .getChildren()
        .addAll(
            input("uniform", "Equal light", InputVectors.equal(on.ports(), false)),
            input(
                "alternating",
                "Equal light, alternating signs",
                InputVectors.equal(on.ports(), true)),
            plain(
                "input-random",
                "random",
                "A random complex vector",
                () -> hand.launch(InputVectors.random(on.ports(), random))));
    ChipLayout layout = lab.state().layout().orElseThrow();
    positions = MeshPresets.order(layout);
    ofMesh = 2 * on.nodeCount();
    heater.getItems().setAll(positions.stream().map(at -> name(layout.heaters().get(at))).toList());
    heater.getSelectionModel().select(0);
    String[] ones = new String[on.ports()];
    Arrays.fill(ones, "1");
    typed.setText(String.join(", ", ones));
  }

  private static String name(Heater what) {
    return what.role() == HeaterRole.MESH ? what.name() : what.name() + " " + what.role().id();
  }

  @Override
  public void recolour(Palette palette) {
    mesh.setPalette(palette);
    bars.setPalette(palette);
  }
}
