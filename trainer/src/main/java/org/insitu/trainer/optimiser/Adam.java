package org.insitu.trainer.optimiser;

/**
 * Adam: m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², p ← p - η m̂ / (√v̂ + ε), with the bias of
 * the first steps removed: m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ).
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, 2015, algorithm 1</a>
 */
public final class Adam implements Optimiser {
  private static final double BETA1 = 0.9;

  /** Shorter memory than the usual 0.999: runs are about a thousand steps long. */
  private static final double BETA2 = 0.99;

  private static final double EPSILON = 1e-8;

  private final double[] mean;
  private final double[] square;
  private long steps;

  /** Goes on from a state. */
  Adam(OptimiserState state) {
    mean = state.first();
    square = state.second();
    steps = state.steps();
  }

  @Override
  public void step(double[] parameters, double[] gradient, double learningRate) {
    Optimiser.check(parameters, gradient, mean);
    steps++;
    // StrictMath: the same step on every JDK.
    double meanBias = 1 - StrictMath.pow(BETA1, (double) steps);
    double squareBias = 1 - StrictMath.pow(BETA2, (double) steps);
    for (int i = 0; i < parameters.length; i++) {
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
      square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
      parameters[i] -=
          learningRate * (mean[i] / meanBias) / (Math.sqrt(square[i] / squareBias) + EPSILON);
    }
  }

  @Override
  public OptimiserState state() {
    return new OptimiserState(OptimiserKind.ADAM, steps, mean, square);
  }
}
