package org.insitu.gui.view;

import javafx.scene.Node;
import org.insitu.gui.paint.Palette;

/** A part of the window that follows the laboratory. */
interface LiveView {
  /** Returns what is shown. */
  Node node();

  /** Takes the latest state; called up to 30 times a second, so it changes only what changed. */
  void refresh();

  /** Changes the colours of what is drawn by hand. */
  void recolour(Palette palette);
}
