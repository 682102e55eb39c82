package org.insitu.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {
  @Test
  void streamsOfOneSeedDiffer() {
    assertNotEquals(
        RandomStreams.of(1, "train").nextLong(), RandomStreams.of(1, "test").nextLong());
    assertNotEquals(
        RandomStreams.of(1, "train").nextLong(), RandomStreams.of(2, "train").nextLong());
    assertNotEquals(
        RandomStreams.of(1, "train").nextLong(), RandomStreams.of(1L << 32, "train").nextLong());
  }

  @Test
  void streamStartsAgain() {
    assertEquals(RandomStreams.of(5, "a").nextLong(), RandomStreams.of(5, "a").nextLong());
  }

  @Test
  void permutationHasEveryIndexOnce() {
    int[] order = RandomStreams.permutation(100, RandomStreams.of(5, "a"));
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, 100).toArray(), sorted);
    assertNotEquals(Arrays.toString(sorted), Arrays.toString(order));
  }
}
