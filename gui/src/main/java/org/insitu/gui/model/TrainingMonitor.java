package org.insitu.gui.model;

import java.util.Optional;
import org.insitu.trainer.run.RunControl;
import org.insitu.trainer.run.RunEvent;
import org.insitu.trainer.run.RunListener;

/**
 * Follows one run. The curves grow on the chip thread, the rest is the latest event of its kind;
 * the screen reads both whenever it draws.
 */
public final class TrainingMonitor implements RunListener {
  private final RunControl control;
  private final Series loss = new Series();
  private final Series gradientError = new Series();
  private final Series trainAccuracy = new Series();
  private final Series testAccuracy = new Series();
  private final Series digitalAccuracy = new Series();
  private volatile Optional<RunEvent.Started> started = Optional.empty();
  private volatile Optional<RunEvent.IterationDone> step = Optional.empty();
  private volatile Optional<RunEvent.TapMaps> taps = Optional.empty();
  private volatile Optional<RunEvent.Evaluated> evaluated = Optional.empty();
  private volatile Optional<RunEvent.StartChosen> chosen = Optional.empty();
  private volatile Optional<RunEvent.Finished> finished = Optional.empty();
  private volatile Optional<String> failure = Optional.empty();
  private volatile double secondsPerStep;

  /**
   * The latest events of a run.
   *
   * @param started the beginning
   * @param step last step
   * @param taps tap maps of the last step
   * @param evaluated last evaluation
   * @param chosen start that goes on
   * @param finished the end
   * @param failure why the run broke off
   * @param secondsPerStep time of a step [s], mean of all, without pauses
   */
  public record Snapshot(
      Optional<RunEvent.Started> started,
      Optional<RunEvent.IterationDone> step,
      Optional<RunEvent.TapMaps> taps,
      Optional<RunEvent.Evaluated> evaluated,
      Optional<RunEvent.StartChosen> chosen,
      Optional<RunEvent.Finished> finished,
      Optional<String> failure,
      double secondsPerStep) {
    /** Returns the time that the steps still to be made will take [s]. */
    public double secondsLeft() {
      return secondsPerStep * (total() - iteration());
    }

    /** Returns the steps made. */
    public int iteration() {
      return step.map(RunEvent.IterationDone::iteration).orElse(0);
    }

    /** Returns the steps planned. */
    public int total() {
      return started.map(begun -> begun.plan().iterations()).orElse(0);
    }

    /** Returns whether the run is over, in whatever way. */
    public boolean over() {
      return finished.isPresent() || failure.isPresent();
    }
  }

  TrainingMonitor(RunControl control) {
    this.control = control;
  }

  /** Returns the switch of the run. */
  public RunControl control() {
    return control;
  }

  /** Returns the latest events. */
  public Snapshot snapshot() {
    return new Snapshot(started, step, taps, evaluated, chosen, finished, failure, secondsPerStep);
  }

  /** Returns the loss of each batch. */
  public Series loss() {
    return loss;
  }

  /** Returns 1 - cos between measured and model gradient. */
  public Series gradientError() {
    return gradientError;
  }

  /** Returns the accuracy on the training set, on the chip. */
  public Series trainAccuracy() {
    return trainAccuracy;
  }

  /** Returns the accuracy on the test set, on the chip. */
  public Series testAccuracy() {
    return testAccuracy;
  }

  /** Returns the accuracy on the test set of the same phases on the model. */
  public Series digitalAccuracy() {
    return digitalAccuracy;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.Started begun) {
      started = Optional.of(begun);
    } else if (event instanceof RunEvent.IterationDone done) {
      loss.add(done.iteration(), done.loss());
      done.gradientError().ifPresent(error -> gradientError.add(done.iteration(), error));
      double active = done.elapsed().minus(control.waited()).toNanos() * 1e-9;
      secondsPerStep = active / done.iteration();
      step = Optional.of(done);
    } else if (event instanceof RunEvent.TapMaps maps) {
      taps = Optional.of(maps);
    } else if (event instanceof RunEvent.Evaluated result) {
      trainAccuracy.add(result.iteration(), result.accuracies().train());
      testAccuracy.add(result.iteration(), result.accuracies().test());
      digitalAccuracy.add(result.iteration(), result.accuracies().digitalTest());
      evaluated = Optional.of(result);
    } else if (event instanceof RunEvent.StartChosen best) {
      chosen = Optional.of(best);
    } else if (event instanceof RunEvent.Finished end) {
      finished = Optional.of(end);
    } else if (event instanceof RunEvent.Failed failed) {
      broke(failed.reason());
    }
  }

  /** Takes note that the run broke off. */
  void broke(String reason) {
    failure = Optional.of(reason);
  }
}
