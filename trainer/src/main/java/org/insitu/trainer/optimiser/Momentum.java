package org.insitu.trainer.optimiser;

/** Gradient descent with momentum: v ← 0.9 v + g, p ← p - η v. */
public final class Momentum implements Optimiser {
  private static final double DECAY = 0.9;

  private final double[] velocity;
  private long steps;

  /** Goes on from a state. */
  Momentum(OptimiserState state) {
    velocity = state.first();
    steps = state.steps();
  }

  @Override
  public void step(double[] parameters, double[] gradient, double learningRate) {
    Optimiser.check(parameters, gradient, velocity);
    steps++;
    for (int i = 0; i < parameters.length; i++) {
      velocity[i] = DECAY * velocity[i] + gradient[i];
      parameters[i] -= learningRate * velocity[i];
    }
  }

  @Override
  public OptimiserState state() {
    return new OptimiserState(OptimiserKind.MOMENTUM, steps, velocity, new double[velocity.length]);
  }
}
