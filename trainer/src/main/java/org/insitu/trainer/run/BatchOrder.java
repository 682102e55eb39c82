package org.insitu.trainer.run;

import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.trainer.RandomStreams;

/** Deals out training points: every point once per epoch, a new order every epoch. */
final class BatchOrder {
  private final RandomGenerator random;
  private final int[] order;
  private int next;

  BatchOrder(int size, RandomGenerator random) {
    this.random = random;
    order = RandomStreams.permutation(size, random);
  }

  /** Returns the next points; a batch may reach over the end of an epoch. */
  int[] next(int batch) {
    int[] samples = new int[batch];
    for (int i = 0; i < batch; i++) {
      if (next == order.length) {
        RandomStreams.shuffle(order, random);
        next = 0;
      }
      samples[i] = order[next++];
    }
    return samples;
  }
}
