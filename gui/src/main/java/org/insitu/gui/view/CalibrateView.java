package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.chip.FidelityTest;
import org.insitu.gui.model.CalibrationMonitor;
import org.insitu.gui.model.DriftReport;
import org.insitu.gui.model.FidelityMonitor;
import org.insitu.gui.model.HeaterCurves;
import org.insitu.gui.model.LabState;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.Series;
import org.insitu.gui.paint.Axis;
import org.insitu.gui.paint.CurveChart;
import org.insitu.gui.paint.CurveChart.Curve;
import org.insitu.gui.paint.CurveChart.Style;
import org.insitu.gui.paint.DriftView;
import org.insitu.gui.paint.HistogramView;
import org.insitu.gui.paint.Palette;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The heaters of the chip with their curves, how they are found, and how well they serve. */
final class CalibrateView implements LiveView {
  private static final int MOST_UNITARIES = 100_000;

  /** How long a sweep that is done is shown with its fit while the next runs. */
  private static final long FIT_NANOS = 700_000_000;

  private final Laboratory lab;
  private final TableView<HeaterCalibration> table = new TableView<>();
  private final CurveChart sweep =
      new CurveChart(
          "Split ratio",
          "heater voltage [V]",
          new Axis(0, 1, false),
          "Select a heater, or calibrate");
  private final CurveChart phase =
      new CurveChart(
          "Phase [rad]",
          "heater voltage [V]",
          new Axis(0, 6.3, false),
          "the curve of a good heater");
  private final HistogramView histogram = new HistogramView();
  private final DriftView drift = new DriftView();
  private final Button measureDrift;
  private final Label what = new Label("No heater is selected.");
  private final Button all;
  private final Button one;
  private final Button load;
  private final Button save;
  private final Button test;
  private final TextField unitaries = new TextField("100");
  private final Label range = Controls.caption("unitaries");
  private final BorderPane root = new BorderPane();
  private Optional<Calibration> shown = Optional.empty();
  private List<HeaterCalibration> done = List.of();
  private Optional<Series> live = Optional.empty();
  private int liveSize;
  private long fittedUntil = System.nanoTime();
  private Optional<FidelityTest.Result> result = Optional.empty();
  private Optional<DriftReport> drifted = Optional.empty();

  CalibrateView(Laboratory lab) {
    this.lab = lab;
    all =
        Controls.button(
            "calibrate",
            "Calibrate all",
            MaterialDesignT.TUNE,
            "Sweeps every heater and fits its curve",
            lab::calibrate);
    one =
        Controls.button(
            "recalibrate",
            "Recalibrate selected",
            MaterialDesignR.REFRESH,
            "Sweeps the selected heater again, keeps the others",
            this::recalibrate);
    load =
        Controls.button(
            "load-calibration",
            "Load",
            MaterialDesignF.FOLDER_OPEN_OUTLINE,
            "Takes a calibration of this chip from a file",
            this::load);
    save =
        Controls.button(
            "save-calibration",
            "Save",
            MaterialDesignC.CONTENT_SAVE_OUTLINE,
            "Writes the calibration to a file",
            this::save);
    measureDrift =
        Controls.button(
            "measure-drift",
            "Measure drift",
            MaterialDesignS.SINE_WAVE,
            "Sets a few phases, reads all taps and tells by how much each heater's phase has wandered"
                + " since the calibration; what no tap can tell stays 0",
            lab::measureDrift);
    unitaries.setId("unitaries");
    range.setId("unitaries-range");
    unitaries.setPrefWidth(70);
    unitaries.setTooltip(
        new Tooltip("Number of random unitaries, a whole number from 2 to " + MOST_UNITARIES));
    unitaries.textProperty().addListener((at, before, now) -> allow(lab.state()));
    test =
        Controls.button(
            "test-fidelity",
            "Test fidelity",
            MaterialDesignC.CHART_HISTOGRAM,
            "Programs random unitaries and compares what comes out with mathematics",
            () -> count().ifPresent(n -> lab.testFidelity(n, 1)));
    FlowPane tools =
        new FlowPane(
            8, 8, all, one, load, save, measureDrift, Controls.row(test, unitaries, range));
    tools.setPadding(new Insets(10, 14, 10, 14));
    root.setTop(tools);
    columns();
    what.setId("heater-fit");
    what.setWrapText(true);
    what.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
    what.setPadding(new Insets(4, 14, 0, 54));
    VBox curves = new VBox(2, what, sweep, phase, histogram);
    for (Node chart : List.of(sweep, phase, histogram)) {
      VBox.setVgrow(chart, Priority.ALWAYS);
    }
    sweep.setPrefHeight(240);
    phase.setPrefHeight(170);
    histogram.setPrefHeight(190);
    sweep.setPrefWidth(620);
    drift.setPrefHeight(200);
    drift.setMinHeight(150);
    VBox heaters = new VBox(table, drift);
    VBox.setVgrow(table, Priority.ALWAYS);
    HBox content = new HBox(heaters, curves);
    HBox.setHgrow(heaters, Priority.SOMETIMES);
    HBox.setHgrow(curves, Priority.ALWAYS);
    root.setCenter(content);
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((at, before, now) -> Optional.ofNullable(now).ifPresent(this::select));
    allow(lab.state());
  }

