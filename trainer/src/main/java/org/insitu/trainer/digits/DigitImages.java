package org.insitu.trainer.digits;

import java.util.Arrays;

/**
 * Grey images of digits with their labels.
 *
 * @param side pixels along each side
 * @param pixels brightness 0..255 as unsigned bytes, {@code [image][row * side + column]}
 * @param labels digit 0..9 of each image
 */
public record DigitImages(int side, byte[][] pixels, byte[] labels) {
  /** Classes of digits. */
  public static final int CLASSES = 10;

  /**
   * Wraps without copying.
   *
   * @throws IllegalArgumentException if the numbers of images and labels differ or there are none
   */
  public DigitImages {
    if (pixels.length != labels.length || pixels.length == 0) {
      throw new IllegalArgumentException(
          "%d images but %d labels".formatted(pixels.length, labels.length));
    }
  }

  /** Returns the number of images. */
  public int size() {
    return pixels.length;
  }

  /** Returns the first {@code count} images, all if there are fewer. */
  public DigitImages first(int count) {
    int kept = Math.min(count, size());
    return new DigitImages(side, Arrays.copyOf(pixels, kept), Arrays.copyOf(labels, kept));
  }
}
