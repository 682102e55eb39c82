package org.insitu.trainer.optimiser;

/** Gradient descent: p ← p - η g. */
public final class Sgd implements Optimiser {
  private final double[] none;
  private long steps;

  /** Goes on from a state. */
  Sgd(OptimiserState state) {
    none = state.first();
    steps = state.steps();
  }

  @Override
  public void step(double[] parameters, double[] gradient, double learningRate) {
    Optimiser.check(parameters, gradient, none);
    steps++;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= learningRate * gradient[i];
    }
  }

  @Override
  public OptimiserState state() {
    return new OptimiserState(OptimiserKind.SGD, steps, none, none);
  }
}
