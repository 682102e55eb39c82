package org.insitu.trainer.digits;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.trainer.RandomStreams;

/**
 * Digits drawn with strokes of a pen on 28 x 28 pixels: shifted, scaled, slanted and shaken at
 * random. The same seed draws the same digits on every JDK.
 */
final class DrawnDigits {
  private static final int SIDE = Digits.SIDE;
  private static final double PEN_PIXELS = 1.3;

  /** Corners of each digit's strokes as x, y in a unit square, y down; several strokes each. */
  private static final double[][][] STROKES = {
    {{.5, 0, .85, .2, .85, .8, .5, 1, .15, .8, .15, .2, .5, 0}},
    {{.3, .2, .55, 0, .55, 1}},
    {{.15, .25, .4, 0, .8, .15, .75, .45, .15, 1, .9, 1}},
    {{.15, .1, .6, 0, .8, .25, .45, .47, .85, .7, .6, 1, .15, .9}},
    {{.6, 0, .1, .65, .9, .65}, {.65, .35, .65, 1}},
    {{.85, 0, .25, 0, .2, .45, .7, .42, .85, .7, .6, 1, .15, .92}},
    {{.7, 0, .3, .35, .15, .75, .5, 1, .85, .75, .55, .52, .18, .68}},
    {{.1, 0, .9, 0, .4, 1}},
    {{.5, .46, .2, .25, .5, 0, .8, .25, .5, .46, .15, .75, .5, 1, .85, .75, .5, .46}},
    {{.82, .3, .5, .48, .18, .25, .5, 0, .82, .3, .7, 1}}
  };

  private DrawnDigits() {}

  static DigitImages draw(int count, long seed, String purpose) {
    RandomGenerator random = RandomStreams.of(seed, purpose);
    byte[][] pixels = new byte[count][];
    byte[] labels = new byte[count];
    for (int image = 0; image < count; image++) {
      labels[image] = (byte) random.nextInt(DigitImages.CLASSES);
      pixels[image] = draw(STROKES[labels[image]], random);
    }
    return new DigitImages(SIDE, pixels, labels);
  }

  private static byte[] draw(double[][] strokes, RandomGenerator random) {
    double width = 11 + 3 * random.nextDouble();
    double height = 17 + 3 * random.nextDouble();
    double left = (SIDE - width) / 2 + 1.5 * random.nextGaussian();
    double top = (SIDE - height) / 2 + 1.5 * random.nextGaussian();
    double slant = 0.2 * random.nextGaussian();
    List<double[]> segments = new ArrayList<>();
    for (double[] stroke : strokes) {
      double[] before = new double[0];
      for (int corner = 0; corner < stroke.length; corner += 2) {
        double x = stroke[corner] + 0.04 * random.nextGaussian();
        double y = stroke[corner + 1] + 0.04 * random.nextGaussian();
        double[] at = {left + width * (x + slant * (0.5 - y)), top + height * y};
        if (before.length > 0) {
          segments.add(new double[] {before[0], before[1], at[0], at[1]});
        }
        before = at;
      }
    }
    byte[] pixels = new byte[SIDE * SIDE];
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double nearest = SIDE;
        for (double[] segment : segments) {
          nearest = Math.min(nearest, distance(segment, column, row));
        }
        double ink = Math.max(0, Math.min(1, PEN_PIXELS + 0.5 - nearest));
        pixels[row * SIDE + column] = (byte) Math.round(255 * ink);
      }
    }
    return pixels;
  }

  private static double distance(double[] segment, double x, double y) {
    double dx = segment[2] - segment[0];
    double dy = segment[3] - segment[1];
    double length = dx * dx + dy * dy;
    double along = length == 0 ? 0 : ((x - segment[0]) * dx + (y - segment[1]) * dy) / length;
    along = Math.max(0, Math.min(1, along));
    double awayX = x - segment[0] - along * dx;
    double awayY = y - segment[1] - along * dy;
    return Math.sqrt(awayX * awayX + awayY * awayY);
  }
}
