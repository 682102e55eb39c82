package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.device.DeviceException;
import org.insitu.gui.model.Alarm;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.LabState.Link;
import org.insitu.gui.model.Laboratory;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.EmulatedBench;
import org.insitu.simulator.firmware.WireTiming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window in front of a bench file, whose instruments are emulated on pseudo terminals. */
@ExtendWith(ApplicationExtension.class)
final class BenchFileWindowTest {
  private static final String BENCH =
      """
      chip: amf420
      instruments:
        heaters: {kind: board, link: "serial:ports/heaters"}
        taps: {kind: board, link: "serial:ports/taps"}
        switch: {kind: osw, link: "serial:ports/switch"}
        laser: {kind: hp816x, link: "serial:ports/laser"}
      timing: {timeoutMs: 300, attempts: 3}
      """;

  @TempDir static Path folder;

  private Laboratory lab;
  private OpenWindow open;
  private Path file;
  private EmulatedBench emulated;

  @Start
  void open(Stage stage) throws IOException, DeviceException {
    Path own = Files.createTempDirectory(folder, "bench");
    file = Files.writeString(own.resolve("bench.yaml"), BENCH);
    emulate();
    open = OpenWindow.on(stage, new AnyBench(), file.toString(), false, own, () -> {});
    lab = open.lab();
  }

  private void emulate() throws IOException, DeviceException {
    emulated =
        EmulatedBench.start(
            BenchFile.read(file),
            VirtualBenches.open("sim:amf420", 1),
            FaultPlan.parse(""),
            WireTiming.INSTANT);
  }

  @AfterEach
  void close() throws DeviceException {
    open.close();
    assertEquals(Map.of(), emulated.chip().live());
    emulated.close();
  }

  @Test
  void connectsLightsAndLetsGoAtZeroVolts(FxRobot robot) throws Exception {
    assertEquals("no chip connected", robot.lookup("#state").queryLabeled().getText());
    robot.clickOn("#connect");
    until(() -> lab.state().ready());
    assertFalse(emulated.chip().live().isEmpty());
    until(() -> robot.lookup("#state").queryLabeled().getText().startsWith("idle"));
    assertTrue(robot.lookup("#state-chip").queryLabeled().getText().endsWith("bench.yaml"));
    robot.clickOn("#identify");
    until(() -> robot.lookup("#identify-panel").query().isVisible());
    assertEquals(4, lab.identification().orElseThrow().findings().size());
    robot.clickOn("#connect");
    until(() -> lab.state().link() == Link.DISCONNECTED);
    assertEquals(Map.of(), emulated.chip().live());
  }

  @Test
  void identifiesEveryInstrumentWithoutLight(FxRobot robot) throws Exception {
    robot.clickOn("#identify");
    until(() -> logged(alarm -> alarm.text().endsWith("findings, all in order.")));
    until(() -> robot.lookup("#identified").queryLabeled().getText().endsWith("all in order."));
    for (String part : new String[] {"heaters", "taps", "switch", "laser"}) {
      assertTrue(
          lab.identification().orElseThrow().findings().stream()
              .anyMatch(finding -> finding.subject().equals(part)),
          part);
    }
    assertEquals(Map.of(), emulated.chip().live());
    assertEquals(Link.DISCONNECTED, lab.state().link());
    until(() -> lab.state().activity() == Activity.IDLE);
    robot.clickOn("#identify-close");
    until(() -> !robot.lookup("#identify-panel").query().isVisible());
  }

  @Test
  void connectingThatFailsHalfWayZeroesWhatAnotherHostLeftOn(FxRobot robot) throws Exception {
    emulated.chip().setVoltages(new int[] {5, 7}, new double[] {3, 2});
    emulated.emulators().get(3).close();
    robot.clickOn("#connect");
    until(() -> logged(alarm -> alarm.text().startsWith("Could not connect")));
    Alarm told = lab.log().after(0).get(0);
    assertTrue(told.text().contains("bench.yaml line 6"), told.text());
    assertTrue(told.text().contains("closed again"), told.text());
    until(() -> lab.state().link() == Link.DISCONNECTED);
    assertEquals(Map.of(), emulated.chip().live());
    // The links are free again: whoever answers can be identified, and who does not is named.
    until(() -> !robot.lookup("#identify").queryAs(Button.class).isDisabled());
    robot.clickOn("#identify");
    until(() -> logged(alarm -> alarm.text().contains("are not in order")));
    assertEquals(1, lab.identification().orElseThrow().wrong());
  }

  @Test
  void aLinkLostInMidCalibrationIsAStateFromWhichItComesBack(FxRobot robot) throws Exception {
    robot.clickOn("#connect");
    until(() -> lab.state().ready());
    robot.clickOn("#tab-calibrate").clickOn("#calibrate");
    until(
        () ->
            lab.calibrating().isPresent() && lab.calibrating().get().snapshot().done().size() > 1);
    emulated.close();
    until(() -> lab.state().link() == Link.LOST);
    until(() -> robot.lookup("#connect").queryAs(Button.class).getText().equals("Reconnect"));
    until(() -> robot.lookup("#state").queryLabeled().getText().startsWith("LOST"));
    emulate();
    robot.clickOn("#connect");
    until(() -> lab.state().ready());
    assertFalse(emulated.chip().live().isEmpty());
  }

  @Test
  void aFileThatIsNoBenchIsRefusedWithItsLine(FxRobot robot) throws Exception {
    Files.writeString(file, BENCH.replace("kind: osw", "kind: oswi"));
    robot.clickOn("#connect");
    until(() -> logged(alarm -> alarm.text().contains("bench.yaml line 5")));
    until(() -> robot.lookup("#last-alarm").queryLabeled().getText().contains("did you mean"));
    assertEquals(Link.DISCONNECTED, lab.state().link());
    robot.clickOn("#identify");
    until(
        () ->
            robot.lookup("#identified").queryLabeled().getText().startsWith("Could not identify"));
  }

  private boolean logged(Predicate<Alarm> what) {
    return lab.log().after(0).stream().anyMatch(what);
  }
}
