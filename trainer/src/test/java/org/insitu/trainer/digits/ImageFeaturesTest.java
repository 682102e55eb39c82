package org.insitu.trainer.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.trainer.data.DatasetException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFeaturesTest {
  private static final int SIDE = 28;

  /** Features are floats. */
  private static final double FLOAT = 1e-6;

  private static final DigitImages DRAWN = Digits.drawn(1).train().first(40);

  @ParameterizedTest(name = "{0} x {0}")
  @CsvSource({"8", "5", "1"})
  void fourierFeaturesAreTheCentralCoefficients(int side) {
    FeatureSet set = ImageFeatures.FOURIER.of(DRAWN, side * side);
    byte[] image = DRAWN.pixels()[3];
    int count = side * side;
    int middle = side / 2;
    double[] re = new double[count];
    double[] im = new double[count];
    double power = 0;
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        for (int row = 0; row < SIDE; row++) {
          for (int column = 0; column < SIDE; column++) {
            double turn = -2 * Math.PI * ((i - middle) * row + (j - middle) * column) / SIDE;
            re[side * i + j] += (image[row * SIDE + column] & 0xff) * Math.cos(turn);
            im[side * i + j] += (image[row * SIDE + column] & 0xff) * Math.sin(turn);
          }
        }
        power += Math.pow(re[side * i + j], 2) + Math.pow(im[side * i + j], 2);
      }
    }
    for (int k = 0; k < count; k++) {
      assertEquals(re[k] / Math.sqrt(power), set.vector(3)[k], FLOAT);
      assertEquals(im[k] / Math.sqrt(power), set.vector(3)[count + k], FLOAT);
    }
  }

  @Test
  void whatFollowsFromOtherFeaturesIsNotKept() {
    // 49 coefficients in conjugate pairs about one that is real, 15 without an opposite one: 79
    // numbers; 80 are five whole tiles.
    assertEquals(80, ImageFeatures.FOURIER.form(SIDE, 64).values());
    assertEquals(64, ImageFeatures.PIXELS.form(SIDE, 70).values());
    assertEquals(64, ImageFeatures.PIXELS.of(DRAWN, 70).vectors()[0].length);
  }

  @Test
  void pixelFeaturesAverageEqualAreas() {
    FeatureSet set = ImageFeatures.PIXELS.of(DRAWN, 16);
    byte[] image = DRAWN.pixels()[5];
    double[] sums = new double[16];
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        sums[row / 7 * 4 + column / 7] += image[row * SIDE + column] & 0xff;
      }
    }
    double norm = Math.sqrt(Arrays.stream(sums).map(s -> s * s).sum());
    for (int k = 0; k < 16; k++) {
      assertEquals(sums[k] / norm, set.vector(5)[k], FLOAT);
      assertEquals(0, set.vector(5)[16 + k]);
    }
  }

  @Test
  void vectorsHaveNormOneAndPortsToSpareAreDark() {
    for (ImageFeatures features : ImageFeatures.values()) {
      FeatureSet set = features.of(DRAWN, 70);
      assertEquals(64, set.features());
      for (int sample = 0; sample < set.size(); sample++) {
        float[] vector = set.vector(sample);
        double power = 0;
        for (float part : vector) {
          power += (double) part * part;
        }
        assertEquals(1, power, 1e-5);
        for (int port = 64; port < 70; port++) {
          assertEquals(0, vector[port]);
          assertEquals(0, vector[70 + port]);
        }
      }
    }
  }

  @Test
  void aBlackImageGivesZeros() {
    DigitImages black = new DigitImages(SIDE, new byte[1][SIDE * SIDE], new byte[1]);
    assertArrayEquals(new float[128], ImageFeatures.FOURIER.of(black, 64).vector(0));
  }

  @Test
  void gatherTakesTheSamplesAskedFor() {
    FeatureSet set = ImageFeatures.FOURIER.of(DRAWN, 16);
    int[] samples = {9, 4, 7, 0, 39, 12, 11, 3, 3, 25, 31, 8, 20, 1};
    FloatBatch batch = FloatBatch.zeros(16, 14);
    // Ten places: eight that are copied together, and two.
    set.gather(samples, 1, batch, 2, 12);
    for (int place = 0; place < 14; place++) {
      boolean isAsked = place >= 2 && place < 12;
      for (int port = 0; port < 16; port++) {
        float[] vector = isAsked ? set.vector(samples[1 + place]) : new float[32];
        assertEquals(vector[port], batch.re()[port][place]);
        assertEquals(vector[16 + port], batch.im()[port][place]);
      }
    }
  }

  @Test
  void drawnDigitsAreTheSameForASeedAndCoverAllClasses() {
    DigitImages again = Digits.drawn(1, 40, 1).train();
    assertEquals(40, again.labels().length);
    assertTrue(Arrays.deepEquals(DRAWN.pixels(), again.pixels()));
    assertArrayEquals(DRAWN.labels(), again.labels());
    assertEquals(10, Digits.drawn(1).train().labels().length / 600);
    boolean[] seen = new boolean[10];
    for (byte label : DRAWN.labels()) {
      seen[label] = true;
    }
    assertEquals(10, IntStream.range(0, 10).filter(k -> seen[k]).count());
  }

  @Test
  void mnistIsReadWhereItIs() throws DatasetException {
    String variable = System.getenv("INSITU_DATA");
    Assumptions.assumeTrue(
        variable != null && Files.isDirectory(Path.of(variable)), "INSITU_DATA names no folder");
    Digits mnist = Digits.mnist(Path.of(variable));
    assertEquals(60_000, mnist.train().size());
    assertEquals(10_000, mnist.test().size());
    assertArrayEquals(new byte[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4}, mnist.train().first(10).labels());
    assertArrayEquals(new byte[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9}, mnist.test().first(10).labels());
  }
}
