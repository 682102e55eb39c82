package org.insitu.trainer.picture;

import java.awt.Color;

/**
 * Colour maps that keep their order for people with any colour vision: lightness or the blue to
 * orange axis carries the value. Interpolated in OKLab, where equal steps look equal.
 *
 * @see <a href="https://bottosson.github.io/posts/oklab/">Ottosson, A perceptual color space for
 *     image processing, 2020</a>
 */
public final class ColourMaps {
  /** OKLab (L, a, b) around the circle: light, blue, dark, orange, light. */
  private static final double[][] CYCLE = {
    {0.90, 0.00, 0.00},
    {0.62, -0.03, -0.13},
    {0.28, 0.03, -0.02},
    {0.62, 0.07, 0.12},
    {0.90, 0.00, 0.00}
  };

  /** From class 0 over undecided to class 1. */
  private static final double[][] DIVERGING = {
    {0.78, -0.03, -0.08}, {0.98, 0.00, 0.00}, {0.82, 0.05, 0.08}
  };

  /** From dark to bright, for power. */
  private static final double[][] POWER = {
    {0.97, 0.00, 0.00}, {0.75, -0.09, 0.02}, {0.45, -0.08, -0.04}, {0.22, 0.00, -0.06}
  };

  private ColourMaps() {}

  /** Returns the colour of a phase [rad]; 0 and 2π are the same, light; π is dark. */
  public static Color phase(double phaseRad) {
    double turn = phaseRad / (2 * Math.PI);
    return at(CYCLE, turn - Math.floor(turn));
  }

  /** Returns the colour of a share 0..1: blue, white at a half, orange. */
  public static Color share(double share) {
    return at(DIVERGING, share);
  }

  /** Returns the colour of a level 0..1: pale to dark green-blue. */
  public static Color level(double level) {
    return at(POWER, level);
  }

  private static Color at(double[][] anchors, double position) {
    double clamped = Math.max(0, Math.min(1, position)) * (anchors.length - 1);
    int first = Math.min((int) clamped, anchors.length - 2);
    double part = clamped - first;
    double[] lab = new double[3];
    for (int i = 0; i < 3; i++) {
      lab[i] = (1 - part) * anchors[first][i] + part * anchors[first + 1][i];
    }
    return rgb(lab[0], lab[1], lab[2]);
  }

  /** OKLab to sRGB; colours outside sRGB are clipped. */
  private static Color rgb(double lightness, double a, double b) {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return new Color(
        gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
  }

  private static double cube(double value) {
    return value * value * value;
  }

  private static float gamma(double linear) {
    double clipped = Math.max(0, Math.min(1, linear));
    double coded =
        clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * Math.pow(clipped, 1 / 2.4) - 0.055;
    return (float) Math.max(0, Math.min(1, coded));
  }
}
