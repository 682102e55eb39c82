/** Colours and canvases: what is drawn by hand. On the screen's thread. */
package org.insitu.gui.paint;
