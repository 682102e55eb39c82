package org.insitu.trainer.run;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.PhotonicNetwork;

/** What happens in a run. Arrays belong to the event: listeners share them, Not modified. */
public sealed interface RunEvent {
  /**
   * The run begins.
   *
   * @param plan its options
   * @param data its points
   * @param network its network
   * @param parameters phases it begins with [rad], unwrapped, in the order of the network
   */
  record Started(TrainingPlan plan, TaskData data, PhotonicNetwork network, double[] parameters)
      implements RunEvent {}

  /**
   * One step was made.
   *
   * @param iteration steps made so far, from 1
   * @param start which start it belongs to, from 0; the main part goes on with the chosen one
   * @param loss mean loss of the batch, before the step
   * @param batchAccuracy share of the batch classified rightly, before the step
   * @param gradientError 1 - cos between measured and model gradient; empty if nothing is measured
   * @param learningRate step size of this step [rad]
   * @param gradient gradient that was followed
   * @param modelGradient gradient of the model, same phases and points
   * @param parameters phases after the step [rad], unwrapped
   * @param counters what the chip did since the run began
   * @param elapsed time since the run began
   */
  record IterationDone(
      int iteration,
      int start,
      double loss,
      double batchAccuracy,
      OptionalDouble gradientError,
      double learningRate,
      double[] gradient,
      double[] modelGradient,
      double[] parameters,
      ProcessorCounters counters,
      Duration elapsed)
      implements RunEvent {}

  /**
   * Tap maps of the step just made, one entry per layer.
   *
   * @param iteration steps made so far
   * @param measured as read on the chip; of the model where nothing is measured
   * @param model of the model
   */
  record TapMaps(int iteration, List<LayerTaps> measured, List<LayerTaps> model)
      implements RunEvent {}

  /**
   * The network was evaluated.
   *
   * @param iteration steps made so far, 0 before any
   * @param accuracies results
   * @param parameters phases that were evaluated [rad]
   * @param counters what the chip did since the run began
   * @param elapsed time since the run began
   */
  record Evaluated(
      int iteration,
      Accuracies accuracies,
      double[] parameters,
      ProcessorCounters counters,
      Duration elapsed)
      implements RunEvent {}

  /**
   * The best of the starts goes on.
   *
   * @param start which one
   * @param trainLosses loss of the training set on the chip after the trial, per start
   */
  record StartChosen(int start, double[] trainLosses) implements RunEvent {}

  /**
   * The run ended by itself or was stopped.
   *
   * @param summary its results
   * @param parameters final phases [rad], unwrapped
   */
  record Finished(RunSummary summary, double[] parameters) implements RunEvent {}

  /**
   * The run broke off.
   *
   * @param reason one sentence
   */
  record Failed(String reason) implements RunEvent {}
}
