package org.insitu.cli;

import java.util.Locale;
import org.insitu.cli.console.Progress;
import org.insitu.trainer.run.RunEvent;
import org.insitu.trainer.run.RunListener;

/** Shows how a run goes: steps, loss, accuracy, time left. */
final class TrainingProgress implements RunListener {
  /** Weight of the newest batch in the loss shown; single batches jump too much to be read. */
  private static final double NEWEST = 0.05;

  private final Progress progress;
  private double loss = Double.NaN;
  private double accuracy = Double.NaN;

  TrainingProgress(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.Started started) {
      progress.begin("training", Math.max(1, started.plan().iterations()));
    } else if (event instanceof RunEvent.IterationDone done) {
      loss = Double.isNaN(loss) ? done.loss() : loss + NEWEST * (done.loss() - loss);
      progress.update(
          done.iteration(),
          String.format(Locale.ROOT, "loss %.3f  test accuracy %.3f", loss, accuracy));
    } else if (event instanceof RunEvent.Evaluated evaluated) {
      accuracy = evaluated.accuracies().test();
    } else if (event instanceof RunEvent.Finished finished) {
      progress.end(
          "%s after %d iterations"
              .formatted(
                  finished.summary().stopped() ? "stopped" : "trained",
                  finished.summary().iterations()));
    }
  }
}