  private void columns() {
    table.setId("heaters");
    table.setPlaceholder(new Label("Not calibrated yet. Press Calibrate all, or load a file."));
    table.getStyleClass().addAll(Styles.DENSE, Styles.STRIPED);
    table.setMinWidth(656);
    table.setPrefWidth(660);
    column("Heater", 102, heater -> heater.heater().name());
    column("Part", 88, heater -> heater.heater().role().id());
    column("Ch.", 50, heater -> String.valueOf(heater.heater().channel()));
    column("State", 96, heater -> heater.state().name().toLowerCase(Locale.ROOT));
    column("Error [mrad]", 122, heater -> number(heater, fit -> 1e3 * fit.phaseErrorRad(), "%.2f"));
    column("V(π) [V]", 86, heater -> number(heater, fit -> fit.curve().voltageV(Math.PI), "%.3f"));
    column("V(2π) [V]", 94, heater -> number(heater, fit -> fit.curve().voltageV(0), "%.3f"));
  }

  private static String number(
      HeaterCalibration heater,
      Function<org.insitu.driver.calibration.SplitFit, Double> of,
      String format) {
    return heater.fit().map(fit -> String.format(Locale.ROOT, format, of.apply(fit))).orElse("-");
  }

  private void column(String title, double width, Function<HeaterCalibration, String> text) {
    TableColumn<HeaterCalibration, String> column = new TableColumn<>(title);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
    column.setPrefWidth(width);
    column.setReorderable(false);
    table.getColumns().add(column);
  }

