package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Stage;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.paint.MeshView;
import org.insitu.gui.view.MainWindow;
import org.insitu.mesh.chip.ChipLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The picture of the chip: pointed at, clicked, zoomed and moved. */
@ExtendWith(ApplicationExtension.class)
final class MeshWindowTest {
  /** θ(5,0), which the light of the published chip always meets. */
  private static final int HEATER = 8;

  @TempDir static Path folder;

  private OpenWindow open;
  private Laboratory lab;
  private MainWindow window;

  @Start
  void open(Stage stage) throws IOException {
    Path runs = Files.createTempDirectory(folder, "runs");
    open = OpenWindow.on(stage, new AnyBench(), "sim:amf420", true, runs, () -> {});
    lab = open.lab();
    window = open.window();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void tellsEverythingOfTheHeaterThatIsPointedAtAndSelectsTheOneThatIsClicked(FxRobot robot)
      throws Exception {
    lit(robot);
    until(() -> facts(robot).startsWith("Select a heater"));
    String name = layout().heaters().get(HEATER).name();
    robot.moveTo(screen(HEATER));
    until(() -> hover(robot).contains(name));
    for (String fact : new String[] {"channel 17", " V ", "mW", "phase not known", "µW"}) {
      assertTrue(hover(robot).contains(fact), fact + " in " + hover(robot));
    }
    robot.clickOn(screen(HEATER));
    until(() -> facts(robot).startsWith(name));
    assertEquals(Optional.of(HEATER), window.mesh().selected());
    lab.calibrate();
    until(() -> lab.state().ready() && lab.state().calibration().isPresent());
    until(() -> facts(robot).matches(".*phase \\d\\.\\d+ rad \\(\\d\\.\\d+ π\\).*"));
    robot.moveTo("#tab-mesh");
    until(() -> window.mesh().isFocused());
    robot.push(KeyCode.RIGHT);
    until(() -> !facts(robot).startsWith(name));
    robot.push(KeyCode.LEFT);
    until(() -> facts(robot).startsWith(name));
  }

  @Test
  void zoomsAroundThePointerAndMoves(FxRobot robot) throws Exception {
    lit(robot);
    MeshView mesh = window.mesh();
    Point2D first = screen(HEATER);
    wheel(robot, HEATER, 200);
    until(() -> mesh.zoom() > 1);
    assertTrue(screen(HEATER).distance(first) < 3, "the heater under the pointer stays");
    double near = mesh.zoom();
    robot.clickOn("#zoom-in");
    until(() -> mesh.zoom() > near);
    robot.clickOn("#zoom-out");
    until(() -> mesh.zoom() < near * 1.01);
    Point2D before = screen(HEATER);
    robot.moveTo(first).press(MouseButton.PRIMARY).moveBy(30, 20).release(MouseButton.PRIMARY);
    until(() -> screen(HEATER).distance(before.add(30, 20)) < 8);
    assertEquals(Optional.empty(), mesh.selected(), "what was dragged was not clicked");
    robot.clickOn("#zoom-all");
    until(() -> mesh.zoom() == 1);
    robot.interact(mesh::requestFocus);
    robot.push(KeyCode.PLUS);
    until(() -> mesh.zoom() > 1);
    robot.push(KeyCode.MINUS);
    until(() -> mesh.zoom() == 1);
    robot.push(KeyCode.PLUS).push(KeyCode.DIGIT0);
    until(() -> mesh.zoom() == 1);
  }

  @Test
  void aMeshOf64PortsIsLitAndEveryHeaterCanBeSelected(FxRobot robot) throws Exception {
    lit(robot);
    Path file =
        Files.writeString(
            folder.resolve("mesh64.yaml"),
            "simulate: ideal\nlayout: {topology: rectangular, ports: 64}\n");
    lab.connect(file.toString(), 1);
    until(() -> lab.state().ready() && layout().mesh().ports() == 64);
    until(() -> lab.telemetry().isPresent());
    MeshView mesh = window.mesh();
    robot.interact(() -> mesh.zoomBy(1));
    int heater = layout().heaters().size() / 2;
    until(() -> mesh.place(heater).isPresent());
    String name = layout().heaters().get(heater).name();
    wheel(robot, heater, 600);
    until(() -> mesh.zoom() > 4);
    robot.clickOn(screen(heater));
    until(() -> facts(robot).startsWith(name + " "));
  }

  private void lit(FxRobot robot) throws TimeoutException {
    until(() -> lab.state().ready() && lab.telemetry().isPresent());
    robot.clickOn("#tab-mesh");
    until(() -> window.mesh().place(HEATER).isPresent());
  }

  /** Turns the wheel over a heater; the screen in memory has no wheel of its own. */
  private void wheel(FxRobot robot, int heater, double pixels) {
    MeshView mesh = window.mesh();
    // An event without a target has the coordinates of its scene.
    Point2D at = mesh.localToScene(mesh.place(heater).orElseThrow());
    robot.interact(
        () ->
            Event.fireEvent(
                mesh,
                new ScrollEvent(
                    ScrollEvent.SCROLL,
                    at.getX(),
                    at.getY(),
                    0,
                    0,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    0,
                    pixels,
                    0,
                    pixels,
                    ScrollEvent.HorizontalTextScrollUnits.NONE,
                    0,
                    ScrollEvent.VerticalTextScrollUnits.NONE,
                    0,
                    0,
                    null)));
  }

  private ChipLayout layout() {
    return lab.state().layout().orElseThrow();
  }

  private Point2D screen(int heater) {
    return window.mesh().localToScreen(window.mesh().place(heater).orElseThrow());
  }

  private static String facts(FxRobot robot) {
    return robot.lookup("#heater-facts").queryLabeled().getText();
  }

  /** What the tooltip says; nothing while it is hidden. */
  private static String hover(FxRobot robot) {
    return robot.listWindows().stream()
        .filter(Tooltip.class::isInstance)
        .map(shown -> ((Tooltip) shown).getText())
        .findFirst()
        .orElse("");
  }
}
