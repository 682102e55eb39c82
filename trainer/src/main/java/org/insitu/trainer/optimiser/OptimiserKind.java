package org.insitu.trainer.optimiser;

import java.util.Locale;

/** Optimisers a run can choose. */
public enum OptimiserKind {
  /** Plain gradient descent. */
  SGD(0.03),
  /** Gradient descent with momentum 0.9. */
  MOMENTUM(0.005),
  /** Adam, as in the published experiment. */
  ADAM(0.05);

  private final double learningRate;

  OptimiserKind(double learningRate) {
    this.learningRate = learningRate;
  }

  /** Returns the learning rate [rad] that suits phases of small networks. */
  public double defaultLearningRate() {
    return learningRate;
  }

  /** Returns an optimiser that has made no step. */
  public Optimiser create(int parameters) {
    return OptimiserState.initial(this, parameters).resume();
  }

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
