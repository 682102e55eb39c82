package org.insitu.gui.view;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Small pieces that all bars and tabs are made of. */
final class Controls {
  private Controls() {}

  /** Makes a button; its text must say what it does, the tooltip may say more. */
  static Button button(String id, String text, Ikon icon, String tooltip, Runnable action) {
    Button button = new Button(text, new FontIcon(icon));
    button.setId(id);
    button.setTooltip(new Tooltip(tooltip));
    button.setOnAction(event -> action.run());
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  /** Makes a button without a picture. */
  static Button plain(String id, String text, String tooltip, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.setTooltip(new Tooltip(tooltip));
    button.setOnAction(event -> action.run());
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  /** Makes a label for the field after it. */
  static Label caption(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("text-muted");
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  /** Makes the heading of a group. */
  static Label heading(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("title-4");
    return label;
  }

  /** Makes a gap that takes what is left over. */
  static Region gap() {
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    return gap;
  }

  /** Makes a row. */
  static HBox row(javafx.scene.Node... children) {
    HBox row = new HBox(8, children);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /** Returns a number with three digits behind the point, without zeros at its end. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
  }

  /** Changes a text only if it is another one: setting it costs a layout. */
  static void text(Labeled label, String text) {
    if (!text.equals(label.getText())) {
      label.setText(text);
    }
  }
}
