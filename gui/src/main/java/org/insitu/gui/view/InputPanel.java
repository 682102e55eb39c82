package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.insitu.gui.model.InputVectors;
import org.insitu.gui.model.ManualControl;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.linear.ComplexBatch;

/** What is launched: light in one port, in all, random, or typed. */
final class InputPanel {
  /** More ports than these are chosen from a list. */
  private static final int MOST_BUTTONS = 8;

  private final ManualControl hand;
  private final SplittableRandom random;
  private final FlowPane bases = new FlowPane(6, 6);
  private final TextField typed = new TextField("1, 1i, 0, -0.5");
  private final Label mistake = new Label();
  private final Button launch;
  private final VBox root;

  InputPanel(ManualControl hand, SplittableRandom random) {
    this.hand = hand;
    this.random = random;
    launch =
        Controls.plain("launch-typed", "Launch", "Launches the typed vector (Enter)", this::launch);
    typed.setId("typed-vector");
    typed.setAccessibleText("Vector to launch");
    typed.setTooltip(new Tooltip("One complex number per port, such as 1, 0.5i, -1+2i, 0"));
    typed.textProperty().addListener((at, before, now) -> validate());
    typed.setOnAction(enter -> launch());
    HBox.setHgrow(typed, Priority.ALWAYS);
    mistake.setId("typed-mistake");
    mistake.setWrapText(true);
    mistake.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.DANGER);
    root = new VBox(8, bases, Controls.row(typed, launch), mistake);
    validate();
  }

  VBox node() {
    return root;
  }

  private Optional<ComplexBatch> vector() {
    return hand.mesh().flatMap(on -> InputVectors.parse(typed.getText(), on.ports()));
  }

  private void launch() {
    vector().ifPresent(hand::launch);
  }

  private void validate() {
    boolean wrong = vector().isEmpty();
    boolean marked = wrong && hand.mesh().isPresent();
    typed.pseudoClassStateChanged(Styles.STATE_DANGER, marked);
    Controls.text(
        mistake,
        marked
            ? "It must be %d complex numbers, not all 0, such as 1, 0.5i, -1+2i."
                .formatted(hand.mesh().orElseThrow().ports())
            : "");
    mistake.setVisible(marked);
    mistake.setManaged(marked);
    launch.setDisable(wrong);
  }

  /** Offers the inputs of a mesh. */
  void offer(Mesh on) {
    int ports = on.ports();
    bases.getChildren().clear();
    if (ports > MOST_BUTTONS) {
      bases.getChildren().add(list(ports));
    } else {
      for (int port = 0; port < ports; port++) {
        bases
            .getChildren()
            .add(
                input(
                    "port " + port, "All light in port " + port, InputVectors.basis(ports, port)));
      }
    }
    bases
        .getChildren()
        .addAll(
            input("uniform", "Equal light", InputVectors.equal(ports, false)),
            input("alternating", "Equal light, alternating signs", InputVectors.equal(ports, true)),
            Controls.plain(
                "input-random",
                "random",
                "A random complex vector",
                () -> hand.launch(InputVectors.random(ports, random))));
    String[] ones = new String[ports];
    Arrays.fill(ones, "1");
    typed.setText(String.join(", ", ones));
    validate();
  }

  private Node list(int ports) {
    ComboBox<String> list = new ComboBox<>();
    list.setId("input-port");
    list.setPromptText("port");
    list.setTooltip(new Tooltip("All light in one port"));
    list.getItems().setAll(IntStream.range(0, ports).mapToObj(port -> "port " + port).toList());
    list.setOnAction(
        chosen ->
            hand.launch(InputVectors.basis(ports, list.getSelectionModel().getSelectedIndex())));
    return list;
  }

  private Button input(String name, String tooltip, ComplexBatch vector) {
    return Controls.plain(
        "input-" + name.replace(' ', '-'), name, tooltip, () -> hand.launch(vector));
  }
}
