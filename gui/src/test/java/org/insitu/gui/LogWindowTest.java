package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.insitu.gui.model.Alarm;
import org.insitu.gui.model.Alarm.Severity;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.WindowSettings;
import org.insitu.gui.view.MainWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The log, the bars that are always on screen, and what the window remembers. */
@ExtendWith(ApplicationExtension.class)
final class LogWindowTest {
  @TempDir static Path folder;

  private Stage stage;
  private Path runs;
  private OpenWindow open;
  private Laboratory lab;
  private MainWindow window;

  @Start
  void open(Stage newStage) throws IOException {
    stage = newStage;
    runs = Files.createTempDirectory(folder, "runs");
    open = OpenWindow.on(stage, new AnyBench(), false, runs, () -> {});
    lab = open.lab();
    window = open.window();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void keepsTheOrderAndFiltersBySeverityAndText(FxRobot robot) throws Exception {
    List<Severity> severities =
        List.of(Severity.INFO, Severity.WARNING, Severity.ERROR, Severity.DANGER);
    for (int i = 0; i < 300; i++) {
      lab.log().add(severities.get(i % 4), "entry " + i);
    }
    robot.clickOn("#tab-log");
    until(() -> shown(robot).size() == 300);
    for (int i = 0; i < 300; i++) {
      assertEquals(i + 1, shown(robot).get(i).number());
      assertEquals("entry " + i, shown(robot).get(i).text());
    }
    robot.clickOn("#show-info");
    until(() -> shown(robot).size() == 225);
    robot.clickOn("#show-warning").clickOn("#show-error");
    until(() -> shown(robot).stream().allMatch(alarm -> alarm.severity() == Severity.DANGER));
    assertEquals(75, shown(robot).size());
    TextField search = robot.lookup("#log-search").queryAs(TextField.class);
    robot.clickOn(search).write("ENTRY 29");
    until(() -> shown(robot).size() == 3);
    assertEquals("entry 291", shown(robot).get(0).text());
    // What comes in while it is filtered out is there afterwards.
    lab.log().add(Severity.INFO, "late");
    robot.push(KeyCode.CONTROL, KeyCode.A).push(KeyCode.DELETE);
    robot.clickOn("#show-info").clickOn("#show-warning").clickOn("#show-error");
    until(() -> shown(robot).size() == 301);
    assertEquals("late", shown(robot).get(300).text());
  }

  @Test
  void theLastSentenceIsNeverCutHoweverLongItIs(FxRobot robot) throws Exception {
    robot.clickOn("#connect");
    until(() -> lab.state().ready() && lab.telemetry().isPresent());
    Label sentence = robot.lookup("#last-alarm").queryAs(Label.class);
    until(() -> sentence.getText().startsWith("Connected"));
    lab.log().add(Severity.INFO, "short");
    until(() -> sentence.getText().equals("short"));
    settle();
    double row = sentence.getHeight();
    String text = "what is wrong, where it is and what to do about it; ".repeat(8);
    lab.log().add(Severity.ERROR, text);
    until(() -> sentence.getText().equals(text));
    until(() -> sentence.getHeight() > 2 * row);
    settle();
    assertTrue(sentence.getHeight() >= sentence.prefHeight(sentence.getWidth()) - 1);
    Node facts = robot.lookup("#chip-facts").query();
    assertTrue(
        facts.getBoundsInParent().getMinY() >= sentence.getBoundsInParent().getMaxY() - 1,
        "they do not overlap");
    assertTrue(
        facts.localToScene(facts.getBoundsInLocal()).getMaxY() <= stage.getScene().getHeight() + 1);
  }

  @Test
  void theSafeStateButtonIsOnEveryTabAndWorks(FxRobot robot) throws Exception {
    robot.clickOn("#connect");
    until(() -> lab.state().ready() && lab.telemetry().isPresent());
    for (String tab : List.of("train", "calibrate", "manual", "runs", "log", "mesh")) {
      robot.clickOn("#tab-" + tab);
      robot.clickOn("#light");
      until(() -> !lab.state().safe() && lab.state().ready());
      robot.clickOn("#safe-state");
      until(() -> lab.state().safe());
      until(() -> lab.telemetry().orElseThrow().totalHeaterPowerW() == 0);
      until(() -> lab.telemetry().orElseThrow().laser().powerW() == 0);
      until(() -> lab.state().ready());
    }
  }

  @Test
  void aSeedThatIsNoneIsMarkedAndNothingConnects(FxRobot robot) throws Exception {
    TextField seed = robot.lookup("#chip-seed").queryAs(TextField.class);
    robot.interact(() -> seed.setText("one"));
    until(() -> robot.lookup("#connect").query().isDisabled());
    assertEquals(
        "The seed must be a whole number.", robot.lookup("#state").queryLabeled().getText());
    assertTrue(
        seed.getPseudoClassStates().stream()
            .anyMatch(state -> state.getPseudoClassName().equals("danger")));
    robot.interact(() -> seed.setText("2"));
    until(() -> !robot.lookup("#connect").query().isDisabled());
    robot.clickOn("#tab-calibrate");
    robot.interact(() -> robot.lookup("#unitaries").queryAs(TextField.class).setText("1"));
    until(
        () ->
            robot
                .lookup("#unitaries-range")
                .queryLabeled()
                .getText()
                .equals("unitaries: 2 to 100000"));
    assertTrue(robot.lookup("#test-fidelity").query().isDisabled());
  }

  @Test
  void remembersThemeAndTabWhenItIsClosed(FxRobot robot) throws Exception {
    String light = Application.getUserAgentStylesheet();
    robot.clickOn("#theme");
    assertNotEquals(light, Application.getUserAgentStylesheet());
    robot.push(KeyCode.CONTROL, KeyCode.D);
    assertEquals(light, Application.getUserAgentStylesheet());
    robot.push(KeyCode.CONTROL, KeyCode.D).clickOn("#tab-runs");
    robot.interact(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    until(() -> settings().map(kept -> kept.dark() && kept.tab() == 4).orElse(false));
  }

  /** Returns what is kept in the file of settings, once there is one. */
  private Optional<WindowSettings> settings() throws IOException {
    try (Stream<Path> files = Files.walk(runs)) {
      return files
          .filter(file -> file.endsWith("window.properties"))
          .findFirst()
          .map(WindowSettings::new);
    }
  }

  private void settle() throws Exception {
    long frames = window.frames();
    until(() -> window.frames() > frames + 3);
  }

  private static List<Alarm> shown(FxRobot robot) {
    @SuppressWarnings("unchecked") // the table of the log holds alarms
    TableView<Alarm> table = robot.lookup("#log").queryAs(TableView.class);
    return table.getItems();
  }
}
