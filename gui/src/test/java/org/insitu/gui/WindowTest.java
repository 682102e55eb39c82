package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.insitu.driver.calibration.Calibration;
import org.insitu.gui.model.Alarm;
import org.insitu.gui.model.FidelityMonitor;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.LabState.Link;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ManualControl;
import org.insitu.gui.model.TrainingMonitor;
import org.insitu.gui.view.MainWindow;
import org.insitu.trainer.run.RunControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The window, used as a user does: by clicking and typing. */
@ExtendWith(ApplicationExtension.class)
final class WindowTest {
  /** Crosstalk and coupler errors of the virtual chip move amplitudes by a few percent. */
  private static final double MODEL_AGREEMENT = 0.15;

  @TempDir static Path folder;

  private final BreakableBench.Opener chips = new BreakableBench.Opener();
  private Laboratory lab;
  private Path runs;
  private MainWindow window;
  private OpenWindow open;

  @Start
  void open(Stage stage) throws IOException {
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
  void trainsMoonsToTheEndByClicking(FxRobot robot) throws Exception {
    connected();
    fill(robot, "#field-iterations", "25");
    robot.clickOn("#tab-mesh").clickOn("#start");
    until(() -> over().isPresent());
    robot.clickOn("#tab-train");
    for (String cost : List.of("launches", "heater writes", "tap reads", "switches", "chip time")) {
      until(() -> counters(robot).matches("(?s).*" + cost + " +[1-9].*"));
    }
    // A fast machine needs less than half a second, which is shown as 0 s.
    until(() -> counters(robot).matches("(?s).*wall time +[0-9]+ s.*"));
    TrainingMonitor run = over().orElseThrow();
    assertEquals(25, run.loss().points().size());
    assertTrue(run.snapshot().finished().orElseThrow().summary().last().isPresent());
    until(() -> logged(alarm -> alarm.text().startsWith("moons finished after 25 of 25")));
    try (Stream<Path> files = Files.list(runs.resolve("moons-seed1"))) {
      assertTrue(files.anyMatch(file -> file.endsWith("summary.json")));
    }
  }

  @Test
  void pausesStepsAndResumes(FxRobot robot) throws Exception {
    running(robot);
    TrainingMonitor run = lab.training().orElseThrow();
    robot.clickOn("#pause");
    until(() -> run.control().state() == RunControl.State.PAUSED);
    until(() -> robot.lookup("#pause").queryAs(Button.class).getText().equals("Resume"));
    robot.clickOn("#tab-manual");
    until(
        () ->
            robot.lookup("#manual-reason").queryLabeled().getText().startsWith("The chip is busy"));
    assertTrue(robot.lookup("#mesh-bar").query().isDisabled());
    assertTrue(robot.lookup("#read-phases").query().isDisabled());
    int before = run.snapshot().iteration();
    robot.clickOn("#step");
    until(() -> run.snapshot().iteration() > before);
    until(() -> run.control().state() == RunControl.State.PAUSED);
    int stepped = run.snapshot().iteration();
    robot.clickOn("#pause");
    until(() -> run.snapshot().iteration() > stepped + 2);
    robot.clickOn("#stop");
    until(() -> over().isPresent());
    assertTrue(run.snapshot().finished().orElseThrow().summary().stopped());
  }

  @Test
  void bringsHeatersToZeroInMidRun(FxRobot robot) throws Exception {
    running(robot);
    assertTrue(chips.last().highestV() > 0);
    robot.push(KeyCode.F12);
    until(() -> lab.state().safe() && lab.state().activity() == Activity.IDLE);
    until(() -> lab.telemetry().orElseThrow().totalHeaterPowerW() == 0);
    assertEquals(0, chips.last().highestV());
    assertTrue(logged(alarm -> alarm.text().startsWith("Safe state:")));
    assertEquals(Link.CONNECTED, lab.state().link());
    // And it can go on from there.
    until(() -> lab.state().ready());
    robot.clickOn("#light");
    until(() -> chips.last().highestV() > 0 && !lab.state().safe());
  }

  @Test
  void showsTheSafeStateWhileASlowReadingStillKeepsTheRun(FxRobot robot) throws Exception {
    running(robot);
    CountDownLatch gate = new CountDownLatch(1);
    chips.last().hold(gate);
    try {
      until(() -> chips.last().waiting());
      robot.push(KeyCode.F12);
      until(() -> lab.state().safe());
      assertEquals(Activity.TRAINING, lab.state().activity());
      assertEquals(0, chips.last().highestV());
      until(() -> facts(robot).contains("laser 0.00 mW") && facts(robot).contains("heaters 0 of"));
      until(() -> robot.lookup("#pause").queryAs(Button.class).isDisabled());
      String told = robot.lookup("#progress-text").queryLabeled().getText();
      assertTrue(told.startsWith("stopping"), told);
      assertFalse(told.endsWith("left"), told);
    } finally {
      gate.countDown();
    }
    until(() -> lab.state().activity() == Activity.IDLE && lab.state().safe());
  }

  private static String facts(FxRobot robot) {
    return robot.lookup("#chip-facts").queryLabeled().getText();
  }

  @Test
  void losesTheLinkInMidRunAndComesBack(FxRobot robot) throws Exception {
    running(robot);
    chips.last().cut();
    until(() -> lab.state().link() == Link.LOST);
    assertTrue(
        logged(
            alarm -> alarm.severity() == Alarm.Severity.ERROR && alarm.text().contains("cable")));
    until(() -> robot.lookup("#connect").queryAs(Button.class).getText().equals("Reconnect"));
    robot.clickOn("#connect");
    connected();
    assertTrue(lab.state().ready());
  }

  @Test
  void saysLoudlyThatALostChipMayStillBeHot(FxRobot robot) throws Exception {
    running(robot);
    chips.last().goAway();
    until(() -> lab.state().link() == Link.LOST);
    until(
        () ->
            logged(
                alarm ->
                    alarm.severity() == Alarm.Severity.DANGER
                        && alarm.text().contains("switch off their supply by hand")));
    until(
        () ->
            robot
                .lookup("#last-alarm")
                .queryLabeled()
                .getText()
                .contains("It is not confirmed that its heaters are at 0 V"));
    robot.clickOn("#connect");
    connected();
  }

  @Test
  void closesWhatItOpenedIfConnectingFailsHalfWay(FxRobot robot) throws Exception {
    connected();
    robot.clickOn("#connect");
    until(() -> lab.state().link() == Link.DISCONNECTED);
    chips.breakLasers();
    until(() -> robot.lookup("#connect").queryAs(Button.class).getText().equals("Connect"));
    robot.clickOn("#connect");
    until(() -> logged(alarm -> alarm.text().contains("the laser does not answer")));
    until(() -> lab.state().link() == Link.DISCONNECTED);
    assertTrue(chips.last().closed());
    assertEquals(0, chips.last().highestV());
  }

  @Test
  void tellsWhatIsWrongWithABenchFile(FxRobot robot) throws Exception {
    connected();
    robot.clickOn("#connect");
    until(() -> lab.state().link() == Link.DISCONNECTED);
    Path file = Files.writeString(runs.resolve("bad.yaml"), "simulate: nonsense\n");
    until(() -> !robot.lookup("#chip").queryAs(ComboBox.class).isDisabled());
    WaitForAsyncUtils.waitForAsyncFx(
        5000,
        () -> robot.lookup("#chip").queryAs(ComboBox.class).getEditor().setText(file.toString()));
    robot.clickOn("#connect");
    until(() -> logged(alarm -> alarm.text().contains("bad.yaml")));
    assertEquals(Link.DISCONNECTED, lab.state().link());
  }

  @Test
  void marksWrongNumbersAndRefusesToStart(FxRobot robot) throws Exception {
    connected();
    fill(robot, "#field-batch", "0");
    until(() -> robot.lookup("#start").queryAs(Button.class).isDisabled());
    assertTrue(robot.lookup("#form-mistake").queryLabeled().getText().contains("1 to 400"));
    fill(robot, "#field-batch", "10");
    until(() -> !robot.lookup("#start").queryAs(Button.class).isDisabled());
    assertFalse(robot.lookup("#form-mistake").queryLabeled().isVisible());
  }

  @Test
  void calibratesTestsAndRecalibratesOneHeater(FxRobot robot) throws Exception {
    connected();
    robot.clickOn("#tab-calibrate").clickOn("#calibrate");
    // Sweeps that are done are shown with their fit while others run.
    until(
        () ->
            robot.lookup("#heater-fit").queryLabeled().getText().contains("visibility")
                && lab.state().activity() == Activity.CALIBRATING);
    until(() -> lab.state().calibration().isPresent() && lab.state().ready());
    TableView<?> heaters = robot.lookup("#heaters").queryAs(TableView.class);
    until(
        () ->
            heaters.getItems().size() == 29 && heaters.getSelectionModel().getSelectedIndex() >= 0);
    until(() -> robot.lookup("#heater-fit").queryLabeled().getText().contains("visibility"));
    Calibration first = lab.state().calibration().orElseThrow();
    until(() -> !robot.lookup("#recalibrate").queryAs(Button.class).isDisabled());
    robot.clickOn("#recalibrate");
    until(() -> lab.state().ready() && !lab.state().calibration().orElseThrow().equals(first));
    Calibration second = lab.state().calibration().orElseThrow();
    assertEquals(first.heaters().get(5), second.heaters().get(5));
    robot.clickOn("#unitaries").push(KeyCode.CONTROL, KeyCode.A).write("4");
    until(() -> !robot.lookup("#test-fidelity").queryAs(Button.class).isDisabled());
    robot.clickOn("#test-fidelity");
    until(() -> lab.fidelity().flatMap(FidelityMonitor::result).isPresent());
    assertEquals(4, lab.fidelity().orElseThrow().result().orElseThrow().unitaries());
  }

  @Test
  void obeysTheHandAndRestsInTheSafeState(FxRobot robot) throws Exception {
    connected();
    robot.clickOn("#tab-manual");
    until(() -> robot.lookup("#manual-reason").queryLabeled().getText().contains("not calibrated"));
    lab.calibrate();
    until(() -> lab.state().calibration().isPresent() && lab.state().ready());
    until(() -> robot.lookup("#manual-reason").queryLabeled().getText().isEmpty());
    robot.clickOn("#input-uniform");
    until(() -> lab.manual().reading().isPresent());
    until(() -> reading().input().re()[3][0] == 0.5);
    robot.clickOn("#mesh-cross");
    until(() -> lab.manual().phases().orElseThrow().theta()[0] == 0 && lab.state().ready());
    for (int port = 0; port < 4; port++) {
      assertEquals(
          Math.hypot(reading().model().re()[port][0], reading().model().im()[port][0]),
          reading().output().re()[port][0],
          MODEL_AGREEMENT,
          "port " + port);
    }
    robot.push(KeyCode.F12);
    until(() -> lab.state().safe());
    // Readings go on ten times a second; none may light the chip again.
    long frames = window.frames();
    until(() -> window.frames() > frames + 12);
    assertEquals(0, chips.last().highestV());
    assertTrue(lab.state().safe());
  }

  private ManualControl.Reading reading() {
    return lab.manual().reading().orElseThrow();
  }

  @Test
  void savesACalibrationAndRefusesWhatIsNone(FxRobot robot) throws Exception {
    connected();
    lab.calibrate();
    until(() -> lab.state().calibration().isPresent() && lab.state().ready());
    Path file = runs.resolve("calibration.json");
    lab.saveCalibration(file);
    until(() -> logged(alarm -> alarm.text().startsWith("Saved the calibration")));
    until(() -> lab.state().ready());
    lab.loadCalibration(file);
    until(() -> logged(alarm -> alarm.text().startsWith("Loaded the calibration")));
    until(() -> lab.state().ready());
    lab.loadCalibration(Files.writeString(runs.resolve("wrong.json"), "{}"));
    until(() -> logged(alarm -> alarm.text().contains("wrong.json")));
    assertTrue(lab.state().calibration().isPresent());
    robot.clickOn("#tab-log");
    TableView<?> log = robot.lookup("#log").queryAs(TableView.class);
    until(() -> log.getItems().size() == lab.log().size());
  }

  private void connected() throws TimeoutException {
    until(() -> lab.state().ready());
    until(() -> lab.telemetry().isPresent());
  }

  /** Begins a run that will not end by itself. */
  private void running(FxRobot robot) throws TimeoutException {
    connected();
    fill(robot, "#field-iterations", "1000000");
    robot.clickOn("#start");
    until(() -> lab.training().isPresent() && lab.training().get().snapshot().iteration() > 2);
    until(() -> !robot.lookup("#pause").queryAs(Button.class).isDisabled());
  }

  private void fill(FxRobot robot, String field, String text) {
    robot.clickOn("#tab-train");
    TextField at = robot.lookup(field).queryAs(TextField.class);
    robot.clickOn(at);
    robot.push(KeyCode.CONTROL, KeyCode.A);
    robot.write(text);
    assertEquals(text, at.getText());
  }

  private static String counters(FxRobot robot) {
    return robot.lookup("#counters").queryLabeled().getText();
  }

  private Optional<TrainingMonitor> over() {
    return lab.training()
        .filter(run -> run.snapshot().over() && lab.state().activity() == Activity.IDLE);
  }

  private boolean logged(Predicate<Alarm> what) {
    List<Alarm> all = lab.log().after(0);
    return all.stream().anyMatch(what);
  }
}
