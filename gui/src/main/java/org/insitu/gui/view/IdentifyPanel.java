package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.gui.model.Identification;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** What the instruments of a bench answered, a line each; below the bar until it is closed. */
final class IdentifyPanel {
  private static final double MOST_HEIGHT = 190;

  private final Label title = new Label();
  private final GridPane lines = new GridPane();
  private final VBox root;
  private Optional<Identification> shown = Optional.empty();

  IdentifyPanel() {
    title.setId("identified");
    title.setWrapText(true);
    title.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(title, Priority.ALWAYS);
    Button close =
        Controls.button("identify-close", "", MaterialDesignC.CLOSE, "Hides this", this::hide);
    close.setAccessibleText("Hide what the instruments answered");
    close.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
    HBox head = Controls.row(title, close);
    lines.setHgap(14);
    lines.setVgap(4);
    ColumnConstraints fixed = new ColumnConstraints();
    fixed.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints text = new ColumnConstraints();
    text.setHgrow(Priority.ALWAYS);
    text.setFillWidth(true);
    lines.getColumnConstraints().setAll(fixed, fixed, text);
    ScrollPane scroll = new ScrollPane(lines);
    scroll.setFitToWidth(true);
    scroll.setMaxHeight(MOST_HEIGHT);
    scroll.setMinHeight(0);
    root = new VBox(4, head, scroll);
    root.setId("identify-panel");
    VBox.setMargin(root, new Insets(0, 0, 8, 0));
    root.setPadding(new Insets(6, 14, 8, 14));
    root.getStyleClass().add(Styles.BG_SUBTLE);
    hide();
  }

  Node node() {
    return root;
  }

  private void hide() {
    root.setVisible(false);
    root.setManaged(false);
  }

  /** Opens the panel. */
  void open() {
    root.setVisible(true);
    root.setManaged(true);
  }

  /** Shows what is known now, if that is news. */
  void show(Optional<Identification> now) {
    if (!root.isVisible() || now.equals(shown)) {
      return;
    }
    shown = now;
    title.setText(
        now.map(Identification::sentence).orElse("Choose a bench file, then press Identify."));
    lines.getChildren().clear();
    int row = 0;
    for (Finding finding : now.map(Identification::findings).orElse(java.util.List.of())) {
      lines.addRow(
          row++, label(finding.subject()), verdict(finding), wrapped(label(finding.text())));
    }
  }

  private static Label label(String text) {
    Label label = new Label(text);
    GridPane.setValignment(label, VPos.TOP);
    return label;
  }

  private static Label wrapped(Label label) {
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label verdict(Finding finding) {
    Label label = label(finding.verdict().name().toLowerCase(Locale.ROOT));
    label.setAlignment(Pos.CENTER_LEFT);
    Ikon icon =
        switch (finding.verdict()) {
          case FINE -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
          case WRONG, MISSING -> MaterialDesignA.ALERT_CIRCLE_OUTLINE;
          case SKIPPED -> MaterialDesignC.CIRCLE_OUTLINE;
        };
    label.setGraphic(new FontIcon(icon));
    switch (finding.verdict()) {
      case FINE -> label.getStyleClass().add(Styles.SUCCESS);
      case WRONG, MISSING -> label.getStyleClass().add(Styles.DANGER);
      case SKIPPED -> label.getStyleClass().add(Styles.WARNING);
    }
    return label;
  }
}
