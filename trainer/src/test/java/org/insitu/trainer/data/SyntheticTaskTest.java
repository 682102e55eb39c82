package org.insitu.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.insitu.trainer.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticTaskTest {
  private static final int MANY = 40_000;

  /** Over 4 σ of the mean square of 20,000 points with noise of 0.2. */
  private static final double STATISTICAL = 0.012;

  @ParameterizedTest
  @EnumSource
  void sameSeedDrawsTheSamePoints(SyntheticTask task) {
    Dataset first = task.generate(50, RandomStreams.of(7, "a"));
    Dataset second = task.generate(50, RandomStreams.of(7, "a"));
    assertArrayEquals(first.points(), second.points());
    assertArrayEquals(first.labels(), second.labels());
  }

  @ParameterizedTest
  @EnumSource
  void trainAndTestShareNoPoint(SyntheticTask task) {
    TaskData data = TaskData.generate(task, 7);
    assertEquals(TaskData.TRAIN_SIZE, data.train().size());
    assertEquals(TaskData.TEST_SIZE, data.test().size());
    for (double[] train : data.train().points()) {
      assertFalse(Arrays.stream(data.test().points()).anyMatch(test -> Arrays.equals(train, test)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void orderIsRandom(SyntheticTask task) {
    int[] labels = task.generate(400, RandomStreams.of(7, "a")).labels();
    int early = Arrays.stream(labels, 0, 200).sum();
    int late = Arrays.stream(labels, 200, 400).sum();
    // 6 σ of a difference of two halves.
    assertTrue(Math.abs(early - late) < 60, early + " against " + late);
  }

  @Test
  void moonsAreTwoHalfCirclesWithNoise() {
    Dataset moons = SyntheticTask.MOONS.generate(MANY, RandomStreams.of(7, "a"));
    double square = 0;
    for (int i = 0; i < MANY; i++) {
      boolean second = moons.labels()[i] == 1;
      double x = second ? 1 - moons.points()[i][0] : moons.points()[i][0];
      double y = second ? 0.5 - moons.points()[i][1] : moons.points()[i][1];
      square += (x * x + y * y) / MANY;
    }
    // E|x|² = 1 + 2 · 0.2²
    assertEquals(1.08, square, STATISTICAL);
    assertEquals(MANY / 2, Arrays.stream(moons.labels()).sum());
  }

  @Test
  void circleHasRadiusOneAndHalf() {
    Dataset circle = SyntheticTask.CIRCLE.generate(MANY, RandomStreams.of(7, "a"));
    double[] square = new double[2];
    for (int i = 0; i < MANY; i++) {
      double[] point = circle.points()[i];
      square[circle.labels()[i]] += (point[0] * point[0] + point[1] * point[1]) / (MANY / 2.0);
    }
    // E|x|² = r² + 2 · 0.2²
    assertEquals(1.08, square[0], STATISTICAL);
    assertEquals(0.33, square[1], STATISTICAL);
  }

  @Test
  void ringIsTheMiddleThirdOfAGaussian() {
    Dataset ring = SyntheticTask.RING.generate(MANY, RandomStreams.of(7, "a"));
    double inside = 0;
    for (int i = 0; i < MANY; i++) {
      double[] point = ring.points()[i];
      double square = point[0] * point[0] + point[1] * point[1];
      boolean middle = square > 0.8 * Math.log(1.5) && square <= 0.8 * Math.log(3);
      assertEquals(middle ? 1 : 0, ring.labels()[i]);
      inside += square <= 0.8 * Math.log(1.5) ? 1.0 / MANY : 0;
    }
    // 4 σ of a fraction of 40,000 points
    assertEquals(1.0 / 3, inside, 0.01);
    assertEquals(1.0 / 3, Arrays.stream(ring.labels()).average().orElseThrow(), 0.01);
  }

  @Test
  void blobsSitAtTheirCentres() {
    Dataset blobs = SyntheticTask.BLOBS.generate(MANY, RandomStreams.of(7, "a"));
    double[][] mean = new double[2][2];
    for (int i = 0; i < MANY; i++) {
      mean[blobs.labels()[i]][0] += blobs.points()[i][0] / (MANY / 2.0);
      mean[blobs.labels()[i]][1] += blobs.points()[i][1] / (MANY / 2.0);
    }
    // 4 σ of a mean of 20,000 points of deviation 0.5
    assertArrayEquals(new double[] {-0.4, -0.4}, mean[0], 0.015);
    assertArrayEquals(new double[] {0.25, 0.3}, mean[1], 0.015);
  }
}
