package org.insitu.trainer.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Labelled points.
 *
 * @param points finite features, {@code [sample][feature]}; owned by the data set, Not modified
 * @param labels class of each sample, 0..K-1; owned by the data set, Not modified
 * @param featureNames one name per feature
 * @param classNames one name per class, K of them, at least 2
 */
public record Dataset(
    double[][] points, int[] labels, List<String> featureNames, List<String> classNames) {
  /**
   * Checks shapes and labels; wraps the arrays without copying.
   *
   * @throws IllegalArgumentException if there are no points, a shape differs, a label is out of
   *     range, or a feature is not finite
   */
  public Dataset {
    featureNames = List.copyOf(featureNames);
    classNames = List.copyOf(classNames);
    if (points.length == 0 || points.length != labels.length) {
      throw new IllegalArgumentException(points.length + " points, " + labels.length + " labels");
    }
    if (classNames.size() < 2) {
      throw new IllegalArgumentException("at least 2 classes are needed, not " + classNames.size());
    }
    for (int sample = 0; sample < points.length; sample++) {
      if (points[sample].length != featureNames.size()) {
        throw new IllegalArgumentException(
            "point %d has %d features, not %d"
                .formatted(sample, points[sample].length, featureNames.size()));
      }
      for (double value : points[sample]) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("point " + sample + " is not finite");
        }
      }
      if (labels[sample] < 0 || labels[sample] >= classNames.size()) {
        throw new IllegalArgumentException(
            "label %d of point %d is not in 0..%d"
                .formatted(labels[sample], sample, classNames.size() - 1));
      }
    }
  }

  /** Returns the number of points. */
  public int size() {
    return points.length;
  }

  /** Returns the number of features d. */
  public int features() {
    return featureNames.size();
  }

  /** Returns the number of classes K. */
  public int classes() {
    return classNames.size();
  }

  /**
   * Reads points as they are, without scaling: a header {@code x1,x2,…,label}, then one row per
   * point.
   *
   * @param ports number of ports N: at most N-1 features and N classes fit
   * @throws DatasetException if the file cannot be used, with file, line and column
   */
  public static Dataset read(Path file, int ports) throws DatasetException {
    return CsvDatasets.read(file, ports);
  }

  /** Returns the points as the text of a CSV file that {@link #read} understands. */
  public String toCsv() {
    return CsvDatasets.text(this);
  }

  /** Returns the chosen points, in the given order. */
  public Dataset select(int[] samples) {
    double[][] chosen = new double[samples.length][];
    int[] chosenLabels = new int[samples.length];
    for (int i = 0; i < samples.length; i++) {
      chosen[i] = points[samples[i]];
      chosenLabels[i] = labels[samples[i]];
    }
    return new Dataset(chosen, chosenLabels, featureNames, classNames);
  }
}
