package org.insitu.simulator.processor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Standard normal numbers, drawn anew or, frozen, the same again after every programming. */
final class NormalNumbers {
  /** An odd number that spreads small differences over all bits of a seed. */
  private static final long STRIDE = 0x9e3779b97f4a7c15L;

  private static final int FIRST_LENGTH = 1024;

  private final boolean frozen;
  private final long seed;

  /**
   * Frozen: what each batch since the programming drew; kept, as drawing takes most of the time.
   */
  private final List<Batch> batches = new ArrayList<>();

  private final SplittableRandom fresh;
  private int begun;
  private Batch batch;

  private static final class Batch {
    private final SplittableRandom random;
    private double[] numbers = new double[FIRST_LENGTH];
    private int drawn;
    private int next;

    Batch(long seed) {
      random = new SplittableRandom(seed);
    }
  }

  NormalNumbers(NoiseModel model) {
    frozen = model.drawing() == NoiseModel.Drawing.FROZEN;
    seed = model.seed();
    fresh = new SplittableRandom(seed);
    batch = new Batch(seed);
  }

  /** Frozen numbers start again. */
  void program() {
    begun = 0;
  }

  /** Begins a batch. */
  void begin() {
    begun++;
    if (frozen) {
      while (batches.size() < begun) {
        batches.add(new Batch(seed + STRIDE * (batches.size() + 1)));
      }
      batch = batches.get(begun - 1);
      batch.next = 0;
    }
  }

  double next() {
    if (!frozen) {
      return fresh.nextGaussian();
    }
    if (batch.next == batch.drawn) {
      if (batch.drawn == batch.numbers.length) {
        batch.numbers = Arrays.copyOf(batch.numbers, 2 * batch.drawn);
      }
      batch.numbers[batch.drawn] = batch.random.nextGaussian();
      batch.drawn++;
    }
    return batch.numbers[batch.next++];
  }
}
