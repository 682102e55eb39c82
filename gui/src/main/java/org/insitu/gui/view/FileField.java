package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.io.File;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** The name of a file: typed, or chosen from the disk. */
final class FileField {
  private final TextField field = new TextField();
  private final HBox row;

  /**
   * Makes an empty field.
   *
   * @param id of the field; the button has it too, after {@code browse-}
   * @param prompt what an empty field means
   * @param title title of the chooser
   * @param kind kind of file, for the chooser
   * @param pattern its names, as {@code *.csv}
   */
  FileField(String id, String prompt, String title, String kind, String pattern) {
    field.setId(id);
    field.setPromptText(prompt);
    Tooltip tooltip = new Tooltip();
    tooltip.textProperty().bind(field.textProperty());
    field.setTooltip(tooltip);
    HBox.setHgrow(field, Priority.ALWAYS);
    field.setMinWidth(60);
    Button browse =
        Controls.button(
            "browse-" + id,
            "",
            MaterialDesignF.FOLDER_OPEN_OUTLINE,
            title,
            () -> {
              FileChooser chooser = new FileChooser();
              chooser.setTitle(title);
              chooser
                  .getExtensionFilters()
                  .addAll(
                      new FileChooser.ExtensionFilter(kind, pattern),
                      new FileChooser.ExtensionFilter("all files", "*"));
              File chosen = chooser.showOpenDialog(field.getScene().getWindow());
              if (chosen != null) {
                field.setText(chosen.getPath());
              }
            });
    browse.getStyleClass().add(Styles.BUTTON_ICON);
    browse.setAccessibleText(title);
    row = new HBox(4, field, browse);
  }

  HBox node() {
    return row;
  }

  TextField field() {
    return field;
  }

  String text() {
    return field.getText();
  }

  /** Marks the field as wrong, or not. */
  void mark(boolean wrong) {
    field.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
  }
}
