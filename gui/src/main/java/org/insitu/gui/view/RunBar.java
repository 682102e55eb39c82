package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.insitu.gui.model.CalibrationMonitor;
import org.insitu.gui.model.FidelityMonitor;
import org.insitu.gui.model.LabState;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.TrainingMonitor;
import org.insitu.gui.paint.Palette;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.trainer.run.RunControl.State;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** Start, pause, step, stop, and how far it is; always on screen. */
final class RunBar implements LiveView {
  private final Laboratory lab;
  private final TrainForm form;
  private final Button start;
  private final Button pause;
  private final Button step;
  private final Button stop;
  private final ProgressBar progress = new ProgressBar(0);
  private final Label text = new Label();
  private final HBox bar;

  RunBar(Laboratory lab, TrainForm form) {
    this.lab = lab;
    this.form = form;
    start =
        Controls.button(
            "start",
            "Start training",
            MaterialDesignP.PLAY,
            "Trains with the settings of the Train tab; calibrates first if need be (F5)",
            this::start);
    start.getStyleClass().add(Styles.ACCENT);
    start.setDefaultButton(false);
    pause =
        Controls.button(
            "pause",
            "Pause",
            MaterialDesignP.PAUSE,
            "Waits before the next operation of the chip, or goes on (F6)",
            this::pauseOrResume);
    step =
        Controls.button(
            "step", "Step", MaterialDesignS.SKIP_NEXT, "Makes one iteration (F7)", this::step);
    stop =
        Controls.button(
            "stop",
            "Stop",
            MaterialDesignS.STOP,
            "Ends the run, the calibration or the test (F8)",
            lab::stop);
    progress.setId("progress");
    progress.setPrefWidth(180);
    progress.setMinWidth(80);
    progress.setAccessibleText("Progress");
    text.setId("progress-text");
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(40);
    HBox.setHgrow(text, Priority.ALWAYS);
    bar = new HBox(8, start, pause, step, stop, progress, text);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setPadding(new Insets(0, 14, 8, 14));
    refresh();
  }

  void start() {
    if (!start.isDisabled()) {
      lab.train(form.value());
    }
  }

  void pauseOrResume() {
    running()
        .ifPresent(
            run -> {
              if (run.control().state() == State.RUNNING) {
                run.control().pause();
              } else {
                run.control().resume();
              }
            });
  }

  void step() {
    running().ifPresent(run -> run.control().step());
  }

  private Optional<TrainingMonitor> running() {
    return lab.state().activity() == Activity.TRAINING
        ? lab.training()
            .filter(run -> !run.snapshot().over() && run.control().state() != State.STOPPED)
        : Optional.empty();
  }

  @Override
  public Node node() {
    return bar;
  }

  @Override
  public void refresh() {
    LabState now = lab.state();
    Optional<TrainingMonitor> run = running();
    boolean going = run.map(monitor -> monitor.control().state() == State.RUNNING).orElse(false);
    form.refresh(now.layout().map(ChipLayout::mesh), now.activity() != Activity.TRAINING);
    start.setDisable(!now.ready() || !form.valid());
    pause.setDisable(run.isEmpty());
    Controls.text(pause, run.isPresent() && !going ? "Resume" : "Pause");
    step.setDisable(run.isEmpty());
    stop.setDisable(!now.activity().stoppable());
    switch (now.activity()) {
      case CALIBRATING -> lab.calibrating().ifPresent(this::show);
      case TESTING -> lab.fidelity().ifPresent(this::show);
      case TRAINING, IDLE, MANUAL, IDENTIFYING, DRIFT -> {
        if (now.ready() && !form.valid()) {
          progress.setProgress(0);
          Controls.text(text, "Cannot start: " + form.reason());
        } else {
          lab.training().ifPresentOrElse(this::show, this::idle);
        }
      }
    }
  }

  private void idle() {
    progress.setProgress(0);
    Controls.text(text, "");
  }

  private void show(CalibrationMonitor monitor) {
    CalibrationMonitor.Snapshot seen = monitor.snapshot();
    progress.setProgress(seen.total() == 0 ? 0 : (double) seen.done().size() / seen.total());
    Controls.text(
        text,
        !monitor.crosstalk().isEmpty()
            ? monitor.crosstalk()
            : "calibrating %s, %d of %d heaters"
                .formatted(
                    seen.heater().map(heater -> heater.name()).orElse("..."),
                    seen.done().size(),
                    seen.total()));
  }

  private void show(FidelityMonitor monitor) {
    progress.setProgress((double) monitor.done() / monitor.unitaries());
    Controls.text(
        text, "fidelity test: %d of %d unitaries".formatted(monitor.done(), monitor.unitaries()));
  }

  private void show(TrainingMonitor monitor) {
    TrainingMonitor.Snapshot seen = monitor.snapshot();
    progress.setProgress(seen.total() == 0 ? 0 : (double) seen.iteration() / seen.total());
    StringBuilder line = new StringBuilder();
    line.append(
        seen.failure().isPresent()
            ? "broke off"
            : seen.finished().isPresent()
                ? seen.finished().get().summary().stopped() ? "stopped" : "finished"
                : switch (monitor.control().state()) {
                  case PAUSED -> "paused";
                  case STOPPED -> "stopping";
                  case RUNNING, STEPPING -> "training";
                });
    line.append(String.format(Locale.ROOT, ": iteration %d of %d", seen.iteration(), seen.total()));
    seen.step()
        .ifPresent(done -> line.append(String.format(Locale.ROOT, ", loss %.3f", done.loss())));
    seen.evaluated()
        .ifPresent(
            result ->
                line.append(
                    String.format(
                        Locale.ROOT, ", test accuracy %.1f %%", 100 * result.accuracies().test())));
    if (!seen.over() && seen.step().isPresent() && monitor.control().state() != State.STOPPED) {
      line.append(", ").append(duration(seen.secondsLeft())).append(" left");
    }
    Controls.text(text, line.toString());
  }

  /** Returns a time in words, to the second. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  @Override
  public void recolour(Palette palette) {
    // Its colours come from the theme.
  }
}
