package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.insitu.trainer.run.RunArchive.Entry;
import org.insitu.trainer.run.RunHead;

/** The recorded runs, a row each. */
final class RunTable {
  private final TableView<Entry> table = new TableView<>();
  private final Label empty = new Label();
  private boolean changing;

  /**
   * Makes a table without rows.
   *
   * @param zone time zone of dates
   * @param chosen told when the user chooses a row
   */
  RunTable(ZoneId zone, Consumer<Path> chosen) {
    DateTimeFormatter date = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(zone);
    column("Task", 68, RunHead::taskName, entry -> entry.directory().getFileName().toString());
    // A virtual chip ends in its seed, which is in the next column.
    column("Chip", 88, head -> head.chip().replaceFirst(" seed \\d+$", ""), entry -> "");
    column("Seed", 50, head -> String.valueOf(head.seed()), entry -> "");
    column("Date", 92, head -> date.format(head.date()), entry -> "");
    column(
        "Test",
        62,
        head ->
            head.testAccuracy().isPresent()
                ? String.format(Locale.ROOT, "%.1f %%", 100 * head.testAccuracy().getAsDouble())
                : "-",
        entry -> "");
    column("State", 82, head -> head.state().text(), entry -> "unreadable");
    table.setStyle("-fx-font-size: 12px;");
    table.setId("runs");
    table.setAccessibleText("Recorded runs");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getStyleClass().addAll(Styles.STRIPED, Styles.DENSE);
    empty.setWrapText(true);
    table.setPlaceholder(empty);
    table.setRowFactory(made -> new Row());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (at, before, now) -> {
              if (now != null && !changing) {
                chosen.accept(now.directory());
              }
            });
  }

  /** A row whose tooltip tells where the run is, and what is wrong with it. */
  private static final class Row extends TableRow<Entry> {
    @Override
    protected void updateItem(Entry entry, boolean none) {
      super.updateItem(entry, none);
      setTooltip(
          none || entry == null
              ? null
              : new Tooltip(entry.problem().orElse(entry.directory().toString())));
    }
  }

  private void column(
      String title, double width, Function<RunHead, String> text, Function<Entry, String> else_) {
    TableColumn<Entry, String> column = new TableColumn<>(title);
    column.setCellValueFactory(
        row ->
            new ReadOnlyStringWrapper(
                row.getValue().head().map(text).orElseGet(() -> else_.apply(row.getValue()))));
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 44));
    table.getColumns().add(column);
  }

  TableView<Entry> node() {
    return table;
  }

  /** Sets what stands there when there are no rows. */
  void setEmptyText(String text) {
    Controls.text(empty, text);
  }

  /** Shows runs; the row of a directory is marked without choosing it. */
  void show(List<Entry> entries, Optional<Path> open) {
    changing = true;
    table.getItems().setAll(entries);
    changing = false;
    mark(open);
  }

  /** Marks the row of a directory without choosing it. */
  void mark(Optional<Path> open) {
    changing = true;
    table.getSelectionModel().clearSelection();
    for (Entry entry : table.getItems()) {
      if (open.equals(Optional.of(entry.directory()))) {
        table.getSelectionModel().select(entry);
      }
    }
    changing = false;
  }
}
