package org.insitu.gui;

import javafx.application.Platform;

/** The way to the screen's thread; nothing else touches the toolkit's platform. */
public final class FxThread {
  private FxThread() {}

  /** Runs something on the screen's thread, later. */
  public static void later(Runnable action) {
    Platform.runLater(action);
  }

  /** Keeps the toolkit when the last window closes; {@link #exit} ends it. */
  static void stayAfterLastWindow() {
    Platform.setImplicitExit(false);
  }

  /** Ends the toolkit. */
  static void exit() {
    Platform.exit();
  }
}
