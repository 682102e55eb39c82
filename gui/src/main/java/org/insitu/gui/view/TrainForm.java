package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import org.insitu.gui.model.TrainingForm;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.gradient.GradientMode;
import org.insitu.trainer.gradient.PhaseSource;
import org.insitu.trainer.optimiser.OptimiserKind;

/** The settings of a run; numbers out of range are marked with what is allowed. */
final class TrainForm {
  private final ComboBox<SyntheticTask> task;
  private final ComboBox<GradientMode> gradient;
  private final ComboBox<PhaseSource> phases;
  private final ComboBox<OptimiserKind> optimiser;
  private final Map<TrainingForm.Entry, TextField> numbers =
      new EnumMap<>(TrainingForm.Entry.class);
  private final Label mistake = new Label();
  private final GridPane grid = new GridPane();
  private boolean valid = true;

  TrainForm() {
    TrainingForm first = TrainingForm.initial();
    grid.setHgap(10);
    grid.setVgap(6);
    ColumnConstraints captions = new ColumnConstraints();
    captions.setMinWidth(126);
    ColumnConstraints fields = new ColumnConstraints();
    fields.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().setAll(captions, fields);
    task = choice("task", "Task", SyntheticTask.values(), SyntheticTask::id, first.task());
    gradient =
        choice("gradient", "Gradient", GradientMode.values(), GradientMode::id, first.gradient());
    phases =
        choice("phases", "Output phases", PhaseSource.values(), PhaseSource::id, first.phases());
    optimiser =
        choice(
            "optimiser", "Optimiser", OptimiserKind.values(), OptimiserKind::id, first.optimiser());
    for (TrainingForm.Entry number : TrainingForm.Entry.values()) {
      TextField field = new TextField(first.texts().get(number));
      field.setId("field-" + number.name().toLowerCase(java.util.Locale.ROOT));
      field.setTooltip(new Tooltip(number.label() + ": " + number.range()));
      field.textProperty().addListener((at, before, now) -> validate());
      numbers.put(number, field);
      add(
          number == TrainingForm.Entry.LEARNING_RATE ? number.label() + " [rad]" : number.label(),
          field);
    }
    optimiser
        .valueProperty()
        .addListener(
            (at, before, now) ->
                numbers
                    .get(TrainingForm.Entry.LEARNING_RATE)
                    .setText(String.valueOf(now.defaultLearningRate())));
    mistake.setId("form-mistake");
    mistake.setWrapText(true);
    mistake.getStyleClass().add(Styles.DANGER);
    mistake.setManaged(false);
    grid.add(mistake, 0, grid.getRowCount(), 2, 1);
  }

  private <T> ComboBox<T> choice(
      String id, String caption, T[] values, Function<T, String> name, T chosen) {
    ComboBox<T> box = new ComboBox<>();
    box.setId(id);
    box.getItems().setAll(List.of(values));
    box.setValue(chosen);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : name.apply(value);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("the box is not editable");
          }
        });
    box.setMaxWidth(Double.MAX_VALUE);
    add(caption, box);
    return box;
  }

  private void add(String caption, javafx.scene.control.Control field) {
    Label label = Controls.caption(caption);
    label.setLabelFor(field);
    grid.addRow(grid.getRowCount(), label, field);
  }

  private void validate() {
    Map<TrainingForm.Entry, String> mistakes = value().mistakes();
    valid = mistakes.isEmpty();
    numbers.forEach(
        (number, field) ->
            field.pseudoClassStateChanged(Styles.STATE_DANGER, mistakes.containsKey(number)));
    mistake.setText(String.join("\n", mistakes.values()));
    mistake.setManaged(!valid);
    mistake.setVisible(!valid);
  }

  Node node() {
    return grid;
  }

  boolean valid() {
    return valid;
  }

  /** Returns what is filled in, right or wrong. */
  TrainingForm value() {
    Map<TrainingForm.Entry, String> texts = new EnumMap<>(TrainingForm.Entry.class);
    numbers.forEach((number, field) -> texts.put(number, field.getText()));
    return new TrainingForm(
        task.getValue(), gradient.getValue(), phases.getValue(), optimiser.getValue(), texts);
  }
}
