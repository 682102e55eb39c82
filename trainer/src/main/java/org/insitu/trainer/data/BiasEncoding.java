package org.insitu.trainer.data;

import org.insitu.mesh.linear.ComplexBatch;

/**
 * Turns a point of d features into the fields of N ports with constant power 9: (x₁, …, x_d, c, …,
 * c), c = √((9 - |x|²) / (N - d)). A point outside |x|² = 9 is scaled back onto it, c = 0.
 *
 * <p>With N = 4 and d = 2 this is the published encoding.
 *
 * @param ports number of ports N
 * @param features number of features d, 1..N-1
 */
public record BiasEncoding(int ports, int features) {
  /** |x|² of every encoded vector, as published. */
  public static final double POWER = 9;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if {@code features} is not in 1..N-1
   */
  public BiasEncoding {
    if (features < 1 || features >= ports) {
      throw new IllegalArgumentException(
          "%d ports carry 1 to %d features, not %d".formatted(ports, ports - 1, features));
    }
  }

  /**
   * Encodes chosen points.
   *
   * @param points {@code [sample][feature]}; Not modified
   * @param samples indices of the points to encode, in this order
   * @return real fields, {@code [port][sample]}
   */
  public ComplexBatch encode(double[][] points, int[] samples) {
    ComplexBatch batch = ComplexBatch.zeros(ports, samples.length);
    for (int sample = 0; sample < samples.length; sample++) {
      encode(points[samples[sample]], batch, sample);
    }
    return batch;
  }

  /** Encodes all points, {@code [sample][feature]}. */
  public ComplexBatch encode(double[][] points) {
    ComplexBatch batch = ComplexBatch.zeros(ports, points.length);
    for (int sample = 0; sample < points.length; sample++) {
      encode(points[sample], batch, sample);
    }
    return batch;
  }

  private void encode(double[] point, ComplexBatch batch, int sample) {
    if (point.length != features) {
      throw new IllegalArgumentException(point.length + " features, not " + features);
    }
    double square = 0;
    for (double value : point) {
      square += value * value;
    }
    double scale = square > POWER ? Math.sqrt(POWER / square) : 1;
    for (int port = 0; port < features; port++) {
      batch.re()[port][sample] = scale * point[port];
    }
    double bias = Math.sqrt((POWER - Math.min(square, POWER)) / (ports - features));
    for (int port = features; port < ports; port++) {
      batch.re()[port][sample] = bias;
    }
  }
}
