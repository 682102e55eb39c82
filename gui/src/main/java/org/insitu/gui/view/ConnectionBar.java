package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.insitu.gui.model.LabState;
import org.insitu.gui.model.LabState.Link;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.paint.Palette;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** Which chip, how it stands, and the safe state; always on screen. */
final class ConnectionBar implements LiveView {
  private final Laboratory lab;
  private final ComboBox<String> chip = new ComboBox<>();
  private final TextField seed = new TextField("1");
  private final Button identify;
  private final Button connect;
  private final Button light;
  private final IdentifyPanel panel = new IdentifyPanel();
  private final VBox root;
  private final Label name = new Label();
  private final Label state = new Label();
  private final HBox bar;
  private LabState shown = LabState.NONE;

  ConnectionBar(Laboratory lab, Runnable changeTheme) {
    this.lab = lab;
    chip.getItems().setAll(lab.chips());
    chip.setEditable(true);
    // A field in a box that is disabled would be paled twice.
    chip.getEditor().setStyle("-fx-opacity: 1;");
    chip.setId("chip");
    chip.setPrefWidth(190);
    chip.setMinWidth(120);
    chip.setTooltip(new Tooltip("A virtual chip, or a file that describes a chip or a bench"));
    chip.getEditor().setOnAction(enter -> connectOrNot());
    chip.getSelectionModel().select(lab.chips().get(0));
    seed.setId("chip-seed");
    seed.setPrefWidth(60);
    seed.setMinWidth(50);
    seed.setTooltip(new Tooltip("Seed of a virtual chip, a whole number"));
    seed.textProperty().addListener((at, before, now) -> validate());
    Button file =
        Controls.button(
            "chip-file",
            "",
            MaterialDesignF.FOLDER_OPEN,
            "Choose a chip or bench file",
            this::browse);
    file.setAccessibleText("Choose a chip or bench file");
    identify =
        Controls.button(
            "identify",
            "Identify",
            MaterialDesignC.CARD_SEARCH_OUTLINE,
            "Asks every instrument of a bench file who it is, and whether it is as the file says;"
                + " heaters stay at 0 V and the laser dark. With a chip: what answered.",
            this::identify);
    connect =
        Controls.button(
            "connect", "Connect", MaterialDesignP.POWER_PLUG, "Opens the chip", this::connectOrNot);
    light =
        Controls.button(
            "light",
            "Light on",
            MaterialDesignL.LIGHTBULB_ON_OUTLINE,
            "Heaters to their idle voltage, laser on, all taps read once (F4)",
            lab::light);
    Button safe =
        Controls.button(
            "safe-state",
            "SAFE STATE  F12",
            MaterialDesignA.ALERT_OCTAGON,
            "All heaters to 0 V and the laser dark, at once, whatever runs (F12)",
            lab::safeState);
    safe.getStyleClass().add(Styles.DANGER);
    Button theme =
        Controls.button(
            "theme", "", MaterialDesignT.THEME_LIGHT_DARK, "Light or dark (Ctrl+D)", changeTheme);
    theme.setAccessibleText("Light or dark colours");
    state.setId("state");
    state.setMinWidth(80);
    name.setId("state-chip");
    // Of a path both ends tell most.
    name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    name.setMinWidth(80);
    name.getStyleClass().add(Styles.TEXT_SMALL);
    VBox how = new VBox(name, state);
    how.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(how, Priority.ALWAYS);
    bar =
        new HBox(
            8,
            Controls.caption("Chip"),
            chip,
            file,
            Controls.caption("Seed"),
            seed,
            identify,
            connect,
            light,
            how,
            theme,
            safe);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setPadding(new Insets(10, 14, 6, 14));
    root = new VBox(bar, panel.node());
    show(lab.state());
  }

  /** Fills in a chip, as from the command line. */
  void choose(String name, long chipSeed) {
    chip.getEditor().setText(name);
    chip.setValue(name);
    // Of a long path the name of the file is to be seen.
    chip.getEditor().end();
    seed.setText(String.valueOf(chipSeed));
  }

  /** Connects to the chip that is filled in. */
  private void connect() {
    parsedSeed().ifPresent(value -> lab.connect(chip.getEditor().getText().strip(), value));
  }

