package org.insitu.mesh.engine;

/**
 * How a batch is cut: blocks of nearly equal size, dealt to slots in turn. Both follow from the
 * batch and the mesh alone, so that sums have the same order for any number of threads.
 *
 * @param samples number of samples
 * @param blocks number of blocks
 * @param slots number of sums kept apart until the end
 */
record Blocks(int samples, int blocks, int slots) {
  /** Less work than this, in nodes times samples, is done before a second thread has woken up. */
  private static final long WORTH_SHARING = 40_000;

  /** More slots would cost memory for sums; on more cores than this the engine stops scaling. */
  private static final int MOST_SLOTS = 16;

  static Blocks of(int samples, int nodes) {
    int blocks = Math.max(1, (samples + Lanes.MOST - 1) / Lanes.MOST);
    if (blocks % 2 == 1 && (long) samples * nodes > WORTH_SHARING && samples > 1) {
      blocks++;
    }
    return new Blocks(samples, blocks, Math.min(blocks, MOST_SLOTS));
  }

  /** Returns as few blocks as hold the samples. */
  static Blocks few(int samples) {
    int blocks = (samples + Lanes.MOST - 1) / Lanes.MOST;
    return new Blocks(samples, blocks, Math.min(blocks, MOST_SLOTS));
  }

  int from(int block) {
    return (int) ((long) samples * block / blocks);
  }

  int count(int block) {
    return from(block + 1) - from(block);
  }
}
