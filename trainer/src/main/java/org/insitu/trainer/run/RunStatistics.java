package org.insitu.trainer.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** Collects what the summary tells about the course of a run. */
final class RunStatistics {
  private record Point(int iteration, Accuracies accuracies) {}

  private final DescriptiveStatistics gradientErrors = new DescriptiveStatistics();
  private final List<Point> evaluations = new ArrayList<>();

  void gradientError(double error) {
    gradientErrors.addValue(error);
  }

  void evaluated(int iteration, Accuracies accuracies) {
    evaluations.add(new Point(iteration, accuracies));
  }

  OptionalDouble gradientErrorMedian() {
    return gradientErrors.getN() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(gradientErrors.getPercentile(50));
  }

  Optional<Accuracies> last() {
    return evaluations.isEmpty()
        ? Optional.empty()
        : Optional.of(evaluations.get(evaluations.size() - 1).accuracies());
  }

  OptionalDouble bestTestAccuracy() {
    return evaluations.stream().mapToDouble(point -> point.accuracies().test()).max();
  }

  /** Returns the spread of test accuracy over evaluations after the given iteration. */
  Optional<RunSummary.Spread> spreadAfter(int iteration) {
    DescriptiveStatistics tests = new DescriptiveStatistics();
    for (Point point : evaluations) {
      if (point.iteration() > iteration) {
        tests.addValue(point.accuracies().test());
      }
    }
    if (tests.getN() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RunSummary.Spread(
            (int) tests.getN(), tests.getMin(), tests.getMax(), tests.getStandardDeviation()));
  }
}
