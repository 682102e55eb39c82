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
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.gui.model.FidelityMonitor;
import org.insitu.gui.model.LabState.Link;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.RunLibrary;
import org.insitu.gui.view.MainWindow;
import org.insitu.mesh.processor.Direction;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.EmulatedBench;
import org.insitu.simulator.firmware.WireTiming;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.gradient.GradientMode;
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
  private static final int PATIENCE_SECONDS = 120;

  // Tabs, from the left.
  private static final int MESH = 0;
  private static final int TRAIN = 1;
  private static final int CALIBRATE = 2;
  private static final int MANUAL = 3;
  private static final int LOG = 5;

  @TempDir static Path folder;

  private final BreakableBench.Opener chips = new BreakableBench.Opener();
  private Stage stage;
  private Path runs;
  private Laboratory lab;
  private MainWindow window;
  private OpenWindow open;

  @Start
  void open(Stage newStage) throws IOException {
    stage = newStage;
    runs = Files.createTempDirectory(folder, "runs");
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
    lab.measureDrift();
    until(() -> lab.drift().isPresent() && lab.state().ready());
    lab.manual()
        .program(now -> org.insitu.gui.model.MeshPresets.dft(lab.manual().mesh().orElseThrow()));
    until(() -> lab.state().ready());
    lab.manual().readPhases();
    until(() -> lab.state().ready() && lab.manual().reading().isPresent());
    RecordedRuns.train(runs.resolve("ring-seed101"), SyntheticTask.RING, 300);
    RecordedRuns.train(runs.resolve("circle-seed101"), SyntheticTask.CIRCLE, 300);
    lab.runs().list();
    lab.runs().open(runs.resolve("moons-seed1"));
    until(() -> lab.runs().opened().flatMap(RunLibrary.Opened::record).isPresent());
    TabPane tabs = robot.lookup("#tabs").queryAs(TabPane.class);
    onScreen(() -> window.mesh().select(12));
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

  @Test
  void whatIsUnderWayAndWhatGoesWrong(FxRobot robot) throws Exception {
    until(() -> lab.state().ready());
    onScreen(() -> size(1280, 800));
    picture("mesh-not-calibrated");
    showTab(CALIBRATE);
    lab.calibrate();
    until(() -> lab.calibrating().map(now -> now.snapshot().done().size() > 6).orElse(false));
    picture("calibrate-running");
    until(() -> lab.state().ready() && lab.state().calibration().isPresent());
    showTab(TRAIN);
    onScreen(
        () -> {
          @SuppressWarnings("unchecked") // the box of the gradients
          ComboBox<GradientMode> gradient = robot.lookup("#gradient").queryAs(ComboBox.class);
          gradient.setValue(GradientMode.DIGITAL);
          robot.lookup("#field-iterations").queryAs(TextField.class).setText("900");
        });
    until(() -> !robot.lookup("#start").queryAs(Button.class).isDisabled());
    onScreen(() -> robot.lookup("#start").queryAs(Button.class).fire());
    until(() -> lab.training().map(run -> run.snapshot().iteration() > 450).orElse(false));
    picture("train-running");
    showTab(MANUAL);
    picture("manual-busy");
    showTab(MESH);
    picture("mesh-running");
    onScreen(() -> window.setDark(true));
    chips.last().cut();
    until(() -> lab.state().link() == Link.LOST);
    picture("mesh-lost");
    showTab(LOG);
    picture("log-lost");
    onScreen(() -> robot.lookup("#connect").queryAs(Button.class).fire());
    until(() -> lab.state().ready());
    lab.calibrate();
    until(() -> lab.state().ready() && lab.state().calibration().isPresent());
    showTab(MANUAL);
    lab.manual().turn(Direction.BACKWARD);
    until(() -> lab.state().ready() && lab.manual().reading().isPresent());
    onScreen(() -> robot.lookup("#laser-power").queryAs(TextField.class).setText("20"));
    picture("manual-backward");
    lab.safeState();
    until(() -> lab.state().safe() && lab.state().ready());
    onScreen(() -> window.setDark(false));
    picture("manual-safe");
    showTab(MESH);
    picture("mesh-safe");
    lab.disconnect();
    until(() -> lab.state().link() == Link.DISCONNECTED);
    picture("mesh-disconnected");
  }

  @Test
  void aMeshOf64Ports(FxRobot robot) throws Exception {
    until(() -> lab.state().ready());
    Path file =
        Files.writeString(
            folder.resolve("mesh64.yaml"),
            "simulate: amf420\nlayout: {topology: rectangular, ports: 64}\n");
    lab.connect(file.toString(), 1);
    until(() -> lab.state().ready() && lab.telemetry().isPresent());
    showTab(MESH);
    for (boolean dark : new boolean[] {false, true}) {
      onScreen(
          () -> {
            window.setDark(dark);
            size(1920, 1080);
            window.mesh().showAll();
          });
      picture("mesh64-all-" + (dark ? "dark" : "light"));
      onScreen(() -> window.mesh().zoomBy(3));
      picture("mesh64-zoomed-3-" + (dark ? "dark" : "light"));
      onScreen(
          () -> {
            window.mesh().zoomBy(4);
            window.mesh().select(2000);
          });
      picture("mesh64-zoomed-12-" + (dark ? "dark" : "light"));
    }
    onScreen(
        () -> {
          window.mesh().showAll();
          size(1280, 800);
        });
    picture("mesh64-all-1280x800");
  }

  @Test
  void whatInstrumentsAnswer(FxRobot robot) throws Exception {
    until(() -> lab.state().ready());
    lab.disconnect();
    until(() -> lab.state().link() == Link.DISCONNECTED);
    Path file =
        Files.writeString(
            folder.resolve("bench.yaml"),
            """
            chip: amf420
            instruments:
              heaters: {kind: board, link: "serial:ports/heaters"}
              taps: {kind: board, link: "serial:ports/taps"}
              switch: {kind: osw, link: "serial:ports/switch"}
              laser: {kind: hp816x, link: "serial:ports/laser"}
            timing: {timeoutMs: 300, attempts: 3}
            """);
    try (EmulatedBench emulated =
        EmulatedBench.start(
            BenchFile.read(file),
            VirtualBenches.open("sim:amf420", 1),
            FaultPlan.parse(""),
            WireTiming.INSTANT)) {
      onScreen(
          () -> {
            size(1280, 800);
            window.choose(file.toString(), 1);
            robot.lookup("#identify").queryAs(Button.class).fire();
          });
      until(() -> robot.lookup("#identified").queryLabeled().getText().endsWith("in order."));
      picture("identify");
      emulated.emulators().get(2).close();
      until(() -> !robot.lookup("#identify").queryAs(Button.class).isDisabled());
      onScreen(() -> robot.lookup("#identify").queryAs(Button.class).fire());
      until(() -> robot.lookup("#identified").queryLabeled().getText().contains("not in order"));
      onScreen(() -> window.setDark(true));
      picture("identify-wrong");
      until(() -> !robot.lookup("#connect").queryAs(Button.class).isDisabled());
      onScreen(() -> robot.lookup("#connect").queryAs(Button.class).fire());
      until(
          () ->
              lab.log().after(0).stream()
                  .anyMatch(alarm -> alarm.text().startsWith("Could not connect")));
      picture("connect-failed");
    }
  }

  private void size(double width, double height) {
    stage.setWidth(width);
    stage.setHeight(height);
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
