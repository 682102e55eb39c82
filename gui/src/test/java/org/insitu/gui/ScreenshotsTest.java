package org.insitu.gui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Slider;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.insitu.gui.model.FidelityMonitor;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.RunLibrary;
import org.insitu.gui.view.MainWindow;
import org.insitu.trainer.data.SyntheticTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Pictures of every tab, light and dark, in two sizes, after a run, a test and a launch by hand.
 */
@Tag("screenshots")
@ExtendWith(ApplicationExtension.class)
final class ScreenshotsTest {
  private static final Path FOLDER = Path.of("target", "screenshots");
  private static final int PATIENCE_SECONDS = 600;

  @TempDir static Path folder;

  private final BreakableBench.Opener chips = new BreakableBench.Opener();
  private Stage stage;
  private Laboratory lab;
  private MainWindow window;
  private OpenWindow open;

  @Start
  void open(Stage newStage) throws IOException {
    stage = newStage;
    Path runs = Files.createDirectories(folder.resolve("runs"));
    open = OpenWindow.on(stage, chips, "sim:amf420", true, runs, () -> {});
    lab = open.lab();
    window = open.window();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void everyTabInBothThemesAndSizes(FxRobot robot) throws Exception {
    until(() -> lab.state().ready());
    showTab(1);
    onScreen(() -> robot.lookup("#field-iterations").queryAs(TextField.class).setText("800"));
    until(() -> !robot.lookup("#start").queryAs(Button.class).isDisabled());
    onScreen(() -> robot.lookup("#start").queryAs(Button.class).fire());
    until(() -> lab.training().map(run -> run.snapshot().over()).orElse(false));
    until(() -> lab.state().ready());
    lab.testFidelity(200, 1);
    until(() -> lab.fidelity().flatMap(FidelityMonitor::result).isPresent() && lab.state().ready());
    lab.manual()
        .program(now -> org.insitu.gui.model.MeshPresets.dft(lab.manual().mesh().orElseThrow()));
    until(() -> lab.state().ready());
    lab.manual().readPhases();
    until(() -> lab.state().ready() && lab.manual().reading().isPresent());
    Path runs = folder.resolve("runs");
    RecordedRuns.train(runs.resolve("ring-seed101"), SyntheticTask.RING, 300);
    RecordedRuns.train(runs.resolve("circle-seed101"), SyntheticTask.CIRCLE, 300);
    lab.runs().list();
    lab.runs().open(runs.resolve("moons-seed1"));
    until(() -> lab.runs().opened().flatMap(RunLibrary.Opened::record).isPresent());
    TabPane tabs = robot.lookup("#tabs").queryAs(TabPane.class);
    for (int[] size : List.of(new int[] {1280, 800}, new int[] {1920, 1080})) {
      for (boolean dark : new boolean[] {false, true}) {
        onScreen(
            () -> {
              window.setDark(dark);
              stage.setWidth(size[0]);
              stage.setHeight(size[1]);
            });
        for (int tab = 0; tab < tabs.getTabs().size(); tab++) {
          showTab(tab);
          if (tabs.getTabs().get(tab).getText().equals("Runs")) {
            onScreen(() -> robot.lookup("#replay-slider").queryAs(Slider.class).setValue(260));
            until(() -> lab.runs().frame().filter(frame -> frame.index() == 260).isPresent());
          }
          picture(
              "%s-%s-%dx%d"
                  .formatted(
                      tabs.getTabs().get(tab).getText().toLowerCase(Locale.ROOT),
                      dark ? "dark" : "light",
                      size[0],
                      size[1]));
        }
      }
    }
    onScreen(
        () -> {
          window.setDark(false);
          stage.setWidth(1280);
          stage.setHeight(800);
          robot.lookup("#tabs").queryAs(TabPane.class).getSelectionModel().select(4);
        });
    // Made up, so only after the pictures that documents show.
    RecordedRuns.large(runs.resolve("mnist-seed1"));
    RecordedRuns.damaged(runs.resolve("damaged"));
    lab.runs().list();
    for (String name : List.of("mnist-seed1", "damaged")) {
      lab.runs().open(runs.resolve(name));
      until(
          () ->
              lab.runs()
                  .opened()
                  .filter(run -> run.record().isPresent() || run.problem().isPresent())
                  .isPresent());
      picture("runs-" + name);
    }
    showTab(1);
    onScreen(
        () -> {
          robot.lookup("#task").queryAs(ComboBox.class).getSelectionModel().selectLast();
          robot.lookup("#field-batch").queryAs(TextField.class).setText("0");
          robot.lookup("#field-start-phases").queryAs(TextField.class).setText("nothing.json");
        });
    until(() -> robot.lookup("#form-mistake").queryLabeled().getText().contains("no such file"));
    picture("train-mistakes");
  }

  /** Shows a tab, and waits until what is in it has been made and laid out. */
  private void showTab(int tab) throws TimeoutException {
    onScreen(() -> window.showTab(tab));
    someFrames();
  }

  private void someFrames() throws TimeoutException {
    // Twice round the timer: once to take the state, once more for what it laid out anew.
    long frames = window.frames();
    until(() -> window.frames() > frames + 4);
  }

  private void picture(String name) throws IOException, TimeoutException {
    someFrames();
    Path file = FOLDER.resolve(name + ".png");
    Snapshots.write(
        WaitForAsyncUtils.waitForAsyncFx(120_000, () -> Snapshots.of(stage.getScene())), file);
    assertTrue(Files.size(file) > 10_000, file + " looks empty");
  }

  private static void onScreen(Runnable action) {
    WaitForAsyncUtils.waitForAsyncFx(120_000, action);
  }

  private static void until(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, condition);
  }
}
