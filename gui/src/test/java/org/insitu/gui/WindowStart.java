package org.insitu.gui;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.stage.Stage;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.view.MainWindow;

/**
 * A process of its own that opens the window as {@code insitu gui} does and prints when it was
 * there: milliseconds from the start of the process to the first frame, and to the mesh lit.
 */
final class WindowStart {
  private WindowStart() {}

  /** Makes the toolkit start, which does not want to be the main class itself. */
  public static void main(String[] settings) {
    Application.launch(Window.class, settings);
  }

  /** The window. */
  public static final class Window extends Application {
    /** Made by the toolkit. */
    public Window() {}

    @Override
    public void start(Stage stage) {
      InsituApplication application = new InsituApplication();
      MainWindow window =
          application.open(
              stage,
              new GuiOptions(
                  new AnyBench(),
                  "sim:amf420",
                  1,
                  true,
                  Optional.empty(),
                  Path.of(getParameters().getRaw().get(0)),
                  "start",
                  Clock.systemUTC(),
                  log -> {}));
      watch(application.laboratory(), window);
    }

    private static void watch(Laboratory lab, MainWindow window) {
      new AnimationTimer() {
        private long shown;

        @Override
        public void handle(long now) {
          if (shown == 0 && window.frames() > 0) {
            shown = sinceStart();
          }
          if (shown > 0 && lab.state().ready()) {
            System.out.printf("started %d %d%n", shown, sinceStart());
            stop();
            window.stop();
            lab.close();
            FxThread.exit();
          }
        }
      }.start();
    }

    private static long sinceStart() {
      return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
  }
}
