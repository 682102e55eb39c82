package org.insitu.gui.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.paint.Color;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PlotRasterTest {
  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  private final PixelImage image = new PixelImage();
  private final PlotRaster raster = new PlotRaster(image);

  @BeforeEach
  void begin() {
    image.place(0, 0, WIDTH, HEIGHT, 1);
    raster.clear();
  }

  @Test
  void lineCoversAsMuchAsItIsWide() {
    raster.moveTo(5, 10.3, 2);
    raster.lineTo(35, 10.3);
    raster.stroke(Color.BLACK);
    int sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      sum += alpha(20, y);
    }
    // Each of the pixels that are covered in part is rounded.
    assertEquals(2 * 255, sum, 2);
  }

  @Test
  void lineHasOneColourWhereItsPartsOverlap() {
    raster.moveTo(5, 10, 3);
    raster.lineTo(20, 10);
    raster.lineTo(20, 25);
    raster.lineTo(20, 5);
    raster.stroke(Color.BLACK.deriveColor(0, 1, 1, 0.4));
    int highest = 0;
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < HEIGHT; y++) {
        highest = Math.max(highest, alpha(x, y));
      }
    }
    assertEquals(Math.round(0.4 * 255), highest);
  }

  @Test
  void linesBeyondTheEdgesLeaveTheOthersAlone() {
    raster.moveTo(-50, -50, 2);
    raster.lineTo(100, 90);
    raster.strip(-1, 0, HEIGHT, Color.BLACK);
    raster.strip(WIDTH, 0, HEIGHT, Color.BLACK);
    raster.dot(-10, 500, 3, Color.BLACK);
    raster.stroke(Color.BLACK);
    assertEquals(0, alpha(0, HEIGHT - 1));
    assertEquals(0, alpha(WIDTH - 1, 0));
    assertEquals(255, alpha(15, 10));
  }

  @Test
  void stripIsAtLeastOnePixelHigh() {
    raster.strip(7, 12.2, 12.3, Color.BLACK);
    assertEquals(255, alpha(7, 12));
    assertEquals(0, alpha(7, 11));
    assertEquals(0, alpha(7, 13));
  }

  @Test
  void dotCoversItsArea() {
    raster.dot(20, 15, 6, Color.BLACK);
    double sum = 0;
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < HEIGHT; y++) {
        sum += alpha(x, y) / 255.0;
      }
    }
    // The edge follows the distance of pixel centres, not areas.
    assertEquals(Math.PI * 36, sum, 1);
  }

  private int alpha(int x, int y) {
    return image.pixels()[y * WIDTH + x] >>> 24;
  }
}
