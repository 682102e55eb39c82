package org.insitu.trainer.optimiser;

import java.util.Arrays;

/**
 * What an optimiser remembers between steps.
 *
 * @param kind optimiser
 * @param steps steps made so far
 * @param first running mean of the gradient, or the velocity; zeros where the kind has none
 * @param second running mean of the squared gradient; zeros where the kind has none
 */
public record OptimiserState(OptimiserKind kind, long steps, double[] first, double[] second) {
  /** Copies. */
  public OptimiserState {
    first = first.clone();
    second = second.clone();
    if (first.length != second.length) {
      throw new IllegalArgumentException(first.length + " means, " + second.length + " squares");
    }
  }

  /** Returns the state before any step. */
  public static OptimiserState initial(OptimiserKind kind, int parameters) {
    return new OptimiserState(kind, 0, new double[parameters], new double[parameters]);
  }

  /** Returns the running mean or velocity, copied. */
  @Override
  public double[] first() {
    return first.clone();
  }

  /** Returns the running mean square, copied. */
  @Override
  public double[] second() {
    return second.clone();
  }

  /** Returns an optimiser that goes on from here. */
  public Optimiser resume() {
    return switch (kind) {
      case SGD -> new Sgd(this);
      case MOMENTUM -> new Momentum(this);
      case ADAM -> new Adam(this);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OptimiserState that
        && kind == that.kind
        && steps == that.steps
        && Arrays.equals(first, that.first)
        && Arrays.equals(second, that.second);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(steps) + Arrays.hashCode(first)) + Arrays.hashCode(second);
  }
}
