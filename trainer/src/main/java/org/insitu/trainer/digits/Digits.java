package org.insitu.trainer.digits;

import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.insitu.trainer.data.DatasetException;

/**
 * Images to train with and images to test with.
 *
 * @param name {@code mnist} or {@code drawn digits}
 * @param train images to train with
 * @param test images of which nothing is used in training
 */
public record Digits(String name, DigitImages train, DigitImages test) {
  /** Pixels along a side of MNIST's images and of drawn ones. */
  public static final int SIDE = 28;

  private static final String DRAWN = "drawn digits";
  private static final int DRAWN_TRAIN = 6000;
  private static final int DRAWN_TEST = 1000;

  /**
   * Reads the four files of MNIST.
   *
   * @param folder holds {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the
   *     same with {@code t10k}, each as it is or with {@code .gz}
   * @throws DatasetException with one sentence if a file is missing or not what it should be
   */
  public static Digits mnist(Path folder) throws DatasetException {
    Digits digits =
        new Digits("mnist", IdxFile.pair(folder, "train"), IdxFile.pair(folder, "t10k"));
    if (digits.train().size() < digits.test().size()) {
      throw new DatasetException(
          "%s has %d images to train with but %d to test with; are train and t10k swapped?"
              .formatted(folder, digits.train().size(), digits.test().size()));
    }
    return digits;
  }

  /** Draws digits of the same shape, for where MNIST is absent; far easier than MNIST. */
  public static Digits drawn(long seed) {
    return drawn(seed, DRAWN_TRAIN, DRAWN_TEST);
  }

  /**
   * Draws no more of them than asked for: the first ones.
   *
   * @param train digits to train with, at most as many as there are
   * @param test digits to test with
   */
  public static Digits drawn(long seed, int train, int test) {
    return new Digits(
        DRAWN,
        DrawnDigits.draw(Math.min(train, DRAWN_TRAIN), seed, "training digits"),
        DrawnDigits.draw(Math.min(test, DRAWN_TEST), seed, "test digits"));
  }

  /**
   * Returns what tells these images from others: their name, and of those that were read their
   * numbers and a checksum.
   */
  public String identity() {
    if (name.equals(DRAWN)) {
      return name;
    }
    CRC32 sum = new CRC32();
    for (DigitImages set : List.of(train, test)) {
      for (byte[] image : set.pixels()) {
        sum.update(image);
      }
      sum.update(set.labels());
    }
    return "%s %d + %d %08x".formatted(name, train.size(), test.size(), sum.getValue());
  }

  /** Returns the first so many images of each. */
  public Digits first(int trainImages, int testImages) {
    return new Digits(name, train.first(trainImages), test.first(testImages));
  }
}
