package org.insitu.trainer.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.trainer.RandomStreams;

/**
 * What a run trains and tests on.
 *
 * @param name task name: of the generator, or of the CSV file
 * @param train training set, scaled
 * @param test test set, scaled the same way
 * @param scaling what was applied to the features as they were given
 */
public record TaskData(String name, Dataset train, Dataset test, FeatureScaling scaling) {
  /** Training points of a generated task; the published runs had 200 of 250. */
  public static final int TRAIN_SIZE = 400;

  /** Test points of a generated task, from a stream of their own. */
  public static final int TEST_SIZE = 1000;

  /** Part of a CSV file that is held out when there is no test file, as published. */
  private static final double HELD_OUT = 0.2;

  /** Returns a generated task: {@link #TRAIN_SIZE} and {@link #TEST_SIZE} points of the seed. */
  public static TaskData generate(SyntheticTask task, long seed) {
    Dataset train = task.generate(TRAIN_SIZE, RandomStreams.of(seed, task.id() + " train"));
    Dataset test = task.generate(TEST_SIZE, RandomStreams.of(seed, task.id() + " test"));
    return new TaskData(task.id(), train, test, FeatureScaling.identity(2));
  }

  /**
   * Reads a CSV task and standardises its features by the training set.
   *
   * @param file training points, or all points if there is no test file
   * @param testFile test points; without it, a fifth of each class is held out
   * @param ports number of ports N: at most N-1 features and N classes fit
   * @param seed seed of the split
   * @throws DatasetException if a file cannot be used, with file, line and column
   */
  public static TaskData read(Path file, Optional<Path> testFile, int ports, long seed)
      throws DatasetException {
    Dataset all = CsvDatasets.read(file, ports);
    Dataset train;
    Dataset test;
    if (testFile.isPresent()) {
      train = all;
      test = CsvDatasets.readLike(testFile.get(), all);
    } else {
      boolean[] held = heldOut(all, seed, file);
      train = all.select(indices(held, false));
      test = all.select(indices(held, true));
    }
    FeatureScaling scaling = FeatureScaling.standardising(train);
    return new TaskData(
        String.valueOf(file.getFileName()), scaling.apply(train), scaling.apply(test), scaling);
  }

  /**
   * Returns the same training set with other test points.
   *
   * @param file CSV with the features and classes of the training set, as they were given
   * @throws DatasetException if the file cannot be used, with file, line and column
   */
  public TaskData withTest(Path file) throws DatasetException {
    return new TaskData(name, train, scaling.apply(CsvDatasets.readLike(file, train)), scaling);
  }

  private static boolean[] heldOut(Dataset all, long seed, Path file) throws DatasetException {
    RandomGenerator random = RandomStreams.of(seed, "split");
    int[] order = RandomStreams.permutation(all.size(), random);
    int[] size = new int[all.classes()];
    for (int label : all.labels()) {
      size[label]++;
    }
    int[] wanted = new int[all.classes()];
    for (int label = 0; label < wanted.length; label++) {
      if (size[label] < 2) {
        throw new DatasetException(
            "%s: class '%s' has one row, and a test set needs one more; add rows or give --test-data."
                .formatted(file, all.classNames().get(label)));
      }
      wanted[label] = Math.max(1, (int) Math.round(HELD_OUT * size[label]));
    }
    boolean[] held = new boolean[all.size()];
    for (int sample : order) {
      int label = all.labels()[sample];
      if (wanted[label] > 0) {
        wanted[label]--;
        held[sample] = true;
      }
    }
    return held;
  }

  private static int[] indices(boolean[] held, boolean wanted) {
    int[] chosen = new int[held.length];
    int size = 0;
    for (int sample = 0; sample < held.length; sample++) {
      if (held[sample] == wanted) {
        chosen[size++] = sample;
      }
    }
    return Arrays.copyOf(chosen, size);
  }
}