  private Optional<Integer> count() {
    try {
      int count = Integer.parseInt(unitaries.getText().strip());
      return count >= 2 && count <= MOST_UNITARIES ? Optional.of(count) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void recalibrate() {
    int index = table.getSelectionModel().getSelectedIndex();
    if (index >= 0 && shown.isPresent()) {
      int heater = shown.get().heaters().indexOf(table.getItems().get(index));
      lab.recalibrate(Set.of(heater));
    }
  }

  private void load() {
    chooser("Load a calibration")
        .map(c -> c.showOpenDialog(root.getScene().getWindow()))
        .map(File::toPath)
        .ifPresent(lab::loadCalibration);
  }

  private void save() {
    chooser("Save the calibration")
        .map(
            c -> {
              c.setInitialFileName("calibration.json");
              return c.showSaveDialog(root.getScene().getWindow());
            })
        .map(File::toPath)
        .ifPresent(this::save);
  }

  private void save(Path file) {
    lab.saveCalibration(file);
  }

  private static Optional<FileChooser> chooser(String title) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Calibration", "*.json"));
    return Optional.of(chooser);
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void refresh() {
    LabState now = lab.state();
    allow(now);
    if (now.activity() == Activity.CALIBRATING && lab.calibrating().isPresent()) {
      follow(lab.calibrating().get().snapshot());
    } else if (live.isPresent() || !now.calibration().equals(shown)) {
      live = Optional.empty();
      done = List.of();
      shown = now.calibration();
      int selected = Math.max(0, table.getSelectionModel().getSelectedIndex());
      table.getItems().setAll(shown.map(Calibration::heaters).orElse(List.of()));
      if (shown.isPresent()) {
        table.getSelectionModel().select(Math.min(selected, table.getItems().size() - 1));
        select(table.getSelectionModel().getSelectedItem());
      } else {
        nothing();
      }
    }
    Optional<FidelityTest.Result> latest = lab.fidelity().flatMap(FidelityMonitor::result);
    if (!latest.equals(result)) {
      result = latest;
      histogram.show(result);
    }
    Optional<DriftReport> measured = lab.drift();
    if (!measured.equals(drifted)) {
      drifted = measured;
      drift.show(drifted, drifted.map(CalibrateView::age).orElse(""));
    }
    HeaterCalibration chosen = table.getSelectionModel().getSelectedItem();
    drift.select(
        live.isPresent() || chosen == null
            ? -1
            : shown.map(known -> known.heaters().indexOf(chosen)).orElse(-1));
  }

  private static String age(DriftReport report) {
    String ago = RunBar.duration(report.ageSeconds());
    return report.onChip()
        ? ago + " of chip time ago"
        : "%s ago, by the date of its file".formatted(ago);
  }

  private void allow(LabState now) {
    boolean idle = now.ready();
    all.setDisable(!idle);
    one.setDisable(!idle || now.calibration().isEmpty() || table.getSelectionModel().isEmpty());
    load.setDisable(!idle);
    save.setDisable(!idle || now.calibration().isEmpty());
    measureDrift.setDisable(!idle || now.calibration().isEmpty());
    boolean wrong = count().isEmpty();
    unitaries.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
    Controls.text(range, wrong ? "unitaries: 2 to " + MOST_UNITARIES : "unitaries");
    test.setDisable(!idle || wrong);
  }

  /** Shows the sweep that runs; each that is done stays for a moment, with its fit. */
  private void follow(CalibrationMonitor.Snapshot seen) {
    if (done != seen.done()) {
      done = seen.done();
      table.getItems().setAll(done);
      table.scrollTo(done.size() - 1);
      if (!done.isEmpty() && !fitted()) {
        live = live.or(() -> Optional.of(new Series()));
        draw(done.get(done.size() - 1));
        fittedUntil = System.nanoTime() + FIT_NANOS;
      }
    }
    if (fitted()) {
      return;
    }
    boolean other = live.isEmpty() || live.get() != seen.sweep();
    if (other) {
      live = Optional.of(seen.sweep());
      liveSize = 0;
      Controls.text(
          what,
          "Sweeping %s, %d of %d"
              .formatted(
                  seen.heater().map(h -> h.name()).orElse("..."), seen.number(), seen.total()));
      sweep.setXRange(
          0, lab.state().layout().map(layout -> layout.limits().maxVoltageV()).orElse(5.0));
      sweep.show(List.of(new Curve("measured", 0, Style.DOTS, seen.sweep()::points)));
      phase.show(List.of());
    }
    if (seen.sweep().points().size() != liveSize) {
      liveSize = seen.sweep().points().size();
      sweep.repaint();
    }
  }

  /** Returns whether a fit is still to be seen. */
  private boolean fitted() {
    return System.nanoTime() - fittedUntil < 0;
  }

  private void nothing() {
    Controls.text(what, "No heater is selected.");
    sweep.show(List.of());
    phase.show(List.of());
  }

  private void select(HeaterCalibration heater) {
    if (live.isEmpty()) { // else the sweep that runs is shown
      draw(heater);
    }
  }

  private void draw(HeaterCalibration heater) {
    HeaterCurves curves = HeaterCurves.of(heater);
    sweep.setXRange(0, 0);
    phase.setXRange(0, 0);
    sweep.show(
        List.of(
            new Curve("measured", 0, Style.DOTS, curves::measured),
            new Curve("fit", 1, Style.LINE, curves::fitted)));
    phase.show(List.of(new Curve("", 2, Style.LINE, curves::phase)));
    Controls.text(
        what,
        heater
            .fit()
            .map(
                fit ->
                    String.format(
                        Locale.ROOT,
                        "%s, channel %d: visibility %.3f, floor %.3f, residual %.4f, phase error %.2f mrad",
                        heater.heater().name(),
                        heater.heater().channel(),
                        fit.visibility(),
                        fit.floor(),
                        fit.residual(),
                        1e3 * fit.phaseErrorRad()))
            .orElse(
                "%s, channel %d: %s"
                    .formatted(
                        heater.heater().name(), heater.heater().channel(), heater.reason())));
  }

  @Override
  public void recolour(Palette palette) {
    sweep.setPalette(palette);
    phase.setPalette(palette);
    histogram.setPalette(palette);
    drift.setPalette(palette);
  }
}
