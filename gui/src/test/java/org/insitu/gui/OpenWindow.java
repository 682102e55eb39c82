package org.insitu.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.stage.Stage;
import org.insitu.gui.model.BenchOpener;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.view.MainWindow;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A window for a test.
 *
 * @param lab its laboratory
 * @param window its content
 */
record OpenWindow(Laboratory lab, MainWindow window) {
  /** Far more than anything here takes on a busy machine; only a failure waits so long. */
  private static final int PATIENCE_SECONDS = 60;

  /** Opens a window on an ideal chip. */
  static OpenWindow on(Stage stage, BenchOpener chips, boolean connect, Path runs, Runnable closed)
      throws IOException {
    return on(stage, chips, "sim:ideal", connect, runs, closed);
  }

  /**
   * Opens a window.
   *
   * @param chip chip that is filled in
   * @param connect whether to connect it
   * @param runs folder of runs
   * @param closed told when the window was closed and the chip let go
   */
  static OpenWindow on(
      Stage stage, BenchOpener chips, String chip, boolean connect, Path runs, Runnable closed)
      throws IOException {
    InsituApplication application = new InsituApplication();
    MainWindow window =
        application.open(
            stage,
            new GuiOptions(
                chips,
                chip,
                1,
                connect,
                Optional.of(runs),
                Files.createTempDirectory(runs, "settings").resolve("window.properties"),
                "test",
                Clock.systemUTC(),
                log -> closed.run()));
    return new OpenWindow(application.laboratory(), window);
  }

  void close() {
    WaitForAsyncUtils.waitForAsyncFx(10_000, window::stop);
    lab.close();
  }

  static void until(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, condition);
  }
}