  private void identify() {
    panel.open();
    if (shown.link() != Link.CONNECTED) {
      parsedSeed().ifPresent(value -> lab.identify(chip.getEditor().getText().strip(), value));
    }
  }

  private void connectOrNot() {
    if (lab.state().link() == Link.CONNECTED) {
      lab.disconnect();
    } else if (lab.state().link() != Link.CONNECTING) {
      connect();
    }
  }

  private java.util.Optional<Long> parsedSeed() {
    try {
      return java.util.Optional.of(Long.parseLong(seed.getText().strip()));
    } catch (NumberFormatException e) {
      return java.util.Optional.empty();
    }
  }

  private void validate() {
    boolean wrong = parsedSeed().isEmpty();
    seed.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
    boolean asking =
        shown.link() == Link.CONNECTING || shown.activity() == LabState.Activity.IDENTIFYING;
    connect.setDisable(wrong || asking);
    identify.setDisable(wrong || asking);
    Controls.text(state, wrong ? "The seed must be a whole number." : describe(shown));
  }

  private void browse() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Choose a chip or bench file");
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("YAML", "*.yaml", "*.yml"));
    java.io.File file = chooser.showOpenDialog(bar.getScene().getWindow());
    if (file != null) {
      chip.getEditor().setText(file.getPath());
      chip.setValue(file.getPath());
      chip.getEditor().end();
    }
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void refresh() {
    LabState now = lab.state();
    if (!now.equals(shown)) {
      show(now);
    }
    panel.show(lab.identification());
  }

  private void show(LabState now) {
    shown = now;
    boolean connected = now.link() == Link.CONNECTED;
    connect.setText(
        switch (now.link()) {
          case CONNECTED -> "Disconnect";
          case LOST -> "Reconnect";
          case CONNECTING, DISCONNECTED -> "Connect";
        });
    connect.setGraphic(
        new FontIcon(connected ? MaterialDesignP.POWER_PLUG_OFF : MaterialDesignP.POWER_PLUG));
    boolean taken =
        connected
            || now.link() == Link.CONNECTING
            || now.activity() == LabState.Activity.IDENTIFYING;
    chip.setDisable(taken);
    seed.setDisable(taken);
    light.setDisable(!now.ready());
    boolean asking = now.activity() == LabState.Activity.IDENTIFYING;
    boolean named = now.link() != Link.DISCONNECTED && !asking;
    name.setText(now.chip());
    name.setTooltip(new Tooltip(now.chip()));
    name.setVisible(named);
    name.setManaged(named);
    validate();
    state.setTooltip(new Tooltip((named ? now.chip() + ": " : "") + describe(now)));
    state.getStyleClass().removeAll(Styles.SUCCESS, Styles.WARNING, Styles.DANGER, Styles.ACCENT);
    switch (now.link()) {
      case CONNECTED ->
          state
              .getStyleClass()
              .add(now.safe() ? Styles.WARNING : now.ready() ? Styles.SUCCESS : Styles.ACCENT);
      case LOST -> state.getStyleClass().add(Styles.DANGER);
      case CONNECTING, DISCONNECTED -> {}
    }
    state.setGraphic(
        new FontIcon(
            connected
                ? MaterialDesignL.LAN_CONNECT
                : now.link() == Link.LOST
                    ? MaterialDesignA.ALERT
                    : MaterialDesignL.LAN_DISCONNECT));
  }

  private static String describe(LabState now) {
    if (now.activity() == LabState.Activity.IDENTIFYING) {
      return now.activity().text() + " ...";
    }
    return switch (now.link()) {
      case DISCONNECTED -> "no chip connected";
      case CONNECTING -> "connecting ...";
      case LOST -> "LOST: see Log, then Reconnect";
      case CONNECTED ->
          "%s, %s"
              .formatted(
                  now.safe() ? "SAFE STATE" : now.activity().text(),
                  now.calibration().isPresent() ? "calibrated" : "not calibrated");
    };
  }

  @Override
  public void recolour(Palette palette) {
    // Its colours come from the theme.
  }
}
