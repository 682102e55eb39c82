package org.insitu.gui;

import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Application;
import org.insitu.gui.model.Laboratory;

/** Opens the window; keeps the toolkit's classes away from whoever does not want one. */
public final class GuiLauncher {
  /** Held, or the collector takes its level away. */
  private static final Logger TOOLKIT = Logger.getLogger("javafx");

  private GuiLauncher() {}

  /**
   * Opens the window and returns when it was closed and the chip let go.
   *
   * @throws NoScreenException if there is no screen
   */
  public static void run(GuiOptions options) {
    // The toolkit warns that it is on the class path; it works there.
    TOOLKIT.setLevel(Level.SEVERE);
    Laboratory lab = InsituApplication.prepare(options);
    try {
      Application.launch(InsituApplication.class);
    } catch (UnsupportedOperationException noScreen) {
      lab.close();
      throw new NoScreenException(
          "the window needs a screen, but none can be opened; set DISPLAY, or use the other commands without a window",
          noScreen);
    }
  }
}
