package org.insitu.simulator.chip;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers with the same bits on every JDK.
 *
 * <p>SplitMix64 [1] makes the bits, the ziggurat of 128 strips [2, 3] the normal deviates. Each
 * stream has a name, so that what one imperfection draws never depends on another.
 *
 * <p>[1] Steele, Lea, Flood, OOPSLA 2014. [2] Marsaglia, Tsang, J. Stat. Softw. 5(8), 2000. [3]
 * Doornik, An improved ziggurat method, 2005: index and position come from different bits.
 *
 * <p>Not thread-safe.
 */
final class RandomStream {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final int STRIPS = 128;

  /** Right edge of the lowest strip, and the area of every strip; Doornik, table 1. */
  private static final double TAIL = 3.442619855899;

  private static final double AREA = 9.91256303526217e-3;
  private static final double[] EDGE = edges();

  private long state;

  RandomStream(long seed, String name) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * 0x100000001b3L;
    }
    state = mix(mix(seed + GOLDEN_GAMMA) ^ hash);
  }

  private static double[] edges() {
    double[] edge = new double[STRIPS + 1];
    double density = StrictMath.exp(-TAIL * TAIL / 2);
    edge[0] = AREA / density;
    edge[1] = TAIL;
    for (int i = 2; i < STRIPS; i++) {
      edge[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / edge[i - 1] + density));
      density = StrictMath.exp(-edge[i] * edge[i] / 2);
    }
    edge[STRIPS] = 0;
    return edge;
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  private long bits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  /** Returns a number in [0, 1). */
  double uniform() {
    return unit(bits());
  }

  /** Returns a normal deviate of mean 0 and variance 1. */
  double normal() {
    while (true) {
      long bits = bits();
      int strip = (int) bits & (STRIPS - 1);
      double x = (2 * unit(bits) - 1) * EDGE[strip];
      if (Math.abs(x) < EDGE[strip + 1]) {
        return x;
      }
      if (strip == 0) {
        return Math.copySign(tail(), x);
      }
      double outer = StrictMath.exp((x * x - EDGE[strip] * EDGE[strip]) / 2);
      double inner = StrictMath.exp((x * x - EDGE[strip + 1] * EDGE[strip + 1]) / 2);
      if (inner + uniform() * (outer - inner) < 1) {
        return x;
      }
    }
  }

  private double tail() {
    while (true) {
      double x = -StrictMath.log(1 - uniform()) / TAIL;
      double y = -StrictMath.log(1 - uniform());
      if (y + y >= x * x) {
        return TAIL + x;
      }
    }
  }

  /** Returns a normal deviate, brought back to ±{@code limit} where it lies beyond. */
  double normal(double limit) {
    return Math.max(-limit, Math.min(limit, normal()));
  }
}
