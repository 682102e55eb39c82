package org.insitu.gui.paint;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;

/**
 * Draws a mesh whose parts are only a few pixels large, pixel by pixel: thousands of paths would
 * take the software pipeline a second, this takes milliseconds.
 */
final class MeshRaster {
  private static final int LEVELS = 256;

  /** Share of a column, at either end, in which a waveguide bends towards a coupler. */
  private static final double BEND = 0.3;

  private int width;
  private int height;
  private int[] pixels = new int[0];
  private PixelBuffer<IntBuffer> buffer;
  private WritableImage image;

  void paint(
      GraphicsContext g,
      MeshGeometry geometry,
      MeshScene scene,
      Palette colours,
      MeshPainter.Viewport view) {
    resize((int) view.width(), (int) view.height());
    Arrays.fill(pixels, argb(colours.panel()));
    waveguides(geometry, scene.telemetry(), colours, view);
    heaters(geometry, scene, colours, view);
    buffer.updateBuffer(all -> null);
    g.drawImage(image, 0, 0);
  }

  private void resize(int newWidth, int newHeight) {
    if (image == null || newWidth != width || newHeight != height) {
      width = newWidth;
      height = newHeight;
      pixels = new int[width * height];
      buffer =
          new PixelBuffer<>(
              width, height, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
      image = new WritableImage(buffer);
    }
  }

  private void waveguides(
      MeshGeometry geometry, ChipTelemetry telemetry, Palette colours, MeshPainter.Viewport view) {
    ChipLayout layout = geometry.layout();
    int[] level = new int[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      double root = (double) i / (LEVELS - 1);
      level[i] = argb(colours.power(root * root));
    }
    int faint = argb(colours.faint());
    int thick = (int) Math.max(1, Math.min(4, view.rowPitch() * 0.18));
    for (int column = 0; column < layout.columns(); column++) {
      double x0 = view.px(column);
      double x1 = view.px(column + 1);
      if (x1 < 0 || x0 >= width) {
        continue;
      }
      boolean fresh = telemetry.fresh(column);
      double sum = 0;
      for (double power : telemetry.tapW()[column]) {
        sum += Math.max(0, power);
      }
      for (int row = 0; row < layout.rows(); row++) {
        double share = sum > 0 ? Math.max(0, telemetry.tapW()[column][row]) / sum : 0;
        int colour = fresh ? level[(int) (Math.sqrt(share) * (LEVELS - 1))] : faint;
        double y = view.py(row);
        double left = view.py(geometry.leftRow(column, row));
        double right = view.py(geometry.rightRow(column, row));
        int end = (int) Math.min(width, Math.floor(x1));
        for (int x = (int) Math.max(0, Math.floor(x0)); x < end; x++) {
          double at = (x + 0.5 - x0) / (x1 - x0);
          double middle = y;
          if (at < BEND) {
            middle = left + (y - left) * at / BEND;
          } else if (at > 1 - BEND) {
            middle = y + (right - y) * (at - 1 + BEND) / BEND;
          }
          fill(x, (int) Math.round(middle - thick / 2.0), 1, thick, colour);
        }
      }
    }
  }

  private void heaters(
      MeshGeometry geometry, MeshScene scene, Palette colours, MeshPainter.Viewport view) {
    List<Heater> heaters = geometry.layout().heaters();
    int w = (int) Math.max(2, view.columnPitch() * 0.52);
    int h = (int) Math.max(2, Math.min(view.rowPitch() * 0.4, view.columnPitch() * 0.6));
    int unknown = argb(colours.muted());
    int accent = argb(colours.accent());
    double[] phaseRad = scene.phaseRad();
    for (int i = 0; i < heaters.size(); i++) {
      int x = (int) Math.round(view.px(heaters.get(i).column() + 0.5) - w / 2.0);
      int y = (int) Math.round(view.py(heaters.get(i).row()) - h / 2.0);
      if (x + w < 0 || x >= width || y + h < 0 || y >= height) {
        continue;
      }
      double phase = phaseRad[i];
      if (scene.selected().isPresent() && scene.selected().get() == i) {
        fill(x - 3, y - 3, w + 6, h + 6, accent);
      }
      fill(x, y, w, h, Double.isNaN(phase) ? unknown : argb(Palette.phase(phase)));
    }
  }

  private void fill(int x, int y, int w, int h, int colour) {
    int right = Math.min(width, x + w);
    int bottom = Math.min(height, y + h);
    for (int row = Math.max(0, y); row < bottom; row++) {
      for (int column = Math.max(0, x); column < right; column++) {
        pixels[row * width + column] = colour;
      }
    }
  }

  private static int argb(Color colour) {
    return 0xff000000
        | (int) Math.round(colour.getRed() * 255) << 16
        | (int) Math.round(colour.getGreen() * 255) << 8
        | (int) Math.round(colour.getBlue() * 255);
  }
}
