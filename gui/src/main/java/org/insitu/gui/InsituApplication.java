package org.insitu.gui;

import java.time.ZoneId;
import java.util.Optional;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonType;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.insitu.gui.model.AlarmLog;
import org.insitu.gui.model.BoundaryWorker;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.WindowSettings;
import org.insitu.gui.view.MainWindow;

/** The window from opening to closing. */
public final class InsituApplication extends Application {
  private static volatile Optional<Prepared> given = Optional.empty();

  /** What the toolkit cannot hand over: it makes the application itself. */
  private record Prepared(GuiOptions options, Laboratory lab) {}

  private Optional<Laboratory> laboratory = Optional.empty();
  private Runnable whenClosed = () -> {};
  private boolean asking;

  /**
   * Begins what needs no screen, the connection above all, while the toolkit starts; returns the
   * laboratory, for the caller to close if no window opens.
   */
  static Laboratory prepare(GuiOptions options) {
    Laboratory lab = begin(options);
    given = Optional.of(new Prepared(options, lab));
    return lab;
  }

  private static Laboratory begin(GuiOptions options) {
    Laboratory lab =
        new Laboratory(
            options.opener(),
            new AlarmLog(options.clock()),
            options.runFolder(),
            options.version());
    if (options.connect()) {
      lab.connect(options.chip(), options.seed());
    }
    return lab;
  }

  @Override
  public void start(Stage stage) {
    Prepared prepared =
        given.orElseThrow(() -> new IllegalStateException("the window was not prepared"));
    whenClosed = FxThread::exit;
    open(stage, prepared.options(), prepared.lab());
    // A signal ends the process without closing the window; the heaters must not stay on.
    Runtime.getRuntime().addShutdownHook(new Thread(prepared.lab()::close, "insitu-safe-state"));
  }

  /** Returns the laboratory of the window that was opened. */
  Laboratory laboratory() {
    return laboratory.orElseThrow();
  }

  /** Opens the window of a laboratory of its own and returns its content. */
  MainWindow open(Stage stage, GuiOptions options) {
    return open(stage, options, begin(options));
  }

  private MainWindow open(Stage stage, GuiOptions options, Laboratory lab) {
    FxThread.stayAfterLastWindow();
    laboratory = Optional.of(lab);
    WindowSettings settings = new WindowSettings(options.settings());
    MainWindow window = new MainWindow(lab, new BoundaryWorker(), settings, ZoneId.systemDefault());
    window.choose(options.chip(), options.seed());
    Scene scene = new Scene(window.root(), settings.width(), settings.height());
    window.addKeys(scene);
    stage.setTitle("Insitu");
    stage.setMinWidth(900);
    stage.setMinHeight(560);
    stage.setScene(scene);
    stage.setMaximized(settings.maximised());
    stage.setOnCloseRequest(request -> closing(request, stage, window, settings, options));
    stage.show();
    window.start();
    return window;
  }

  private void closing(
      WindowEvent request,
      Stage stage,
      MainWindow window,
      WindowSettings settings,
      GuiOptions options) {
    Laboratory lab = laboratory.orElseThrow();
    if (asking) {
      request.consume();
      return;
    }
    Activity activity = lab.state().activity();
    if (activity.stoppable()) {
      Alert question =
          new Alert(
              Alert.AlertType.CONFIRMATION,
              "The chip is %s. Close all the same? The run ends and is recorded as stopped; the heaters go to 0 V."
                  .formatted(activity.text()),
              ButtonType.YES,
              ButtonType.NO);
      question.setHeaderText("Something is running");
      question.initOwner(stage);
      // The safe state does not wait for the answer: its button stays in reach, its key works here.
      question.initModality(Modality.NONE);
      question
          .getDialogPane()
          .getScene()
          .getAccelerators()
          .put(new KeyCodeCombination(KeyCode.F12), lab::safeState);
      asking = true;
      boolean yes = question.showAndWait().orElse(ButtonType.NO) == ButtonType.YES;
      asking = false;
      if (!yes) {
        request.consume();
        return;
      }
    }
    settings.rememberSize(
        stage.getScene().getWidth(), stage.getScene().getHeight(), stage.isMaximized());
    window.stop();
    settings.save();
    // Waiting for the chip may take seconds; the screen does not wait with it.
    Thread closer =
        new Thread(
            () -> {
              lab.close();
              options.closed().accept(lab.log());
              FxThread.later(whenClosed);
            },
            "insitu-closing");
    closer.start();
  }
}
