package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DialogPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.LabState.Link;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.TrainingMonitor;
import org.insitu.gui.paint.TapMapsView;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.gradient.GradientMode;
import org.insitu.trainer.run.RunControl;
import org.insitu.trainer.run.RunEvent;
import org.insitu.trainer.run.RunHead;
import org.insitu.trainer.run.RunRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The settings of a run, its keys, and what happens to it when the window closes. */
@ExtendWith(ApplicationExtension.class)
final class TrainWindowTest {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("danger");

  @TempDir static Path folder;

  private final BreakableBench.Opener chips = new BreakableBench.Opener();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private Stage stage;
  private Path runs;
  private OpenWindow open;
  private Laboratory lab;

  @Start
  void open(Stage newStage) throws IOException {
    stage = newStage;
    runs = Files.createTempDirectory(folder, "runs");
    open = OpenWindow.on(stage, chips, true, runs, letGo::countDown);
    lab = open.lab();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void trainsOnACsvFileFromRecordedPhases(FxRobot robot) throws Exception {
    connected();
    Path before = RecordedRuns.train(folder.resolve("before"), SyntheticTask.MOONS, 2);
    robot.clickOn("#tab-train");
    choose(robot, "#task", "CSV file");
    until(
        () ->
            reason(robot).equals("Cannot start: Choose a CSV file with a header x1,x2,...,label."));
    until(() -> start(robot).isDisabled());
    fill(robot, "#field-csv", points("zoo.csv", 40).toString());
    until(() -> !start(robot).isDisabled());
    fill(robot, "#field-start-phases", before.resolve("phases.json").toString());
    until(() -> field(robot, "#field-layers").isDisabled() && !start(robot).isDisabled());
    assertEquals("3", field(robot, "#field-layers").getText());
    // A fifth of 40 points is held out.
    fill(robot, "#field-batch", "33");
    until(() -> mistake(robot).contains("Batch must be a whole number from 1 to 32."));
    fill(robot, "#field-batch", "32");
    fill(robot, "#field-iterations", "3");
    until(() -> !start(robot).isDisabled());
    robot.clickOn("#start");
    until(() -> logged("zoo finished after 3 of 3"));
    RunRecord record = RunRecord.read(runs.resolve("zoo-seed1"));
    assertEquals(32, record.replay().orElseThrow().points().orElseThrow().size());
    assertTrue(Files.exists(runs.resolve("zoo-seed1").resolve("calibration.json")));
    assertTrue(
        Files.readString(runs.resolve("zoo-seed1").resolve("run.yaml")).contains("phases.json"));
    // A lock-in reads two launches and nothing else.
    TapMapsView taps = robot.lookup("#taps").queryAs(TapMapsView.class);
    until(() -> taps.passes().equals(List.of("plus", "minus")));
  }

  @Test
  void digitalSubtractionShowsItsThreePasses(FxRobot robot) throws Exception {
    connected();
    robot.clickOn("#tab-train");
    @SuppressWarnings("unchecked") // the box of the gradients
    ComboBox<GradientMode> gradient = robot.lookup("#gradient").queryAs(ComboBox.class);
    robot.interact(() -> gradient.setValue(GradientMode.DIGITAL));
    fill(robot, "#field-iterations", "2");
    until(() -> !start(robot).isDisabled());
    robot.clickOn("#start");
    TapMapsView taps = robot.lookup("#taps").queryAs(TapMapsView.class);
    until(() -> taps.passes().equals(List.of("forward", "backward", "sum")));
    until(() -> logged("moons finished after 2 of 2"));
    RunEvent.IterationDone step = lab.training().orElseThrow().snapshot().step().orElseThrow();
    assertEquals(
        GradientMode.DIGITAL,
        lab.training().orElseThrow().snapshot().started().orElseThrow().plan().gradient());
    assertTrue(step.loss() > 0);
  }

  @Test
  void tellsWhatIsWrongWithFilesBeforeItStarts(FxRobot robot) throws Exception {
    connected();
    robot.clickOn("#tab-train");
    choose(robot, "#task", "CSV file");
    Path bad = Files.writeString(runs.resolve("bad.csv"), "x1,x2,label\n1,2,a\n1,two,b\n");
    fill(robot, "#field-csv", bad.toString());
    until(() -> mistake(robot).contains("bad.csv, line 3, column 2: 'two' of feature 'x2'"));
    assertTrue(field(robot, "#field-csv").getPseudoClassStates().contains(WRONG));
    until(() -> start(robot).isDisabled());
    until(() -> reason(robot).startsWith("Cannot start: "));
    choose(robot, "#task", "ring");
    until(() -> !start(robot).isDisabled());
    fill(robot, "#field-start-phases", bad.toString());
    until(() -> mistake(robot).contains("the file is not JSON"));
    assertTrue(field(robot, "#field-start-phases").getPseudoClassStates().contains(WRONG));
    until(() -> start(robot).isDisabled());
    fill(robot, "#field-start-phases", "");
    until(() -> !start(robot).isDisabled());
    assertFalse(robot.lookup("#form-mistake").query().isVisible());
    assertEquals(Optional.empty(), lab.training());
  }

  @Test
  void marksEveryNumberThatIsOutOfRange(FxRobot robot) throws Exception {
    connected();
    robot.clickOn("#tab-train");
    for (String[] wrong :
        List.of(
            new String[] {
              "iterations", "0", "Iterations must be a whole number from 1 to 1000000."
            },
            new String[] {"batch", "401", "Batch must be a whole number from 1 to 400."},
            new String[] {
              "learning_rate", "-1", "Learning rate must be a number from 0.000001 to 10."
            },
            new String[] {"layers", "2.5", "Layers must be a whole number from 1 to 20."},
            new String[] {
              "seed", "1e16", "Seed must be a whole number from 0 to 1000000000000000."
            })) {
      String field = "#field-" + wrong[0];
      String good = field(robot, field).getText();
      fill(robot, field, wrong[1]);
      until(() -> mistake(robot).contains(wrong[2]));
      assertTrue(field(robot, field).getPseudoClassStates().contains(WRONG), wrong[0]);
      until(() -> start(robot).isDisabled());
      until(() -> reason(robot).contains(wrong[2]));
      fill(robot, field, good);
      until(() -> !start(robot).isDisabled());
      assertFalse(field(robot, field).getPseudoClassStates().contains(WRONG), wrong[0]);
    }
  }

  @Test
  void functionKeysDriveARun(FxRobot robot) throws Exception {
    running(robot, KeyCode.F5);
    TrainingMonitor run = lab.training().orElseThrow();
    robot.push(KeyCode.F6);
    until(() -> run.control().state() == RunControl.State.PAUSED);
    int before = run.snapshot().iteration();
    robot.push(KeyCode.F7);
    until(() -> run.snapshot().iteration() > before);
    until(() -> run.control().state() == RunControl.State.PAUSED);
    until(() -> reason(robot).startsWith("paused"));
    robot.push(KeyCode.F6);
    until(() -> reason(robot).endsWith("left"));
    robot.push(KeyCode.F8);
    until(() -> run.snapshot().over() && lab.state().ready());
    robot.push(KeyCode.F12);
    until(() -> lab.state().safe());
    until(() -> lab.telemetry().orElseThrow().totalHeaterPowerW() == 0);
    until(() -> lab.state().ready());
    robot.push(KeyCode.F4);
    until(() -> !lab.state().safe() && chips.last().highestV() > 0);
    TabPane tabs = robot.lookup("#tabs").queryAs(TabPane.class);
    KeyCode[] digits = {
      KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT5, KeyCode.DIGIT6
    };
    assertEquals(digits.length, tabs.getTabs().size());
    for (int tab = digits.length - 1; tab >= 0; tab--) {
      int wanted = tab;
      robot.push(KeyCode.CONTROL, digits[tab]);
      until(() -> tabs.getSelectionModel().getSelectedIndex() == wanted);
    }
  }

  @Test
  void closingInMidRunAsksThenEndsSafely(FxRobot robot) throws Exception {
    running(robot, KeyCode.F5);
    askToClose();
    answer(robot, ButtonType.NO);
    assertEquals(Activity.TRAINING, lab.state().activity());
    assertTrue(stage.isShowing());
    int before = lab.training().orElseThrow().snapshot().iteration();
    until(() -> lab.training().orElseThrow().snapshot().iteration() > before);
    askToClose();
    answer(robot, ButtonType.YES);
    assertTrue(letGo.await(60, TimeUnit.SECONDS));
    // On a very busy machine the window does not wait for the chip to the end; the chip ends all
    // the same.
    until(() -> chips.last().closed());
    assertEquals(0, chips.last().highestV());
    until(() -> lab.state().link() == Link.DISCONNECTED);
    assertEquals(RunHead.State.STOPPED, RunRecord.read(runs.resolve("moons-seed1")).head().state());
    until(() -> !stage.isShowing());
  }

  @Test
  void theSafeStateDoesNotWaitForTheAnswerWhetherToClose(FxRobot robot) throws Exception {
    running(robot, KeyCode.F5);
    askToClose();
    until(() -> robot.lookup(".dialog-pane").tryQuery().isPresent());
    robot.clickOn("#safe-state");
    until(() -> lab.state().safe() && lab.state().activity() == Activity.IDLE);
    assertEquals(0, chips.last().highestV());
    until(() -> lab.state().ready());
    lab.light();
    until(() -> !lab.state().safe() && lab.state().ready() && chips.last().highestV() > 0);
    // The key as well, from the question itself; to ask a second time asks nothing more.
    askToClose();
    DialogPane question = robot.lookup(".dialog-pane").queryAs(DialogPane.class);
    robot.interact(() -> question.getScene().getWindow().requestFocus());
    robot.push(KeyCode.F12);
    until(() -> lab.state().safe());
    assertEquals(1, robot.lookup(".dialog-pane").queryAll().size());
    answer(robot, ButtonType.NO);
    assertTrue(stage.isShowing());
  }

  /** The question waits for its answer, this does not. */
  private void askToClose() {
    FxThread.later(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
  }

  private static void answer(FxRobot robot, ButtonType button) throws TimeoutException {
    until(() -> robot.lookup(".dialog-pane").tryQuery().isPresent());
    DialogPane question = robot.lookup(".dialog-pane").queryAs(DialogPane.class);
    assertTrue(question.getContentText().contains("the heaters go to 0 V"));
    robot.interact(() -> ((Button) question.lookupButton(button)).fire());
    until(() -> robot.lookup(".dialog-pane").tryQuery().isEmpty());
  }

  /** Begins a run that will not end by itself. */
  private void running(FxRobot robot, KeyCode key) throws TimeoutException {
    connected();
    robot.clickOn("#tab-train");
    fill(robot, "#field-iterations", "1000000");
    until(() -> !start(robot).isDisabled());
    robot.push(key);
    until(() -> lab.training().isPresent() && lab.training().get().snapshot().iteration() > 2);
    until(() -> !robot.lookup("#pause").queryAs(Button.class).isDisabled());
  }

  private void connected() throws TimeoutException {
    until(() -> lab.state().ready() && lab.telemetry().isPresent());
  }

  private Path points(String name, int rows) throws IOException {
    StringBuilder text = new StringBuilder("height,width,label\n");
    for (int i = 0; i < rows; i++) {
      text.append(
          String.format(Locale.ROOT, "%d,%.1f,%s%n", i % 7, 0.3 * i, i % 2 == 0 ? "ape" : "cat"));
    }
    return Files.writeString(runs.resolve(name), text);
  }

  private static void choose(FxRobot robot, String box, String value) {
    @SuppressWarnings("unchecked") // the boxes of the form that are chosen here hold texts
    ComboBox<String> choice = robot.lookup(box).queryAs(ComboBox.class);
    robot.interact(() -> choice.setValue(value));
  }

  /** Sets the text at once: typing a path takes long and tells nothing. */
  private static void fill(FxRobot robot, String field, String text) {
    robot.interact(() -> field(robot, field).setText(text));
  }

  private static TextField field(FxRobot robot, String field) {
    return robot.lookup(field).queryAs(TextField.class);
  }

  private static Button start(FxRobot robot) {
    return robot.lookup("#start").queryAs(Button.class);
  }

  private static String reason(FxRobot robot) {
    return robot.lookup("#progress-text").queryLabeled().getText();
  }

  private static String mistake(FxRobot robot) {
    return robot.lookup("#form-mistake").queryLabeled().getText();
  }

  private boolean logged(String begin) {
    return lab.log().after(0).stream().anyMatch(alarm -> alarm.text().startsWith(begin));
  }
}
