package org.insitu.gui.view;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.insitu.trainer.run.RunCurves;
import org.insitu.trainer.run.RunReplay;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** Goes through the moments of a run: slider, arrow keys, play and pause. */
final class ReplayBar {
  /** A whole run plays in about this time, so that all are watched alike. */
  private static final double PLAY_SECONDS = 15;

  private final Button play;
  private final Button back;
  private final Button forth;
  private final Slider slider = new Slider(0, 1, 0);
  private final Label text = new Label();
  private final VBox bar;
  private final IntConsumer onMove;
  private Optional<RunReplay> replay = Optional.empty();
  private boolean playing;
  private long playedAt;
  private double playPosition;

  /**
   * Makes a bar without a run.
   *
   * @param onMove told the moment that is to be shown
   */
  ReplayBar(IntConsumer onMove) {
    this.onMove = onMove;
    play =
        Controls.button(
            "replay-play",
            "Play",
            MaterialDesignP.PLAY,
            "Plays the run from here, or halts (space)",
            this::playOrPause);
    back =
        Controls.button(
            "replay-back",
            "",
            MaterialDesignS.STEP_BACKWARD,
            "One moment back (left arrow)",
            () -> step(-1));
    back.setAccessibleText("One moment back");
    forth =
        Controls.button(
            "replay-forth",
            "",
            MaterialDesignS.STEP_FORWARD,
            "One moment on (right arrow)",
            () -> step(1));
    forth.setAccessibleText("One moment on");
    slider.setId("replay-slider");
    slider.setAccessibleText("Moment of the run");
    slider.setBlockIncrement(1);
    slider.setMinWidth(120);
    HBox.setHgrow(slider, Priority.ALWAYS);
    slider.valueProperty().addListener((at, before, now) -> moved());
    text.setId("replay-text");
    text.setMinHeight(18);
    HBox row = new HBox(8, play, back, forth, slider);
    row.setAlignment(Pos.CENTER_LEFT);
    bar = new VBox(4, row, text);
    bar.setPadding(new Insets(6, 14, 8, 14));
    show(Optional.empty());
  }

  Node node() {
    return bar;
  }

  /** Takes a run, or none; shows its last moment. */
  void show(Optional<RunReplay> newReplay) {
    replay = newReplay;
    pause();
    boolean none = newReplay.isEmpty();
    play.setDisable(none);
    back.setDisable(none);
    forth.setDisable(none);
    slider.setDisable(none);
    slider.setMax(newReplay.map(run -> Math.max(1, run.frames() - 1)).orElse(1));
    slider.setValue(newReplay.map(run -> run.frames() - 1).orElse(0));
    moved();
  }

  /** Returns the moment that is chosen, from 0. */
  int index() {
    return (int) Math.round(slider.getValue());
  }

  boolean playing() {
    return playing;
  }

  /** Goes to a moment. */
  void go(int index) {
    int last = replay.map(run -> run.frames() - 1).orElse(0);
    slider.setValue(Math.max(0, Math.min(last, index)));
  }

  private void step(int moments) {
    pause();
    go(index() + moments);
  }

  private void moved() {
    int last = replay.map(run -> run.frames() - 1).orElse(0);
    if (index() > last) {
      slider.setValue(last); // a run of one moment has a slider all the same
      return;
    }
    if (replay.isPresent()) {
      onMove.accept(index());
    }
  }

  void playOrPause() {
    if (playing) {
      pause();
    } else if (replay.isPresent()) {
      playing = true;
      if (index() >= replay.get().frames() - 1) {
        go(0);
      }
      playPosition = index();
      playedAt = System.nanoTime();
      label("Pause", new FontIcon(MaterialDesignP.PAUSE));
    }
  }

  void pause() {
    playing = false;
    label("Play", new FontIcon(MaterialDesignP.PLAY));
  }

  private void label(String words, FontIcon icon) {
    if (!play.getText().equals(words)) {
      play.setText(words);
      play.setGraphic(icon);
    }
  }

  /** Goes on while playing; called with every frame of the window. */
  void tick() {
    if (!playing || replay.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    int last = replay.get().frames() - 1;
    // What the user drags meanwhile counts from where it was left.
    if (Math.abs(playPosition - index()) > 1) {
      playPosition = index();
    }
    playPosition =
        Math.min(last, playPosition + (now - playedAt) * 1e-9 * (last + 1) / PLAY_SECONDS);
    playedAt = now;
    if ((int) playPosition != index()) {
      go((int) playPosition);
    }
    if (index() >= last) {
      pause();
    }
  }

  /** Does what a key means; returns whether it means something. */
  boolean key(KeyCode code) {
    if (replay.isEmpty()) {
      return false;
    }
    switch (code) {
      case LEFT -> step(-1);
      case RIGHT -> step(1);
      case HOME -> step(-replay.get().frames());
      case END -> step(replay.get().frames());
      case SPACE -> playOrPause();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Tells what was recorded at a moment. */
  void tell(RunCurves curves, int iteration) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "iteration %d of %.0f", iteration, curves.last()));
    double starts = java.util.Arrays.stream(curves.start().y()).max().orElse(0);
    if (starts > 0) {
      add(line, "start %.0f", plus(curves.start().at(iteration), 1));
    }
    add(line, "loss %.3f", curves.loss().at(iteration));
    add(line, "gradient error %.4f", curves.gradientError().at(iteration));
    add(line, "test accuracy %.1f %%", percent(curves.testAccuracy().at(iteration)));
    add(line, "on the model %.1f %%", percent(curves.digitalTestAccuracy().at(iteration)));
    Controls.text(text, line.toString());
  }

  /** Says something instead. */
  void say(String words) {
    Controls.text(text, words);
  }

  private static OptionalDouble plus(OptionalDouble value, double more) {
    return value.isPresent() ? OptionalDouble.of(value.getAsDouble() + more) : value;
  }

  private static OptionalDouble percent(OptionalDouble value) {
    return value.isPresent() ? OptionalDouble.of(100 * value.getAsDouble()) : value;
  }

  private static void add(StringBuilder line, String format, OptionalDouble value) {
    if (value.isPresent()) {
      line.append(",  ").append(String.format(Locale.ROOT, format, value.getAsDouble()));
    }
  }
}
