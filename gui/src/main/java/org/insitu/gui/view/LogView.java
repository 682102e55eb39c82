package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import org.insitu.gui.model.Alarm;
import org.insitu.gui.model.Alarm.Severity;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.paint.Palette;

/** All alarms, in order; can be filtered by severity and text. */
final class LogView implements LiveView {
  private final Laboratory lab;
  private final ObservableList<Alarm> alarms = FXCollections.observableArrayList();
  private final FilteredList<Alarm> filtered = new FilteredList<>(alarms);
  private final Set<Severity> wanted = EnumSet.allOf(Severity.class);
  private final TextField search = new TextField();
  private final TableView<Alarm> table = new TableView<>(filtered);
  private final BorderPane root = new BorderPane();

  LogView(Laboratory lab, ZoneId zone) {
    this.lab = lab;
    HBox tools = Controls.row(Controls.caption("Show"));
    for (Severity severity : Severity.values()) {
      String name = severity.name().toLowerCase(Locale.ROOT);
      CheckBox box = new CheckBox(name);
      box.setId("show-" + name);
      box.setSelected(true);
      box.selectedProperty()
          .addListener(
              (at, before, now) -> {
                if (now) {
                  wanted.add(severity);
                } else {
                  wanted.remove(severity);
                }
                filter();
              });
      tools.getChildren().add(box);
    }
    search.setId("log-search");
    search.setPromptText("only entries that contain ...");
    search.setPrefWidth(260);
    search.textProperty().addListener((at, before, now) -> filter());
    tools.getChildren().addAll(Controls.gap(), Controls.caption("Text"), search);
    tools.setPadding(new Insets(10, 14, 10, 14));
    root.setTop(tools);
    DateTimeFormatter clock =
        DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    column("No.", 60, alarm -> String.valueOf(alarm.number()));
    column("Time", 120, alarm -> clock.format(alarm.time()));
    column("Severity", 100, alarm -> alarm.severity().name().toLowerCase(Locale.ROOT));
    TableColumn<Alarm, String> text = column("What, and what to do", 700, Alarm::text);
    text.setCellFactory(
        made ->
            new TableCell<>() {
              private final Text words = new Text();

              {
                words.setStyle("-fx-fill: -color-fg-default;");
                words.wrappingWidthProperty().bind(text.widthProperty().subtract(20));
                setGraphic(words);
                setPrefHeight(USE_COMPUTED_SIZE);
              }

              @Override
              protected void updateItem(String item, boolean empty) {
                super.updateItem(item, empty);
                words.setText(empty ? "" : item);
              }
            });
    table.setId("log");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table.setPlaceholder(new Label("No entry passes the filter."));
    table.getStyleClass().addAll(Styles.STRIPED, Styles.DENSE);
    root.setCenter(table);
  }

  private TableColumn<Alarm, String> column(
      String title, double width, java.util.function.Function<Alarm, String> text) {
    TableColumn<Alarm, String> column = new TableColumn<>(title);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 60));
    column.setSortable(false);
    table.getColumns().add(column);
    return column;
  }

  private void filter() {
    String word = search.getText().toLowerCase(Locale.ROOT);
    filtered.setPredicate(
        alarm ->
            wanted.contains(alarm.severity())
                && alarm.text().toLowerCase(Locale.ROOT).contains(word));
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void refresh() {
    List<Alarm> fresh = lab.log().after(alarms.size());
    if (!fresh.isEmpty()) {
      alarms.addAll(fresh);
      if (!filtered.isEmpty()) {
        table.scrollTo(filtered.size() - 1);
      }
    }
  }

  @Override
  public void recolour(Palette palette) {
    // Its colours come from the theme.
  }
}
