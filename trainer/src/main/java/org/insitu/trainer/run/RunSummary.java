package org.insitu.trainer.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.insitu.mesh.processor.ProcessorCounters;

/**
 * Results of a run.
 *
 * @param plan its options
 * @param iterations steps made
 * @param stopped whether it was stopped before its end
 * @param last last evaluation, of the final phases unless the run was stopped; empty if none
 * @param bestTestAccuracy highest test accuracy of all evaluations
 * @param gradientErrorMedian median of 1 - cos over the steps; empty if nothing was measured
 * @param spread test accuracies over the last 100 steps; empty if none
 * @param counters what the chip did in the run
 * @param elapsed wall time
 */
public record RunSummary(
    TrainingPlan plan,
    int iterations,
    boolean stopped,
    Optional<Accuracies> last,
    OptionalDouble bestTestAccuracy,
    OptionalDouble gradientErrorMedian,
    Optional<Spread> spread,
    ProcessorCounters counters,
    Duration elapsed) {
  /**
   * How test accuracy swings.
   *
   * @param evaluations number of evaluations
   * @param min lowest
   * @param max highest
   * @param standardDeviation around the mean, of the sample; 0 for one evaluation
   */
  public record Spread(int evaluations, double min, double max, double standardDeviation) {}
}
