package org.insitu.gui;

import static org.insitu.gui.OpenWindow.until;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.paint.MeshView;
import org.insitu.gui.view.MainWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Everything can be reached without a mouse. */
@ExtendWith(ApplicationExtension.class)
final class KeyboardWindowTest {
  @TempDir static Path folder;

  private Stage stage;
  private OpenWindow open;
  private Laboratory lab;
  private MainWindow window;

  @Start
  void open(Stage newStage) throws IOException {
    stage = newStage;
    Path runs = Files.createTempDirectory(folder, "runs");
    RecordedRuns.large(runs.resolve("mnist-seed1"));
    open = OpenWindow.on(stage, new AnyBench(), true, runs, () -> {});
    lab = open.lab();
    window = open.window();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void tabulatorReachesEveryControlOfEveryTab(FxRobot robot) throws Exception {
    until(() -> lab.state().ready() && lab.telemetry().isPresent());
    // What is calibrated has more to choose from.
    lab.calibrate();
    until(() -> lab.state().ready() && lab.state().calibration().isPresent());
    TabPane tabs = robot.lookup("#tabs").queryAs(TabPane.class);
    for (int tab = 0; tab < tabs.getTabs().size(); tab++) {
      int shown = tab;
      robot.interact(() -> window.showTab(shown));
      long frames = window.frames();
      until(() -> window.frames() > frames + 3);
      robot.interact(tabs::requestFocus);
      Set<Node> wanted = onScreen(() -> controls(stage.getScene()));
      assertTrue(wanted.size() > 8, "only " + names(wanted));
      Set<Node> reached = Collections.newSetFromMap(new IdentityHashMap<>());
      // Once round, and some more for what is no control but takes the focus.
      for (int i = 0; i < 2 * wanted.size() + 20 && !reached.containsAll(wanted); i++) {
        robot.push(KeyCode.TAB);
        Optional.ofNullable(onScreen(() -> stage.getScene().getFocusOwner()))
            .ifPresent(reached::add);
      }
      wanted.removeAll(reached);
      assertTrue(wanted.isEmpty(), tabs.getTabs().get(tab).getText() + " misses " + names(wanted));
    }
  }

  /** Returns what a user works with: visible, enabled, and no part of another control. */
  private static Set<Node> controls(Scene scene) {
    Set<Node> found = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(scene.getRoot(), found);
    return found;
  }

  private static void collect(Node node, Set<Node> found) {
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    boolean control =
        node instanceof ButtonBase
            || node instanceof TextInputControl
            || node instanceof ComboBoxBase<?>
            || node instanceof Slider
            || node instanceof TableView<?>
            || node instanceof MeshView;
    if (control) {
      found.add(node);
    } else if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        collect(child, found);
      }
    }
  }

  private static List<String> names(Set<Node> nodes) {
    return nodes.stream()
        .map(
            node ->
                node.getClass().getSimpleName()
                    + " #"
                    + node.getId()
                    + (node instanceof Labeled labeled ? " " + labeled.getText() : ""))
        .collect(Collectors.toList());
  }

  private static <T> T onScreen(Callable<T> question) {
    AtomicReference<T> answer = new AtomicReference<>();
    WaitForAsyncUtils.waitForAsyncFx(
        10_000,
        () -> {
          answer.set(question.call());
          return true;
        });
    return answer.get();
  }
}
