package org.insitu.gui.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.insitu.gui.model.BoundaryWorker;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ReplayFrame;
import org.insitu.gui.model.TrainingMonitor;
import org.insitu.gui.paint.Axis;
import org.insitu.gui.paint.BoundaryView;
import org.insitu.gui.paint.CurveChart;
import org.insitu.gui.paint.CurveChart.Curve;
import org.insitu.gui.paint.CurveChart.Style;
import org.insitu.gui.paint.GradientView;
import org.insitu.gui.paint.Palette;
import org.insitu.gui.paint.TapMapsView;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.trainer.run.RunEvent;

/** Everything about a run: its settings, curves, gradient, taps, boundary and what it cost. */
final class TrainView implements LiveView {
  private final Laboratory lab;
  private final BoundaryWorker boundaries;
  private final HBox root;
  private final CurveChart loss =
      new CurveChart(
          "Loss of each batch", "iteration", new Axis(0, 0.8, false), "Start training: F5");
  private final CurveChart accuracy =
      new CurveChart("Accuracy", "iteration", new Axis(0.4, 1, false), "evaluated as it trains");
  private final CurveChart gradientError =
      new CurveChart(
          "Gradient error 1 - cos",
          "iteration",
          new Axis(1e-4, 2, true),
          "chip against model, every step");
  private final BoundaryView boundary = new BoundaryView("appears with the first evaluation");
  private final GradientView gradient = new GradientView();
  private final TapMapsView taps =
      new TapMapsView(
          "Tap powers of the last step, mean of the batch", "appears with the first step");
  private final Label counters = new Label();
  private Optional<TrainingMonitor> shown = Optional.empty();
  private Optional<RunEvent.IterationDone> lastStep = Optional.empty();
  private Optional<RunEvent.Evaluated> lastEvaluated = Optional.empty();
  private Optional<RunEvent.Evaluated> mapped = Optional.empty();

  TrainView(Laboratory lab, TrainForm form, BoundaryWorker boundaries) {
    this.lab = lab;
    this.boundaries = boundaries;
    taps.setId("taps");
    counters.setId("counters");
    counters.setStyle("-fx-font-family: monospace;");
    counters.setText(costs(ProcessorCounters.ZERO, 0));
    VBox left =
        new VBox(
            12,
            Controls.heading("Run"),
            form.node(),
            Controls.heading("Cost on the chip"),
            counters);
    left.setPadding(new Insets(12));
    ScrollPane settings = new ScrollPane(left);
    settings.setFitToWidth(true);
    settings.setMinWidth(270);
    settings.setPrefWidth(306);
    settings.setMaxWidth(306);
    VBox curves = new VBox(2, loss, accuracy, gradientError);
    VBox details = new VBox(2, boundary, gradient, taps);
    for (Node chart : List.of(loss, accuracy, gradientError, boundary, gradient, taps)) {
      VBox.setVgrow(chart, Priority.ALWAYS);
    }
    loss.setPrefHeight(260);
    accuracy.setPrefHeight(220);
    gradientError.setPrefHeight(180);
    boundary.setPrefHeight(270);
    gradient.setPrefHeight(190);
    taps.setPrefHeight(220);
    GridPane charts = new GridPane();
    charts.add(curves, 0, 0);
    charts.add(details, 1, 0);
    GridPane.setVgrow(curves, Priority.ALWAYS);
    GridPane.setHgrow(curves, Priority.ALWAYS);
    GridPane.setVgrow(details, Priority.ALWAYS);
    GridPane.setHgrow(details, Priority.ALWAYS);
    curves.setPrefWidth(540);
    details.setPrefWidth(460);
    HBox.setHgrow(charts, Priority.ALWAYS);
    root = new HBox(settings, charts);
    gradientError.setXRange(0, 0);
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void refresh() {
    Optional<TrainingMonitor> now = lab.training();
    if (now.isEmpty()) {
      return;
    }
    TrainingMonitor monitor = now.get();
    if (shown.isEmpty() || shown.get() != monitor) {
      begin(monitor);
    }
    TrainingMonitor.Snapshot seen = monitor.snapshot();
    boolean moved = !seen.step().equals(lastStep);
    boolean evaluated = !seen.evaluated().equals(lastEvaluated);
    if (moved || evaluated) {
      lastStep = seen.step();
      lastEvaluated = seen.evaluated();
      double end = Math.max(1, seen.total());
      loss.setXRange(0, end);
      accuracy.setXRange(0, end);
      gradientError.setXRange(0, end);
      loss.repaint();
      gradientError.repaint();
      if (evaluated) {
        accuracy.repaint();
      }
      int layers = seen.started().map(begun -> begun.network().layers()).orElse(1);
      gradient.show(seen.step(), layers);
      taps.show(seen.taps());
      seen.step().ifPresent(done -> cost(done.counters(), done.elapsed().toNanos() * 1e-9));
    }
    boundary(seen);
  }

  private void begin(TrainingMonitor monitor) {
    shown = Optional.of(monitor);
    lastStep = Optional.empty();
    lastEvaluated = Optional.empty();
    mapped = Optional.empty();
    loss.show(List.of(new Curve("batch, mean", 0, Style.NOISY, monitor.loss()::points)));
    accuracy.show(
        List.of(
            new Curve("train", 2, Style.LINE, monitor.trainAccuracy()::points),
            new Curve("test", 0, Style.LINE, monitor.testAccuracy()::points),
            new Curve("test on model", 1, Style.LINE, monitor.digitalAccuracy()::points)));
    gradientError.show(
        List.of(new Curve("each step, mean", 3, Style.NOISY, monitor.gradientError()::points)));
    boundary.showNone("appears with the first evaluation");
    gradient.show(Optional.empty(), 1);
    taps.show(Optional.empty());
  }

  private void boundary(TrainingMonitor.Snapshot seen) {
    if (seen.started().isEmpty() || seen.evaluated().isEmpty()) {
      return;
    }
    RunEvent.Started begun = seen.started().get();
    if (begun.data().train().features() != 2 || begun.data().train().classes() != 2) {
      boundary.showNone("there is one for 2 features and 2 classes");
      return;
    }
    if (!seen.evaluated().equals(mapped)
        && boundaries.ask(
            begun.network(), seen.evaluated().get().parameters(), ReplayFrame.EXTENT)) {
      mapped = seen.evaluated();
    }
    boundary.showIfNew(boundaries.latest(), begun.data().train());
  }

  private void cost(ProcessorCounters spent, double wallSeconds) {
    Controls.text(counters, costs(spent, wallSeconds));
  }

  private static String costs(ProcessorCounters spent, double wallSeconds) {
    return String.format(
        Locale.ROOT,
        "launches      %,12d%nheater writes %,12d%ntap reads     %,12d%nswitches      %,12d%n"
            + "chip time     %12s%nwall time     %12s",
        spent.launches(),
        spent.heaterWrites(),
        spent.tapReads(),
        spent.directionSwitches(),
        RunBar.duration(spent.chipTime().toNanos() * 1e-9),
        RunBar.duration(wallSeconds));
  }

  @Override
  public void recolour(Palette palette) {
    loss.setPalette(palette);
    accuracy.setPalette(palette);
    gradientError.setPalette(palette);
    boundary.setPalette(palette);
    gradient.setPalette(palette);
    taps.setPalette(palette);
  }
}
