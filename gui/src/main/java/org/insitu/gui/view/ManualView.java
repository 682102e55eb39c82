package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.HeaterPhases;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ManualControl;
import org.insitu.gui.model.MeshPresets;
import org.insitu.gui.paint.MeshScene;
import org.insitu.gui.paint.MeshView;
import org.insitu.gui.paint.OutputBars;
import org.insitu.gui.paint.Palette;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The chip in the user's hand. */
final class ManualView implements LiveView {
  /** Live readings a second; each is a launch on the chip. */
  private static final long LIVE_NANOS = 100_000_000;

  /** Wide enough for all jogs in one row. */
  private static final double CONTROLS_WIDTH = 400;

  private final Laboratory lab;
  private final ManualControl hand;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Label reason = new Label();
  private final InputPanel input;
  private final HeaterPanel heater;
  private final LightPanel light;
  private final VBox controls = new VBox(10);
  private final CheckBox live = new CheckBox("Live, 10 readings a second");
  private final HBox output;
  private final MeshView mesh = new MeshView();
  private final OutputBars bars = new OutputBars();
  private final HBox root;
  private Optional<Mesh> shown = Optional.empty();
  private Optional<ChipTelemetry> telemetry = Optional.empty();
  private long lastLive;

  ManualView(Laboratory lab) {
    this.lab = lab;
    hand = lab.manual();
    input = new InputPanel(hand, random);
    heater = new HeaterPanel(lab);
    light = new LightPanel(lab);
    mesh.setId("manual-mesh");
    mesh.setOnSelect(heater::choose);
    reason.setId("manual-reason");
    reason.setWrapText(true);
    reason.setMinHeight(Region.USE_PREF_SIZE);
    reason.setMaxWidth(Double.MAX_VALUE);
    reason.setPadding(new Insets(10, 14, 4, 14));
    reason.setGraphic(new FontIcon(MaterialDesignA.ALERT_OUTLINE));
    reason.getStyleClass().add(Styles.WARNING);
    live.setId("manual-live");
    live.setSelected(true);
    controls
        .getChildren()
        .setAll(
            Controls.heading("Input vector"),
            input.node(),
            Controls.heading("Mesh"),
            unitaries(),
            Controls.heading("Heater phase [rad]"),
            heater.node(),
            Controls.heading("Light"),
            light.node());
    controls.setPadding(new Insets(10, 12, 10, 12));
    ScrollPane scroll = new ScrollPane(controls);
    scroll.setFitToWidth(true);
    scroll.setPrefWidth(CONTROLS_WIDTH);
    scroll.setMinWidth(CONTROLS_WIDTH);
    output =
        Controls.row(
            live,
            Controls.gap(),
            Controls.button(
                "read-phases",
                "Self-configure: read output phases",
                MaterialDesignS.SINE_WAVE,
                "Sets the receiving chain stage by stage; its phases tell those of the light",
                hand::readPhases));
    output.setPadding(new Insets(2, 14, 4, 14));
    VBox pictures = new VBox(reason, mesh, output, bars);
    VBox.setVgrow(mesh, Priority.ALWAYS);
    VBox.setVgrow(bars, Priority.SOMETIMES);
    mesh.setPrefHeight(420);
    bars.setPrefHeight(230);
    bars.setMinHeight(150);
    mesh.setPrefWidth(600);
    HBox.setHgrow(pictures, Priority.ALWAYS);
    root = new HBox(scroll, pictures);
  }

  private FlowPane unitaries() {
    return new FlowPane(
        6,
        6,
        preset("bar", "All light straight on: θ = φ = π", MeshPhases::bar),
        preset("cross", "All MZIs cross: θ = 0", MeshPresets::cross),
        preset("random", "A random unitary (Haar)", on -> MeshPresets.random(on, random)),
        preset("DFT", "The discrete Fourier transform", MeshPresets::dft));
  }

  private interface Preset {
    MeshPhases of(Mesh mesh);
  }

  private Button preset(String name, String tooltip, Preset preset) {
    return Controls.plain(
        "mesh-" + name.toLowerCase(Locale.ROOT),
        name,
        tooltip,
        () ->
            hand.mesh()
                .ifPresent(
                    on -> {
                      // Drawn here and not on the chip thread, which must not share the random
                      // stream.
                      MeshPhases wanted = preset.of(on);
                      hand.program(now -> wanted);
                      heater.follow(wanted);
                    }));
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void refresh() {
    if (!hand.mesh().equals(shown)) {
      shown = hand.mesh();
      shown.ifPresent(
          on -> {
            input.offer(on);
            heater.offer(on, lab.state().layout().orElseThrow());
          });
    }
    Optional<String> why = hand.reason();
    String held =
        hand.held()
            ? "A heater of a chain is set by hand: the mesh shows the light, no vector is launched. Launch one, or set the mesh, to go on."
            : "";
    Controls.text(reason, why.orElse(held));
    boolean told = !reason.getText().isEmpty();
    reason.setManaged(told);
    reason.setVisible(told);
    controls.setDisable(why.isPresent());
    output.setDisable(why.isPresent());
    heater.refresh(lab.telemetry());
    light.refresh(lab.telemetry());
    long now = System.nanoTime();
    if (live.isSelected() && now - lastLive >= LIVE_NANOS) {
      lastLive = now;
      hand.refresh();
    }
    // In the dark nothing comes out, and a chain that is held launches nothing.
    boolean dark = hand.held() || lab.state().safe();
    bars.show(dark ? Optional.empty() : hand.reading());
    if (!lab.telemetry().equals(telemetry)) {
      telemetry = lab.telemetry();
      Optional<HeaterPhases> curves = lab.phases();
      mesh.show(telemetry.map(seen -> new MeshScene(seen, curves, Optional.empty())));
    }
  }

  @Override
  public void recolour(Palette palette) {
    mesh.setPalette(palette);
    bars.setPalette(palette);
  }
}
