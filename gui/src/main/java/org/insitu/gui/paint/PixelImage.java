package org.insitu.gui.paint;

import java.nio.IntBuffer;
import javafx.scene.Node;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/**
 * Pixels of our own on the screen. What changes thirty times a second is drawn here: the software
 * pipeline copies an image once, but a canvas twice, and replays its commands before.
 */
final class PixelImage {
  private final ImageView view = new ImageView();
  private int width;
  private int height;
  private double scale = 1;
  private int[] pixels = new int[0];
  private PixelBuffer<IntBuffer> buffer;

  PixelImage() {
    view.setManaged(false);
    view.setMouseTransparent(true);
    view.setSmooth(false);
  }

  /** Returns what is put into the window; it takes no part in layout and lets the mouse through. */
  Node node() {
    return view;
  }

  /**
   * Moves and resizes the picture.
   *
   * @param x left edge, in units of the layout
   * @param y upper edge
   * @param newWidth width; at least 1
   * @param newHeight height; at least 1
   * @param newScale pixels of the screen per unit
   * @return whether the pixels are new ones, all transparent
   */
  boolean place(double x, double y, double newWidth, double newHeight, double newScale) {
    view.setLayoutX(x);
    view.setLayoutY(y);
    int w = (int) Math.ceil(newWidth * newScale);
    int h = (int) Math.ceil(newHeight * newScale);
    if (w == width && h == height && newScale == scale) {
      return false;
    }
    width = w;
    height = h;
    scale = newScale;
    pixels = new int[w * h];
    buffer = new PixelBuffer<>(w, h, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
    view.setImage(new WritableImage(buffer));
    view.setFitWidth(w / newScale);
    view.setFitHeight(h / newScale);
    return true;
  }

  /** Returns the pixels, row by row, premultiplied ARGB; to be changed, then {@link #flush}. */
  int[] pixels() {
    return pixels;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Returns pixels of the screen per unit of the layout. */
  double scale() {
    return scale;
  }

  /** Shows what was drawn. */
  void flush() {
    buffer.updateBuffer(all -> null);
  }

  /** Shows or hides the picture. */
  void setVisible(boolean visible) {
    view.setVisible(visible);
  }

  /** Returns the pixel of an opaque colour. */
  static int opaque(Color colour) {
    return 0xff000000
        | (int) Math.round(colour.getRed() * 255) << 16
        | (int) Math.round(colour.getGreen() * 255) << 8
        | (int) Math.round(colour.getBlue() * 255);
  }
}
