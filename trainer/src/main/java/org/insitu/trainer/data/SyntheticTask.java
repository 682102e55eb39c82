package org.insitu.trainer.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.util.FastMath;
import org.insitu.trainer.RandomStreams;

/**
 * The published two-class point sets in the plane, from own generators.
 *
 * <p>Parameters are those of the demonstrated network (Pai et al., Science 380, 398, 2023, and its
 * published data).
 */
public enum SyntheticTask {
  /** Two interleaved half circles of radius 1, Gaussian noise of 0.2. */
  MOONS {
    @Override
    void draw(double[][] points, int[] labels, RandomGenerator random) {
      int upper = points.length / 2;
      for (int i = 0; i < points.length; i++) {
        boolean second = i >= upper;
        int rank = second ? i - upper : i;
        int size = second ? points.length - upper : upper;
        double angle = Math.PI * rank / Math.max(1, size - 1);
        double x = FastMath.cos(angle);
        double y = FastMath.sin(angle);
        points[i][0] = (second ? 1 - x : x) + NOISE * random.nextGaussian();
        points[i][1] = (second ? 0.5 - y : y) + NOISE * random.nextGaussian();
        labels[i] = second ? 1 : 0;
      }
    }
  },
  /** A circle of radius 1 around one of radius 0.5, Gaussian noise of 0.2. */
  CIRCLE {
    @Override
    void draw(double[][] points, int[] labels, RandomGenerator random) {
      int outer = points.length / 2;
      for (int i = 0; i < points.length; i++) {
        boolean inner = i >= outer;
        int rank = inner ? i - outer : i;
        int size = inner ? points.length - outer : outer;
        double angle = 2 * Math.PI * rank / size;
        double radius = inner ? 0.5 : 1;
        points[i][0] = radius * FastMath.cos(angle) + NOISE * random.nextGaussian();
        points[i][1] = radius * FastMath.sin(angle) + NOISE * random.nextGaussian();
        labels[i] = inner ? 1 : 0;
      }
    }
  },
  /**
   * A Gaussian of variance 0.4 cut at its terciles of distance: the middle third is class 1, inside
   * and outside are class 0. The terciles are those of the distribution, |x|² = 0.8 ln 1.5 and 0.8
   * ln 3, not of the sample, so that every set drawn has the same border.
   */
  RING {
    @Override
    void draw(double[][] points, int[] labels, RandomGenerator random) {
      double deviation = FastMath.sqrt(RING_VARIANCE);
      double inner = 2 * RING_VARIANCE * FastMath.log(1.5);
      double outer = 2 * RING_VARIANCE * FastMath.log(3);
      for (int i = 0; i < points.length; i++) {
        double x = deviation * random.nextGaussian();
        double y = deviation * random.nextGaussian();
        points[i][0] = x;
        points[i][1] = y;
        double square = x * x + y * y;
        labels[i] = square > inner && square <= outer ? 1 : 0;
      }
    }
  },
  /** Two Gaussians of deviation 0.5 around (-0.4, -0.4) and (0.25, 0.3). */
  BLOBS {
    @Override
    void draw(double[][] points, int[] labels, RandomGenerator random) {
      for (int i = 0; i < points.length; i++) {
        boolean second = i >= points.length / 2;
        points[i][0] = (second ? 0.25 : -0.4) + BLOB_DEVIATION * random.nextGaussian();
        points[i][1] = (second ? 0.3 : -0.4) + BLOB_DEVIATION * random.nextGaussian();
        labels[i] = second ? 1 : 0;
      }
    }
  };

  private static final double NOISE = 0.2;
  private static final double RING_VARIANCE = 0.4;
  private static final double BLOB_DEVIATION = 0.5;

  /** Fills {@code points[sample][0..1]} and {@code labels}; order does not matter. */
  abstract void draw(double[][] points, int[] labels, RandomGenerator random);

  /**
   * Draws a set in random order.
   *
   * @param size number of points, at least 4
   * @param random source; Modified
   */
  public Dataset generate(int size, RandomGenerator random) {
    if (size < 4) {
      throw new IllegalArgumentException("a set needs at least 4 points, not " + size);
    }
    double[][] points = new double[size][2];
    int[] labels = new int[size];
    draw(points, labels, random);
    Dataset sorted = new Dataset(points, labels, List.of("x1", "x2"), List.of("0", "1"));
    return sorted.select(RandomStreams.permutation(size, random));
  }

  /** Returns the name used on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the task of a name, if there is one. */
  public static Optional<SyntheticTask> of(String id) {
    for (SyntheticTask task : values()) {
      if (task.id().equals(id)) {
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }
}
