package org.insitu.gui.paint;

import java.util.Arrays;
import javafx.scene.paint.Color;

/**
 * Draws curves into a transparent picture. A line covers a pixel by the distance of the pixel's
 * centre from it; a pixel that several parts of one line cover counts once, so that a line has the
 * same colour where it bends.
 */
final class PlotRaster {
  private final PixelImage image;
  private float[] covered = new float[0];
  private int[] top = new int[0];
  private int[] bottom = new int[0];
  private double radius;
  private double fromX;
  private double fromY;

  /** Draws into an image. */
  PlotRaster(PixelImage image) {
    this.image = image;
  }

  /** Begins with a transparent picture. */
  void clear() {
    Arrays.fill(image.pixels(), 0);
    if (covered.length != image.pixels().length || top.length != image.width()) {
      covered = new float[image.pixels().length];
      top = new int[image.width()];
      bottom = new int[image.width()];
      Arrays.fill(top, Integer.MAX_VALUE);
      Arrays.fill(bottom, -1);
    }
  }

  /** Begins a line at a point, of a width [pixels]. */
  void moveTo(double x, double y, double width) {
    radius = width / 2;
    fromX = x;
    fromY = y;
  }

  /** Goes on to a point. */
  void lineTo(double x, double y) {
    double reach = radius + 0.5;
    double dx = x - fromX;
    double dy = y - fromY;
    double square = dx * dx + dy * dy;
    int first = Math.max(0, (int) Math.floor(Math.min(x, fromX) - reach));
    int last = Math.min(image.width() - 1, (int) Math.ceil(Math.max(x, fromX) + reach));
    for (int column = first; column <= last; column++) {
      double cx = column + 0.5;
      double y0 = fromY;
      double y1 = y;
      if (dx != 0) {
        // Only the part of the line that is within reach of this column.
        double t0 = Math.max(0, Math.min(1, (cx - reach - fromX) / dx));
        double t1 = Math.max(0, Math.min(1, (cx + reach - fromX) / dx));
        y0 = fromY + t0 * dy;
        y1 = fromY + t1 * dy;
      }
      int high = Math.max(0, (int) Math.floor(Math.min(y0, y1) - reach));
      int low = Math.min(image.height() - 1, (int) Math.ceil(Math.max(y0, y1) + reach));
      for (int row = high; row <= low; row++) {
        double px = cx - fromX;
        double py = row + 0.5 - fromY;
        double t = square > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / square)) : 0;
        double ex = px - t * dx;
        double ey = py - t * dy;
        double distance = Math.sqrt(ex * ex + ey * ey);
        if (distance < reach) {
          int at = column * image.height() + row;
          covered[at] = Math.max(covered[at], (float) Math.min(1, reach - distance));
          top[column] = Math.min(top[column], row);
          bottom[column] = Math.max(bottom[column], row);
        }
      }
    }
    fromX = x;
    fromY = y;
  }

  /** Colours the lines since the last stroke. */
  void stroke(Color colour) {
    int height = image.height();
    for (int column = 0; column < top.length; column++) {
      for (int row = top[column]; row <= bottom[column]; row++) {
        int at = column * height + row;
        if (covered[at] > 0) {
          blend(row * image.width() + column, colour, covered[at]);
          covered[at] = 0;
        }
      }
      top[column] = Integer.MAX_VALUE;
      bottom[column] = -1;
    }
  }

  /** Fills a pixel column between two rows, at least one pixel. */
  void strip(int column, double high, double low, Color colour) {
    if (column < 0 || column >= image.width()) {
      return;
    }
    int first = Math.max(0, (int) Math.floor(high));
    int last = Math.min(image.height(), Math.max((int) Math.floor(high) + 1, (int) Math.ceil(low)));
    for (int row = first; row < last; row++) {
      blend(row * image.width() + column, colour, 1);
    }
  }

  /** Fills a disc. */
  void dot(double x, double y, double r, Color colour) {
    double reach = r + 0.5;
    int left = Math.max(0, (int) Math.floor(x - reach));
    int right = Math.min(image.width() - 1, (int) Math.ceil(x + reach));
    int high = Math.max(0, (int) Math.floor(y - reach));
    int low = Math.min(image.height() - 1, (int) Math.ceil(y + reach));
    for (int row = high; row <= low; row++) {
      for (int column = left; column <= right; column++) {
        double distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        if (distance < reach) {
          blend(row * image.width() + column, colour, Math.min(1, reach - distance));
        }
      }
    }
  }

  private void blend(int at, Color colour, double share) {
    int[] pixels = image.pixels();
    double alpha = colour.getOpacity() * share;
    double rest = 1 - alpha;
    int under = pixels[at];
    pixels[at] =
        (int) (255 * alpha + rest * (under >>> 24) + 0.5) << 24
            | channel(colour.getRed(), alpha, under >> 16 & 0xff, rest) << 16
            | channel(colour.getGreen(), alpha, under >> 8 & 0xff, rest) << 8
            | channel(colour.getBlue(), alpha, under & 0xff, rest);
  }

  private static int channel(double over, double alpha, int under, double rest) {
    return (int) (255 * over * alpha + rest * under + 0.5);
  }
}
