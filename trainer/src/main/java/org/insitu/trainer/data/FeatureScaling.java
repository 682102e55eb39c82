package org.insitu.trainer.data;

import java.util.Arrays;

/**
 * Affine map of features: x' = (x - shift) · factor, one pair per feature.
 *
 * @param shift subtracted first, in units of the feature
 * @param factor multiplied afterwards, positive
 */
public record FeatureScaling(double[] shift, double[] factor) {
  /** Mean |x'|² that {@link #standardising} aims at: well inside the encoding's |x|² = 9. */
  private static final double MEAN_SQUARE = 3;

  /** Copies. */
  public FeatureScaling {
    if (shift.length != factor.length) {
      throw new IllegalArgumentException(shift.length + " shifts, " + factor.length + " factors");
    }
    shift = shift.clone();
    factor = factor.clone();
  }

  /** Returns the map that changes nothing. */
  public static FeatureScaling identity(int features) {
    double[] ones = new double[features];
    Arrays.fill(ones, 1);
    return new FeatureScaling(new double[features], ones);
  }

  /**
   * Returns the map that centres each of d features and brings it to the standard deviation min(1,
   * √(3/d)), so that features of any unit fit the encoding. A feature that never changes becomes 0.
   *
   * @param dataset set whose mean and deviation count: the training set
   */
  public static FeatureScaling standardising(Dataset dataset) {
    int features = dataset.features();
    double[] shift = new double[features];
    double[] factor = new double[features];
    double target = Math.min(1, Math.sqrt(MEAN_SQUARE / features));
    for (int feature = 0; feature < features; feature++) {
      // The largest value first: sums of squares of huge features would overflow.
      double largest = 0;
      for (double[] point : dataset.points()) {
        largest = Math.max(largest, Math.abs(point[feature]));
      }
      double unit = largest > 0 ? largest : 1;
      double mean = 0;
      for (double[] point : dataset.points()) {
        mean += point[feature] / unit / dataset.size();
      }
      double square = 0;
      for (double[] point : dataset.points()) {
        double offset = point[feature] / unit - mean;
        square += offset * offset / dataset.size();
      }
      double deviation = Math.sqrt(square);
      shift[feature] = mean * unit;
      // Below this the deviation is rounding of a constant.
      boolean constant = deviation < 1e-12;
      double scaled = target / (deviation * unit);
      factor[feature] = constant || !Double.isFinite(scaled) ? 1 : scaled;
    }
    return new FeatureScaling(shift, factor);
  }

  /** Returns the shifts, copied. */
  @Override
  public double[] shift() {
    return shift.clone();
  }

  /** Returns the factors, copied. */
  @Override
  public double[] factor() {
    return factor.clone();
  }

  /** Returns the mapped set. */
  public Dataset apply(Dataset dataset) {
    double[][] mapped = new double[dataset.size()][];
    for (int sample = 0; sample < mapped.length; sample++) {
      mapped[sample] = apply(dataset.points()[sample]);
    }
    return new Dataset(mapped, dataset.labels(), dataset.featureNames(), dataset.classNames());
  }

  /** Returns the mapped point. */
  public double[] apply(double[] point) {
    double[] mapped = new double[point.length];
    for (int feature = 0; feature < point.length; feature++) {
      mapped[feature] = (point[feature] - shift[feature]) * factor[feature];
    }
    return mapped;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureScaling that
        && Arrays.equals(shift, that.shift)
        && Arrays.equals(factor, that.factor);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shift) + Arrays.hashCode(factor);
  }
}
