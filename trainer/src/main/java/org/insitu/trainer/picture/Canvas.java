package org.insitu.trainer.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws off screen at twice the size, for sharp print, and encodes as PNG. */
final class Canvas {
  /** Device pixels per unit. */
  private static final int SCALE = 2;

  /** Most device pixels along a side; larger drawings are scaled down. */
  private static final double LARGEST = 12_000;

  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  static final Color INK = new Color(0x22, 0x22, 0x22);
  static final Color FAINT = new Color(0xB8, 0xB8, 0xB8);

  private Canvas() {}

  static byte[] png(int width, int height, Consumer<Graphics2D> drawing) throws IOException {
    double scale = Math.min(SCALE, LARGEST / Math.max(width, height));
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(scale * width),
            (int) Math.ceil(scale * height),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(scale, scale);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      drawing.accept(graphics);
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // In memory: a cache file would need a shutdown hook, which a run stopped by a signal cannot
    // add.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "png", stream);
    }
    return out.toByteArray();
  }
}
