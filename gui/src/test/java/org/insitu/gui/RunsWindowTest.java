package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ReplayFrame;
import org.insitu.gui.model.RunLibrary;
import org.insitu.gui.view.MainWindow;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.run.RunArchive.Entry;
import org.insitu.trainer.run.RunReplay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The tab of recorded runs, used as a user does. No chip is connected: none is needed. */
@ExtendWith(ApplicationExtension.class)
final class RunsWindowTest {
  private static final int ITERATIONS = 40;

  @TempDir static Path folder;

  private Path runs;
  private OpenWindow open;
  private Laboratory lab;
  private MainWindow window;

  @Start
  void open(Stage stage) throws IOException, ProcessorException {
    runs = Files.createTempDirectory(folder, "runs");
    RecordedRuns.train(runs.resolve("moons-seed101"), SyntheticTask.MOONS, ITERATIONS);
    RecordedRuns.large(runs.resolve("mnist-seed1"));
    RecordedRuns.damaged(runs.resolve("damaged"));
    open = OpenWindow.on(stage, new AnyBench(), false, runs, () -> {});
    lab = open.lab();
    window = open.window();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void opensAFinishedRunAndScrubs(FxRobot robot) throws Exception {
    choose(robot, "moons-seed101");
    RunReplay run = replay();
    assertEquals(ITERATIONS + 1, run.frames());
    // It begins with what the run came to.
    until(() -> shows(ITERATIONS));
    until(() -> text(robot, "#replay-text").startsWith("iteration 40 of 40"));
    until(() -> text(robot, "#replay-text").contains("test accuracy"));
    until(() -> text(robot, "#run-facts").contains("moons on model: finished"));
    Slider slider = robot.lookup("#replay-slider").queryAs(Slider.class);
    focus(robot, slider);
    robot.push(KeyCode.LEFT).push(KeyCode.LEFT);
    until(() -> shows(ITERATIONS - 2));
    robot.push(KeyCode.RIGHT);
    until(() -> shows(ITERATIONS - 1));
    robot.push(KeyCode.HOME);
    until(() -> shows(0));
    until(() -> text(robot, "#replay-text").startsWith("iteration 0 of 40"));
    robot.clickOn("#replay-forth");
    until(() -> shows(1));
    ReplayFrame frame = lab.runs().frame().orElseThrow();
    assertEquals(3, frame.taps().orElseThrow().size());
    assertTrue(frame.boundary().isPresent());
    onScreen(() -> slider.setValue(35));
    until(() -> shows(35));
    // In the middle of the curve, but for the width of its numbers.
    robot.clickOn("#loss-of-run");
    until(() -> text(robot, "#replay-text").matches("iteration (1[4-9]|20) of 40.*"));
  }

  @Test
  void playsAndPauses(FxRobot robot) throws Exception {
    choose(robot, "moons-seed101");
    until(() -> shows(ITERATIONS));
    Slider slider = robot.lookup("#replay-slider").queryAs(Slider.class);
    robot.clickOn("#replay-play");
    until(() -> slider.getValue() < ITERATIONS);
    until(() -> slider.getValue() > 3);
    robot.clickOn("#replay-play");
    until(() -> text(robot, "#replay-play").equals("Play"));
    double halted = slider.getValue();
    long frames = window.frames();
    until(() -> window.frames() > frames + 5);
    assertEquals(halted, slider.getValue());
    until(() -> shows((int) Math.round(halted)));
  }

  @Test
  void aLargeRunHasItsCurvesAndSaysWhatItHasNot(FxRobot robot) throws Exception {
    choose(robot, "mnist-seed1");
    until(() -> text(robot, "#run-problem").contains("cannot be replayed"));
    until(() -> text(robot, "#run-facts").contains("2 × 64 ports"));
    until(() -> robot.lookup("#replay-play").queryAs(Button.class).isDisabled());
    assertEquals(4, opened().record().orElseThrow().curves().testAccuracy().size());
  }

  @Test
  void anUnreadableRunIsASentenceInTheTabAndInTheLog(FxRobot robot) throws Exception {
    choose(robot, "damaged");
    until(() -> text(robot, "#run-problem").contains("metrics.csv"));
    String sentence = opened().problem().orElseThrow();
    assertTrue(lab.log().after(0).stream().anyMatch(alarm -> alarm.text().equals(sentence)));
    until(() -> robot.lookup("#replay-slider").query().isDisabled());
    // Another one opens all the same.
    choose(robot, "moons-seed101");
    until(() -> shows(ITERATIONS));
    until(() -> !robot.lookup("#run-problem").query().isVisible());
  }

  @Test
  void aFolderWithoutRunsIsASentence(FxRobot robot) throws Exception {
    robot.clickOn("#tab-runs");
    Path nothing = Files.createDirectories(runs.resolve("nothing"));
    lab.runs().browse(nothing);
    until(() -> text(robot, "#run-problem").contains("there is no run here"));
    Path elsewhere = Files.createTempDirectory(folder, "elsewhere");
    RecordedRuns.large(elsewhere.resolve("other"));
    lab.runs().browse(elsewhere);
    TableView<?> table = robot.lookup("#runs").queryAs(TableView.class);
    until(() -> table.getItems().size() == 1);
    lab.runs().browse(runs.resolve("moons-seed101"));
    until(() -> table.getItems().size() == 2);
    until(() -> shows(ITERATIONS));
    until(() -> table.getSelectionModel().getSelectedIndex() == 0);
  }

  private void choose(FxRobot robot, String name) throws TimeoutException {
    robot.clickOn("#tab-runs");
    @SuppressWarnings("unchecked") // the table of the tab holds entries
    TableView<Entry> table = robot.lookup("#runs").queryAs(TableView.class);
    until(() -> table.getItems().size() == 3);
    onScreen(
        () -> {
          for (Entry entry : table.getItems()) {
            if (entry.directory().endsWith(name)) {
              table.getSelectionModel().select(entry);
            }
          }
        });
    until(() -> opened().directory().endsWith(name));
    until(() -> opened().record().isPresent() || opened().problem().isPresent());
  }

  private RunLibrary.Opened opened() {
    return lab.runs().opened().orElseThrow();
  }

  private RunReplay replay() {
    return opened().record().orElseThrow().replay().orElseThrow();
  }

  private boolean shows(int iteration) {
    return lab.runs().frame().filter(frame -> frame.iteration() == iteration).isPresent();
  }

  private static void focus(FxRobot robot, Node node) throws TimeoutException {
    robot.interact(node::requestFocus);
    until(node::isFocused);
  }

  private static String text(FxRobot robot, String what) {
    return robot.lookup(what).<Labeled>query().getText();
  }

  private static void onScreen(Runnable action) {
    WaitForAsyncUtils.waitForAsyncFx(10_000, action);
  }
}
