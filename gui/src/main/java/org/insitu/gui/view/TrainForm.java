package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.insitu.gui.model.TrainingFiles;
import org.insitu.gui.model.TrainingFilesReader;
import org.insitu.gui.model.TrainingForm;
import org.insitu.gui.model.TrainingForm.Entry;
import org.insitu.mesh.Mesh;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.gradient.GradientMode;
import org.insitu.trainer.gradient.PhaseSource;
import org.insitu.trainer.optimiser.OptimiserKind;

/** The settings of a run; what is wrong is marked and told with what is allowed. */
final class TrainForm {
  private static final String CSV = "CSV file";

  private final ComboBox<String> task;
  private final FileField csv =
      new FileField(
          "field-csv", "a file", "Choose a CSV file with points", "points (CSV)", "*.csv");
  private final Label csvCaption = Controls.caption("Points");
  private final FileField startPhases =
      new FileField(
          "field-start-phases",
          "drawn",
          "Choose the phases.json of a run to begin with",
          "phases (JSON)",
          "*.json");
  private final ComboBox<GradientMode> gradient;
  private final ComboBox<PhaseSource> phases;
  private final ComboBox<OptimiserKind> optimiser;
  private final Map<Entry, TextField> numbers = new EnumMap<>(Entry.class);
  private final Label mistake = new Label();
  private final GridPane grid = new GridPane();
  private final TrainingFilesReader reader;
  private Optional<TrainingForm> validated = Optional.empty();
  private Optional<TrainingFiles> files = Optional.empty();
  private List<String> wrong = List.of();

  TrainForm(TrainingFilesReader reader) {
    this.reader = reader;
    TrainingForm first = TrainingForm.initial();
    grid.setHgap(10);
    grid.setVgap(4);
    ColumnConstraints captions = new ColumnConstraints();
    captions.setMinWidth(126);
    ColumnConstraints fields = new ColumnConstraints();
    fields.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().setAll(captions, fields);
    List<String> tasks = new ArrayList<>();
    for (SyntheticTask known : SyntheticTask.values()) {
      tasks.add(known.id());
    }
    tasks.add(CSV);
    task = choice("task", "Task", tasks, name -> name, first.task().id());
    csvCaption.setLabelFor(csv.field());
    grid.addRow(grid.getRowCount(), csvCaption, csv.node());
    gradient =
        choice(
            "gradient",
            "Gradient",
            List.of(GradientMode.values()),
            GradientMode::id,
            first.gradient());
    phases =
        choice(
            "phases",
            "Output phases",
            List.of(PhaseSource.values()),
            PhaseSource::id,
            first.phases());
    optimiser =
        choice(
            "optimiser",
            "Optimiser",
            List.of(OptimiserKind.values()),
            OptimiserKind::id,
            first.optimiser());
    for (Entry number : Entry.values()) {
      TextField field = new TextField(first.texts().get(number));
      field.setId("field-" + number.name().toLowerCase(Locale.ROOT));
      field.setTooltip(new Tooltip());
      numbers.put(number, field);
      add(number == Entry.LEARNING_RATE ? number.label() + " [rad]" : number.label(), field);
    }
    Label startCaption = Controls.caption("Start phases");
    startCaption.setLabelFor(startPhases.field());
    grid.addRow(grid.getRowCount(), startCaption, startPhases.node());
    optimiser
        .valueProperty()
        .addListener(
            (at, before, now) ->
                numbers
                    .get(Entry.LEARNING_RATE)
                    .setText(String.valueOf(now.defaultLearningRate())));
    mistake.setId("form-mistake");
    mistake.setWrapText(true);
    mistake.getStyleClass().add(Styles.DANGER);
    grid.add(mistake, 0, grid.getRowCount(), 2, 1);
    refresh(Optional.empty(), true);
  }

  private <T> ComboBox<T> choice(
      String id, String caption, List<T> values, Function<T, String> name, T chosen) {
    ComboBox<T> box = new ComboBox<>();
    box.setId(id);
    box.getItems().setAll(values);
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

  /**
   * Checks what is filled in, if it changed.
   *
   * @param mesh mesh of the chip, if there is one
   * @param reads whether files may be read; a run that goes on has read them
   */
  void refresh(Optional<Mesh> mesh, boolean reads) {
    TrainingForm now = value();
    Optional<TrainingFiles> known = reads ? reader.files(now, mesh) : files;
    if (Optional.of(now).equals(validated) && known.equals(files)) {
      return;
    }
    validated = Optional.of(now);
    files = known;
    boolean fromFile = now.csv().isPresent();
    csvCaption.setManaged(fromFile);
    csvCaption.setVisible(fromFile);
    csv.node().setManaged(fromFile);
    csv.node().setVisible(fromFile);
    TrainingFiles held = known.orElse(TrainingFiles.NONE);
    TextField layers = numbers.get(Entry.LAYERS);
    // Phases to begin with are for so many layers and no other number.
    layers.setDisable(held.layers().isPresent());
    held.layers().ifPresent(count -> layers.setText(String.valueOf(count)));
    validate(value(), known);
  }

  private void validate(TrainingForm form, Optional<TrainingFiles> known) {
    TrainingFiles held = known.orElse(TrainingFiles.NONE);
    List<String> mistakes = new ArrayList<>();
    held.dataProblem().ifPresent(mistakes::add);
    held.phasesProblem().ifPresent(mistakes::add);
    csv.mark(held.dataProblem().isPresent());
    startPhases.mark(held.phasesProblem().isPresent());
    Map<Entry, String> outOfRange = form.mistakes(held);
    mistakes.addAll(outOfRange.values());
    numbers.forEach(
        (number, field) -> {
          field.pseudoClassStateChanged(Styles.STATE_DANGER, outOfRange.containsKey(number));
          field.getTooltip().setText(number.label() + ": " + form.range(number, held));
        });
    mistake.setText(String.join("\n", mistakes));
    mistake.setManaged(!mistakes.isEmpty());
    mistake.setVisible(!mistakes.isEmpty());
    if (known.isEmpty()) {
      mistakes.add("its files are being read.");
    }
    wrong = List.copyOf(mistakes);
  }

  Node node() {
    return grid;
  }

  /** Returns whether a run may start with what is filled in. */
  boolean valid() {
    return wrong.isEmpty() && Optional.of(value()).equals(validated);
  }

  /** Returns the first thing that is wrong; empty if nothing is. */
  String reason() {
    return wrong.isEmpty() ? "" : wrong.get(0);
  }

  /** Returns what is filled in, right or wrong. */
  TrainingForm value() {
    Map<Entry, String> texts = new EnumMap<>(Entry.class);
    numbers.forEach((number, field) -> texts.put(number, field.getText()));
    return new TrainingForm(
        SyntheticTask.of(task.getValue()).orElse(SyntheticTask.MOONS),
        task.getValue().equals(CSV) ? Optional.of(csv.text()) : Optional.empty(),
        startPhases.text(),
        gradient.getValue(),
        phases.getValue(),
        optimiser.getValue(),
        texts);
  }
}
