package org.insitu.trainer.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.util.ResizableDoubleArray;

/**
 * The curves of a run, read from metrics.csv.
 *
 * @param step what x counts: {@code iteration}, or {@code epoch} in a large run
 * @param loss loss of each batch, before its step; of a large run the mean of each epoch
 * @param gradientError 1 - cos between measured and model gradient
 * @param trainAccuracy accuracy on the training set, 0..1
 * @param testAccuracy accuracy on the test set
 * @param digitalTestAccuracy the same phases on the model; empty for large runs
 * @param start which of the competing starts a step belongs to, from 0
 */
public record RunCurves(
    String step,
    Curve loss,
    Curve gradientError,
    Curve trainAccuracy,
    Curve testAccuracy,
    Curve digitalTestAccuracy,
    Curve start) {
  /**
   * Points of a curve; x rises.
   *
   * @param x steps; Not modified
   * @param y values; Not modified
   */
  public record Curve(double[] x, double[] y) {
    /** Returns the value of the last point that is not behind x; empty if all are. */
    public OptionalDouble at(double position) {
      int found = java.util.Arrays.binarySearch(x, position);
      int index = found >= 0 ? found : -found - 2;
      return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(y[index]);
    }

    /** Returns the number of points. */
    public int size() {
      return x.length;
    }
  }

  /** Returns the last step; 0 if there is none. */
  public double last() {
    double last = 0;
    for (Curve curve : new Curve[] {loss, trainAccuracy, testAccuracy}) {
      last = curve.size() == 0 ? last : Math.max(last, curve.x()[curve.size() - 1]);
    }
    return last;
  }

  /** Grows curve by curve. */
  private static final class Points {
    private final ResizableDoubleArray x = new ResizableDoubleArray();
    private final ResizableDoubleArray y = new ResizableDoubleArray();

    void add(double position, Optional<Double> value, boolean complement) {
      if (value.isPresent()) {
        x.addElement(position);
        y.addElement(complement ? 1 - value.get() : value.get());
      }
    }

    Curve curve() {
      return new Curve(x.getElements(), y.getElements());
    }
  }

  /**
   * Reads metrics.csv of a directory, or what there is of it.
   *
   * @param large whether it is a large run
   * @throws RunFileException with one sentence if it cannot be used
   */
  static RunCurves read(Path directory, boolean large) throws RunFileException {
    RecordTable table = RecordTable.open(directory.resolve("metrics.csv"));
    int step = table.column(large ? "epoch" : "iteration");
    int[] columns = {
      table.column(large ? "trainLoss" : "loss"),
      table.column("gradientError"),
      table.column(large ? "trainError" : "trainAccuracy"),
      table.column(large ? "testError" : "testAccuracy"),
      large ? -1 : table.column("digitalTestAccuracy"),
      large ? -1 : table.column("start")
    };
    Points[] points = new Points[columns.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Points();
    }
    double[] before = {-1};
    table.rows(
        row -> {
          double position = row.required(step);
          if (!(position > before[0])) {
            throw row.wrong(
                "%s %.0f comes after %.0f, but they must rise"
                    .formatted(large ? "epoch" : "iteration", position, before[0]),
                null);
          }
          before[0] = position;
          for (int i = 0; i < columns.length; i++) {
            if (columns[i] >= 0) {
              points[i].add(position, row.number(columns[i]), large && (i == 2 || i == 3));
            }
          }
        });
    return new RunCurves(
        large ? "epoch" : "iteration",
        points[0].curve(),
        points[1].curve(),
        points[2].curve(),
        points[3].curve(),
        points[4].curve(),
        points[5].curve());
  }
}
