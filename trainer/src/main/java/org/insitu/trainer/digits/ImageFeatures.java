package org.insitu.trainer.digits;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.insitu.mesh.engine.LaunchForm;
import org.insitu.mesh.engine.NetworkEngine;

/** What of an image is sent into a mesh. */
public enum ImageFeatures {
  /**
   * Central coefficients of the two-dimensional Fourier transform: the low spatial frequencies -k/2
   * ... k - 1 - k/2 of both axes, as a lens would give them; 8 x 8 for 64 ports.
   */
  FOURIER,
  /** Brightness, averaged over k x k equal areas. */
  PIXELS;

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Computes unit vectors for a mesh of N ports: k x k features with the largest k that fits, row
   * by row, the other ports dark. A black image gives zeros.
   *
   * @param ports N, at least 1
   */
  public FeatureSet of(DigitImages images, int ports) {
    int k = side(images.side(), ports);
    LaunchForm form = form(images.side(), ports);
    int[] made = makers(form);
    float[][] vectors = new float[images.size()][];
    Transform transform = new Transform(this, images.side(), k);
    IntStream.range(0, images.size())
        .parallel()
        .forEach(image -> vectors[image] = unit(transform.of(images.pixels()[image]), made, ports));
    return new FeatureSet(form, k * k, vectors, images.labels());
  }

  private static int side(int pixels, int ports) {
    return Math.min(pixels, (int) Math.sqrt(ports));
  }

  /**
   * Returns which values make up the vectors. The transform of a real image has conjugate
   * coefficients at opposite frequencies; the lowest frequency of an even k has no opposite one.
   *
   * @param side pixels along a side of the images
   * @param ports N, at least 1
   */
  public LaunchForm form(int side, int ports) {
    int k = side(side, ports);
    int[] value = new int[2 * ports];
    boolean[] negated = new boolean[2 * ports];
    Arrays.fill(value, LaunchForm.DARK);
    int values = 0;
    for (int port = 0; port < k * k; port++) {
      int opposite = this == FOURIER ? opposite(port, k) : port;
      if (opposite < port) {
        value[port] = value[opposite];
        value[ports + port] = value[ports + opposite];
        negated[ports + port] = true;
      } else {
        value[port] = values++;
        if (opposite > port) {
          value[ports + port] = values++;
        }
      }
    }
    // Zeros fill the last tile of products.
    int padded = (values + NetworkEngine.TILE - 1) / NetworkEngine.TILE * NetworkEngine.TILE;
    return new LaunchForm(padded, value, negated);
  }

  /** Returns the port of the opposite frequency; if there is none, one behind all. */
  private static int opposite(int port, int k) {
    int row = k / 2 * 2 - port / k;
    int column = k / 2 * 2 - port % k;
    return row < k && column < k ? k * row + column : k * k;
  }

  /**
   * Returns for each value the first part that it makes, which always has its sign; {@link
   * LaunchForm#DARK} for values that make none.
   */
  private static int[] makers(LaunchForm form) {
    int[] made = new int[form.values()];
    Arrays.fill(made, LaunchForm.DARK);
    int[] value = form.value();
    for (int part = value.length - 1; part >= 0; part--) {
      if (value[part] != LaunchForm.DARK) {
        made[value[part]] = part;
      }
    }
    return made;
  }

  private static float[] unit(double[] features, int[] made, int ports) {
    double power = 0;
    for (double feature : features) {
      power += feature * feature;
    }
    double scale = power > 0 ? 1 / Math.sqrt(power) : 0;
    int count = features.length / 2;
    float[] values = new float[made.length];
    for (int i = 0; i < made.length; i++) {
      int part = made[i];
      if (part != LaunchForm.DARK) {
        values[i] = (float) (scale * features[part < ports ? part : part - ports + count]);
      }
    }
    return values;
  }

  /** A separable transform W image Wᵀ with a complex k x side matrix W. */
  private static final class Transform {
    private final int side;
    private final int k;
    private final double[][] re;
    private final double[][] im;

    Transform(ImageFeatures kind, int side, int k) {
      this.side = side;
      this.k = k;
      re = new double[k][side];
      im = new double[k][side];
      for (int row = 0; row < k; row++) {
        for (int pixel = 0; pixel < side; pixel++) {
          if (kind == FOURIER) {
            double turn = -2 * Math.PI * (row - k / 2) * pixel / side;
            re[row][pixel] = StrictMath.cos(turn);
            im[row][pixel] = StrictMath.sin(turn);
          } else {
            // The part of the pixel that lies in the area.
            double from = (double) row * side / k;
            double to = (double) (row + 1) * side / k;
            re[row][pixel] = Math.max(0, Math.min(to, pixel + 1) - Math.max(from, pixel));
          }
        }
      }
    }

    /** Returns real parts, then imaginary parts. */
    double[] of(byte[] pixels) {
      double[][] middleRe = new double[side][k];
      double[][] middleIm = new double[side][k];
      for (int row = 0; row < side; row++) {
        for (int column = 0; column < side; column++) {
          int grey = pixels[row * side + column] & 0xff;
          for (int j = 0; grey > 0 && j < k; j++) {
            middleRe[row][j] += re[j][column] * grey;
            middleIm[row][j] += im[j][column] * grey;
          }
        }
      }
      double[] features = new double[2 * k * k];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          double sumRe = 0;
          double sumIm = 0;
          for (int row = 0; row < side; row++) {
            sumRe += re[i][row] * middleRe[row][j] - im[i][row] * middleIm[row][j];
            sumIm += re[i][row] * middleIm[row][j] + im[i][row] * middleRe[row][j];
          }
          features[i * k + j] = sumRe;
          features[k * k + i * k + j] = sumIm;
        }
      }
      return features;
    }
  }
}
