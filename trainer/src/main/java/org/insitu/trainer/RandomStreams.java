package org.insitu.trainer;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Independent random streams of one seed, one per purpose, so that what one part draws never shifts
 * what another draws.
 *
 * <p>Generator and Gaussian transform are software alone (Commons Math), so a stream is the same on
 * every JDK.
 */
public final class RandomStreams {
  private RandomStreams() {}

  /**
   * Returns the stream of a seed for a purpose, at its beginning.
   *
   * @param seed any seed
   * @param purpose name of what is drawn; different names give independent streams
   */
  public static RandomGenerator of(long seed, String purpose) {
    int[] words = new int[2 + purpose.length()];
    words[0] = (int) (seed >>> 32);
    words[1] = (int) seed;
    for (int i = 0; i < purpose.length(); i++) {
      words[2 + i] = purpose.charAt(i);
    }
    return new Well19937c(words);
  }

  /** Shuffles in place (Fisher and Yates). */
  public static void shuffle(int[] values, RandomGenerator random) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int kept = values[last];
      values[last] = values[other];
      values[other] = kept;
    }
  }

  /** Returns 0..size-1 in random order. */
  public static int[] permutation(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    shuffle(order, random);
    return order;
  }
}
