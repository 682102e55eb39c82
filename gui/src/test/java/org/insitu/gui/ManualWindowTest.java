package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.gui.model.Alarm;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ManualControl;
import org.insitu.gui.model.MeshPresets;
import org.insitu.gui.view.MainWindow;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Every control of the Manual tab, used as a user does, on a chip whose laser can be tuned. */
@ExtendWith(ApplicationExtension.class)
final class ManualWindowTest {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("danger");

  /** What a number field of three digits rounds off. */
  private static final double TYPED_RAD = 1e-3;

  /** The chip was calibrated just now; a wrong sign or port is off by far more. */
  private static final double OUTPUT_PHASE_RAD = 0.1;

  @TempDir static Path folder;

  private final BreakableBench.Opener chips = new BreakableBench.Opener();
  private OpenWindow open;
  private Laboratory lab;
  private MainWindow window;

  @Start
  void open(Stage stage) throws IOException {
    chips.tunable(new LaserTuning(1550e-9, 1495e-9, 1640e-9));
    Path runs = Files.createTempDirectory(folder, "runs");
    open = OpenWindow.on(stage, chips, "sim:ideal", true, runs, () -> {});
    lab = open.lab();
    window = open.window();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void launchesEveryVectorThroughEveryMesh(FxRobot robot) throws Exception {
    ready(robot);
    double half = 0.5;
    for (Map.Entry<String, double[]> input :
        Map.of(
                "port-0", new double[] {1, 0, 0, 0},
                "port-1", new double[] {0, 1, 0, 0},
                "port-2", new double[] {0, 0, 1, 0},
                "port-3", new double[] {0, 0, 0, 1},
                "uniform", new double[] {half, half, half, half},
                "alternating", new double[] {half, -half, half, -half})
            .entrySet()) {
      robot.clickOn("#input-" + input.getKey());
      until(() -> read() && Arrays.equals(launched(), input.getValue()));
    }
    robot.clickOn("#input-random");
    until(() -> read() && launched()[0] != half && Math.abs(launched()[0]) < 1);
    Mesh mesh = lab.manual().mesh().orElseThrow();
    Map<String, MeshPhases> known =
        Map.of(
            "bar", MeshPhases.bar(mesh),
            "cross", MeshPresets.cross(mesh),
            "dft", MeshPresets.dft(mesh));
    for (Map.Entry<String, MeshPhases> wanted : known.entrySet()) {
      robot.clickOn("#mesh-" + wanted.getKey());
      until(() -> read() && Arrays.equals(set().theta(), wanted.getValue().theta()));
      assertArrayEquals(wanted.getValue().phi(), set().phi(), wanted.getKey());
    }
    robot.clickOn("#mesh-random");
    until(() -> read() && !Arrays.equals(set().theta(), known.get("dft").theta()));
    double[] first = set().theta();
    robot.clickOn("#mesh-random");
    until(() -> read() && !Arrays.equals(set().theta(), first));
  }

  @Test
  void jogsTheHeaterThatIsClickedInTheMesh(FxRobot robot) throws Exception {
    ready(robot);
    robot.clickOn("#mesh-bar");
    until(() -> read() && lab.manual().phases().isPresent());
    double start = number(robot);
    assertEquals(Math.PI, start, TYPED_RAD);
    robot.clickOn("#jog-0");
    jogged(robot, 0);
    robot.clickOn("#jog-plus");
    jogged(robot, Math.PI / 2);
    robot.clickOn("#jog-negate");
    jogged(robot, 1.5 * Math.PI);
    robot.clickOn("#jog-minus");
    jogged(robot, Math.PI);
    robot.clickOn("#jog-half-pi");
    jogged(robot, Math.PI / 2);
    robot.clickOn("#jog-three-half-pi");
    jogged(robot, 1.5 * Math.PI);
    robot.clickOn("#jog-pi");
    jogged(robot, Math.PI);
    TextField number = field(robot, "#manual-phase-number");
    robot.interact(() -> number.setText("much"));
    assertTrue(number.getPseudoClassStates().contains(WRONG));
    robot.interact(() -> number.setText("1.25"));
    assertFalse(number.getPseudoClassStates().contains(WRONG));
    robot.clickOn(number).push(KeyCode.ENTER);
    jogged(robot, 1.25);
    // A φ is chosen from the keyboard, in the list.
    robot.interact(
        () -> robot.lookup("#manual-heater").queryComboBox().getSelectionModel().selectNext());
    until(() -> Math.abs(number(robot) - Math.PI) < TYPED_RAD);
    robot.interact(
        () -> robot.lookup("#manual-heater").queryComboBox().getSelectionModel().select(6));
    assertEquals("-φ", robot.lookup("#jog-negate").queryButton().getText());
  }

  @Test
  void turnsTheLightAndSetsTheLaserWithinItsRanges(FxRobot robot) throws Exception {
    ready(robot);
    robot.clickOn("#backward");
    until(() -> lit().direction() == Direction.BACKWARD && read());
    assertEquals(Direction.BACKWARD, lab.manual().reading().orElseThrow().direction());
    until(() -> arrow(robot) > 0.9);
    robot.clickOn("#forward");
    until(() -> lit().direction() == Direction.FORWARD);
    until(() -> arrow(robot) < 0.1);
    TextField power = field(robot, "#laser-power");
    for (String wrong : new String[] {"0", "-1", "4.26", "much", "NaN", ""}) {
      robot.interact(() -> power.setText(wrong));
      assertTrue(power.getPseudoClassStates().contains(WRONG), wrong);
      assertTrue(robot.lookup("#set-laser").query().isDisabled(), wrong);
      assertTrue(note(robot).contains("above 0, up to 4.25 mW"), note(robot));
    }
    robot.interact(() -> power.setText("2.5"));
    robot.clickOn("#set-laser");
    until(() -> Math.abs(lit().laser().powerW() - 2.5e-3) < 1e-9);
    TextField wavelength = field(robot, "#laser-wavelength");
    assertEquals("1550", wavelength.getText());
    for (String wrong : new String[] {"1494.9", "1641", "red", "NaN", ""}) {
      robot.interact(() -> wavelength.setText(wrong));
      assertTrue(wavelength.getPseudoClassStates().contains(WRONG), wrong);
      assertTrue(robot.lookup("#set-wavelength").query().isDisabled(), wrong);
      assertTrue(note(robot).contains("1495 to 1640 nm"), note(robot));
    }
    robot.interact(() -> wavelength.setText("1560.5"));
    robot.clickOn("#set-wavelength");
    until(() -> lit().laser().tuning().orElseThrow().at(1560.5e-9));
    until(() -> robot.lookup("#chip-facts").queryLabeled().getText().contains("1560.5 nm"));
    assertEquals(2.5e-3, lit().laser().powerW(), 1e-9, "power stays");
    // A calibration belongs to its wavelength.
    until(() -> note(robot).startsWith("The calibration was made at 1550.00 nm"));
    assertTrue(warned());
    until(() -> lab.state().ready());
    lab.calibrate();
    until(() -> lab.state().ready() && lab.detuned().isEmpty());
    until(() -> note(robot).equals("Power above 0, up to 4.25 mW; wavelength 1495 to 1640 nm."));
  }

  @Test
  void selfConfiguringReadsPhasesThatALiveReadingKeeps(FxRobot robot) throws Exception {
    ready(robot);
    robot.clickOn("#mesh-dft");
    until(this::read);
    robot.clickOn("#input-uniform");
    until(() -> read() && launched()[3] == 0.5);
    robot.clickOn("#mesh-random");
    until(
        () -> read() && set().theta()[0] != MeshPresets.dft(lab.manual().mesh().get()).theta()[0]);
    assertFalse(lab.manual().reading().orElseThrow().phasesRead());
    robot.clickOn("#read-phases");
    until(() -> read() && lab.manual().reading().orElseThrow().phasesRead());
    agree(lab.manual().reading().orElseThrow());
    ManualControl.Reading first = lab.manual().reading().orElseThrow();
    until(() -> !lab.manual().reading().orElseThrow().equals(first));
    assertTrue(lab.manual().reading().orElseThrow().phasesRead());
    agree(lab.manual().reading().orElseThrow());
    robot.clickOn("#input-port-1");
    until(() -> read() && !lab.manual().reading().orElseThrow().phasesRead());
    // Without live readings nothing is read by itself.
    robot.clickOn("#manual-live");
    until(() -> lab.state().ready());
    long frames = window.frames();
    until(() -> window.frames() > frames + 4);
    ManualControl.Reading last = lab.manual().reading().orElseThrow();
    until(() -> window.frames() > frames + 16);
    assertEquals(last, lab.manual().reading().orElseThrow());
  }

  /** Output phases have no common zero: they agree but for one angle. */
  private static void agree(ManualControl.Reading reading) {
    ComplexBatch chip = reading.output();
    ComplexBatch model = reading.model();
    double re = 0;
    double im = 0;
    double size = 0;
    for (int port = 0; port < chip.ports(); port++) {
      double a = chip.re()[port][0];
      double b = chip.im()[port][0];
      double c = model.re()[port][0];
      double d = model.im()[port][0];
      re += a * c + b * d;
      im += a * d - b * c;
      size += Math.hypot(a, b) * Math.hypot(c, d);
    }
    assertEquals(1, Math.hypot(re, im) / size, OUTPUT_PHASE_RAD * OUTPUT_PHASE_RAD / 2);
  }

  private void ready(FxRobot robot) throws TimeoutException {
    until(() -> lab.state().ready());
    lab.calibrate();
    until(() -> lab.state().calibration().isPresent() && lab.state().ready());
    robot.clickOn("#tab-manual");
    until(() -> robot.lookup("#manual-reason").queryLabeled().getText().isEmpty());
    until(() -> lab.telemetry().isPresent());
  }

  private void jogged(FxRobot robot, double wantedRad) throws TimeoutException {
    until(() -> lab.manual().phases().isPresent());
    until(() -> read() && Math.abs(set().theta()[0] - wantedRad) < TYPED_RAD);
    assertEquals(wantedRad, number(robot), TYPED_RAD);
  }

  private boolean read() {
    return lab.manual().reading().isPresent() && lab.state().ready();
  }

  private double[] launched() {
    ComplexBatch vector = lab.manual().reading().orElseThrow().input();
    double[] re = new double[vector.ports()];
    Arrays.setAll(re, port -> vector.re()[port][0]);
    return re;
  }

  private MeshPhases set() {
    return lab.manual().phases().orElseThrow();
  }

  private ChipTelemetry lit() {
    return lab.telemetry().orElseThrow();
  }

  private boolean warned() {
    return lab.log().after(0).stream()
        .anyMatch(
            alarm ->
                alarm.severity() == Alarm.Severity.WARNING
                    && alarm.text().startsWith("The calibration was made at"));
  }

  /** Returns where the arrow of the light stands, 0..1 from the left. */
  private static double arrow(FxRobot robot) {
    Node mesh = robot.lookup("#manual-mesh").query();
    Node arrow = robot.from(mesh).lookup("#light-arrow").query();
    return arrow.getBoundsInParent().getCenterX() / mesh.getLayoutBounds().getWidth();
  }

  private static double number(FxRobot robot) {
    return Double.parseDouble(field(robot, "#manual-phase-number").getText());
  }

  private static String note(FxRobot robot) {
    return robot.lookup("#laser-note").queryLabeled().getText();
  }

  private static TextField field(FxRobot robot, String id) {
    Node found = robot.lookup(id).query();
    return (TextField) found;
  }
}
