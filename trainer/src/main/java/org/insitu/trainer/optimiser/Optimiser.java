package org.insitu.trainer.optimiser;

/** Turns gradients into steps. Phases are unwrapped here: a step never jumps by 2π. */
public sealed interface Optimiser permits Sgd, Momentum, Adam {
  /**
   * Makes one step.
   *
   * @param parameters what is optimised; Modified
   * @param gradient derivative of the loss by each parameter, finite; Not modified
   * @param learningRate positive
   * @throws IllegalArgumentException if the lengths differ from those of the first step, or the
   *     gradient is not finite; nothing is modified then
   */
  void step(double[] parameters, double[] gradient, double learningRate);

  /** Returns what the optimiser remembers, copied. */
  OptimiserState state();

  /** Checks the arguments of a step. */
  static void check(double[] parameters, double[] gradient, double[] memory) {
    if (parameters.length != gradient.length || parameters.length != memory.length) {
      throw new IllegalArgumentException(
          "%d parameters, %d derivatives, memory of %d"
              .formatted(parameters.length, gradient.length, memory.length));
    }
    for (int i = 0; i < gradient.length; i++) {
      if (!Double.isFinite(gradient[i])) {
        throw new IllegalArgumentException("derivative " + i + " is not finite: " + gradient[i]);
      }
    }
  }
}
