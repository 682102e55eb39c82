package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.insitu.gui.model.DriftReport;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.view.MainWindow;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** A calibrated chip in the user's hand: single heaters of all parts, and its drift. */
@ExtendWith(ApplicationExtension.class)
final class HandWindowTest {
  /** A voltage that was just written gives the phase it was written for. */
  private static final double PHASE_TOLERANCE_RAD = 1e-3;

  /** The published chip drifts by 0.02 rad or so; a wrong sign or unit shows as far more. */
  private static final double MOST_DRIFT_RAD = 0.2;

  @TempDir static Path folder;

  private final BreakableBench.Opener chips = new BreakableBench.Opener();
  private Laboratory lab;
  private MainWindow window;
  private OpenWindow open;

  @Start
  void open(Stage stage) throws IOException {
    Path runs = Files.createTempDirectory(folder, "runs");
    open = OpenWindow.on(stage, chips, "sim:amf420", true, runs, () -> {});
    lab = open.lab();
    window = open.window();
  }

  @AfterEach
  void close() {
    open.close();
  }

  private void calibrated() throws TimeoutException {
    until(() -> lab.state().ready());
    lab.calibrate();
    until(() -> lab.state().calibration().isPresent() && lab.state().ready());
  }

  @Test
  void measuresTheDriftSinceTheCalibration(FxRobot robot) throws Exception {
    calibrated();
    robot.clickOn("#tab-calibrate");
    until(() -> !robot.lookup("#measure-drift").queryAs(Button.class).isDisabled());
    robot.clickOn("#measure-drift");
    until(() -> lab.drift().isPresent() && lab.state().ready());
    DriftReport drift = lab.drift().orElseThrow();
    assertEquals(29, drift.driftRad().length);
    assertTrue(drift.rmsRad() > 0 && drift.rmsRad() < MOST_DRIFT_RAD, "rms " + drift.rmsRad());
    assertTrue(drift.onChip() && drift.ageSeconds() > 0);
    until(
        () ->
            robot
                .lookup("#last-alarm")
                .queryLabeled()
                .getText()
                .startsWith("Drift since the calibration: rms"));
  }

  @Test
  void setsAHeaterOfAChainAndLaunchesAgain(FxRobot robot) throws Exception {
    calibrated();
    robot.clickOn("#tab-manual");
    until(() -> robot.lookup("#manual-reason").queryLabeled().getText().isEmpty());
    ChipLayout layout = lab.state().layout().orElseThrow();
    int generator = layout.heaters(HeaterRole.GENERATOR, HeaterKind.THETA)[0];
    String name = layout.heaters().get(generator).name() + " generator";
    ComboBox<String> heater = robot.lookup("#manual-heater").queryComboBox();
    assertEquals(29, heater.getItems().size());
    WaitForAsyncUtils.waitForAsyncFx(5000, () -> heater.setValue(name));
    Slider slider = robot.lookup("#manual-phase").queryAs(Slider.class);
    WaitForAsyncUtils.waitForAsyncFx(5000, () -> slider.setValue(2.5));
    until(() -> lab.manual().held() && lab.state().ready());
    until(() -> Math.abs(phase(generator) - 2.5) < PHASE_TOLERANCE_RAD);
    until(() -> robot.lookup("#manual-reason").queryLabeled().getText().contains("is set by hand"));
    // The live reading must leave it alone.
    long frames = window.frames();
    until(() -> window.frames() > frames + 12);
    assertEquals(2.5, phase(generator), PHASE_TOLERANCE_RAD);
    robot.clickOn("#input-uniform");
    until(() -> !lab.manual().held() && lab.manual().reading().isPresent());
    until(() -> robot.lookup("#manual-reason").queryLabeled().getText().isEmpty());
    assertTrue(Math.abs(MeshPhases.wrap(phase(generator)) - 2.5) > PHASE_TOLERANCE_RAD);
  }

  private double phase(int heater) {
    return lab.phases().orElseThrow().rad(lab.telemetry().orElseThrow().voltageV())[heater];
  }

  @Test
  void refusesAVectorOfTheWrongLength(FxRobot robot) throws Exception {
    calibrated();
    robot.clickOn("#tab-manual");
    until(() -> robot.lookup("#manual-reason").queryLabeled().getText().isEmpty());
    TextField typed = robot.lookup("#typed-vector").queryAs(TextField.class);
    Button launch = robot.lookup("#launch-typed").queryAs(Button.class);
    for (String wrong : new String[] {"1, 1, 1", "1, 1, 1, x", "0, 0, 0, 0", ""}) {
      WaitForAsyncUtils.waitForAsyncFx(5000, () -> typed.setText(wrong));
      assertTrue(launch.isDisabled(), wrong);
    }
    WaitForAsyncUtils.waitForAsyncFx(5000, () -> typed.setText("3, 0, 0, 4i"));
    robot.clickOn(launch);
    until(() -> lab.manual().reading().isPresent());
    assertEquals(0.8, lab.manual().reading().orElseThrow().input().im()[3][0], 1e-12);
  }
}
