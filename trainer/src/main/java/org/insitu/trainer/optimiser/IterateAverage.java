package org.insitu.trainer.optimiser;

/**
 * Mean of the last iterates (Polyak and Ruppert). Iterates are unwrapped phases, so that the mean
 * of phases around 0 is not π.
 *
 * <p>At a constant learning rate it removes most of the noise that single steps carry.
 */
public final class IterateAverage {
  private final double[] sum;
  private int count;

  /** Starts without an iterate. */
  public IterateAverage(int parameters) {
    sum = new double[parameters];
  }

  /** Adds an iterate; Not modified. */
  public void add(double[] parameters) {
    if (parameters.length != sum.length) {
      throw new IllegalArgumentException(parameters.length + " parameters, not " + sum.length);
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += parameters[i];
    }
    count++;
  }

  /** Returns how many iterates were added. */
  public int count() {
    return count;
  }

  /**
   * Returns the mean as a new array.
   *
   * @throws IllegalStateException if no iterate was added
   */
  public double[] mean() {
    if (count == 0) {
      throw new IllegalStateException("no iterate was added");
    }
    double[] mean = new double[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = sum[i] / count;
    }
    return mean;
  }
}
