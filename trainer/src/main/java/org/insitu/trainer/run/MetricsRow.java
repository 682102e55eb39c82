package org.insitu.trainer.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insitu.mesh.processor.ProcessorCounters;

/** One line of metrics.csv: an iteration, an evaluation after it, or both. */
final class MetricsRow {
  private static final int DIGITS = 6;

  private final int iteration;
  private final Optional<RunEvent.IterationDone> step;
  private Optional<RunEvent.Evaluated> evaluation = Optional.empty();

  private MetricsRow(int iteration, Optional<RunEvent.IterationDone> step) {
    this.iteration = iteration;
    this.step = step;
  }

  static MetricsRow of(RunEvent.IterationDone step) {
    return new MetricsRow(step.iteration(), Optional.of(step));
  }

  static MetricsRow of(RunEvent.Evaluated evaluated) {
    MetricsRow row = new MetricsRow(evaluated.iteration(), Optional.empty());
    row.add(evaluated);
    return row;
  }

  int iteration() {
    return iteration;
  }

  void add(RunEvent.Evaluated evaluated) {
    evaluation = Optional.of(evaluated);
  }

  /** Returns the line without its end. */
  String line() {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(iteration));
    if (step.isPresent()) {
      RunEvent.IterationDone done = step.get();
      cells.add(String.valueOf(done.start()));
      cells.add(number(done.loss()));
      cells.add(number(done.batchAccuracy()));
      cells.add(number(done.gradientError().orElse(Double.NaN)));
      cells.add(number(norm(done.gradient())));
      cells.add(number(done.learningRate()));
    } else {
      cells.addAll(List.of("", "", "", "", "", ""));
    }
    if (evaluation.isPresent()) {
      Accuracies accuracies = evaluation.get().accuracies();
      cells.add(number(accuracies.train()));
      cells.add(number(accuracies.test()));
      cells.add(number(accuracies.digitalTest()));
      cells.add(number(accuracies.trainLoss()));
    } else {
      cells.addAll(List.of("", "", "", ""));
    }
    ProcessorCounters counters =
        evaluation.map(RunEvent.Evaluated::counters).orElseGet(() -> step.orElseThrow().counters());
    cells.add(String.valueOf(counters.launches()));
    cells.add(String.valueOf(counters.heaterWrites()));
    cells.add(String.valueOf(counters.tapReads()));
    cells.add(String.valueOf(counters.directionSwitches()));
    Duration elapsed =
        evaluation.map(RunEvent.Evaluated::elapsed).orElseGet(() -> step.orElseThrow().elapsed());
    cells.add(number(counters.chipTime().toNanos() * 1e-9));
    cells.add(number(elapsed.toNanos() * 1e-9));
    return String.join(",", cells);
  }

  private static String number(double value) {
    return Decimals.significant(value, DIGITS);
  }

  private static double norm(double[] gradient) {
    double square = 0;
    for (double value : gradient) {
      square += value * value;
    }
    return Math.sqrt(square);
  }
}
