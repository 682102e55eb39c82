package org.insitu.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
  private static final int SAMPLES = 1_000_000;

  /** Five standard errors of the mean of a million deviates. */
  private static final double MEAN_TOLERANCE = 5 / Math.sqrt(SAMPLES);

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {0, 1, -1, 20261121})
  void momentsAreNormal(long seed) {
    RandomStream random = new RandomStream(seed, "test");
    double[] moments = new double[5];
    for (int i = 0; i < SAMPLES; i++) {
      double x = random.normal();
      double power = 1;
      for (int order = 1; order <= 4; order++) {
        power *= x;
        moments[order] += power / SAMPLES;
      }
    }
    // Variances of x, x², x³, x⁴ are 1, 2, 15, 96.
    assertEquals(0, moments[1], MEAN_TOLERANCE, "seed " + seed);
    assertEquals(1, moments[2], Math.sqrt(2) * MEAN_TOLERANCE, "seed " + seed);
    assertEquals(0, moments[3], Math.sqrt(15) * MEAN_TOLERANCE, "seed " + seed);
    assertEquals(3, moments[4], Math.sqrt(96) * MEAN_TOLERANCE, "seed " + seed);
  }

  /** Two-sided probabilities of the normal distribution; 3.4426 is where the tail branch starts. */
  @ParameterizedTest(name = "beyond {0}")
  @CsvSource({
    "0.5, 0.6170751",
    "1.0, 0.3173105",
    "2.0, 0.0455003",
    "3.0, 0.0026998",
    "3.442619855899, 5.7610e-4",
    "4.0, 6.3342e-5"
  })
  void tailsAreNormal(double bound, double probability) {
    RandomStream random = new RandomStream(7, "test");
    int beyond = 0;
    for (int i = 0; i < SAMPLES; i++) {
      if (Math.abs(random.normal()) > bound) {
        beyond++;
      }
    }
    double sigma = Math.sqrt(probability * (1 - probability) / SAMPLES);
    assertEquals(probability, (double) beyond / SAMPLES, 5 * sigma);
  }

  @Test
  void uniformFillsTheUnitInterval() {
    RandomStream random = new RandomStream(7, "test");
    int[] bins = new int[10];
    for (int i = 0; i < SAMPLES; i++) {
      double u = random.uniform();
      assertTrue(u >= 0 && u < 1);
      bins[(int) (u * 10)]++;
    }
    for (int bin : bins) {
      assertEquals(SAMPLES / 10.0, bin, 5 * Math.sqrt(SAMPLES * 0.09));
    }
  }

  @Test
  void nameAndSeedChooseTheStream() {
    double first = new RandomStream(1, "loss").uniform();
    assertEquals(first, new RandomStream(1, "loss").uniform());
    assertNotEquals(first, new RandomStream(1, "lost").uniform());
    assertNotEquals(first, new RandomStream(2, "loss").uniform());
  }

  @Test
  void neighbouringSeedsAreUncorrelated() {
    RandomStream a = new RandomStream(1, "test");
    RandomStream b = new RandomStream(2, "test");
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      sum += a.normal() * b.normal() / SAMPLES;
    }
    assertEquals(0, sum, MEAN_TOLERANCE);
  }
}
