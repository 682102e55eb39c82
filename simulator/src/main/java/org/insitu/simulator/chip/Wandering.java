package org.insitu.simulator.chip;

import java.time.Duration;

/**
 * Values that wander slowly about zero: Ornstein-Uhlenbeck processes of standard deviation σ and
 * correlation time τ. Over a time t each becomes x·e^(-t/τ) + σ√(1 - e^(-2t/τ))·n, which is exact
 * for any t. Steps shorter than τ/256 are saved up, since nothing changes in them.
 */
final class Wandering {
  private static final int STEPS_PER_TIME = 256;

  private final double[] value;
  private final double sigma;
  private final long timeNanos;
  private final RandomStream random;
  private long pendingNanos;

  Wandering(int count, double sigma, Duration time, RandomStream random) {
    this.sigma = sigma;
    this.random = random;
    timeNanos = time.toNanos();
    value = new double[count];
    for (int i = 0; i < count; i++) {
      value[i] = sigma * random.normal();
    }
  }

  /** Returns whether the values changed. */
  boolean advance(long nanos) {
    pendingNanos += nanos;
    if (sigma == 0 || pendingNanos < timeNanos / STEPS_PER_TIME || pendingNanos == 0) {
      return false;
    }
    double kept = StrictMath.exp(-(double) pendingNanos / timeNanos);
    double fresh = sigma * Math.sqrt(1 - kept * kept);
    for (int i = 0; i < value.length; i++) {
      value[i] = kept * value[i] + fresh * random.normal();
    }
    pendingNanos = 0;
    return true;
  }

  double value(int i) {
    return value[i];
  }
}
