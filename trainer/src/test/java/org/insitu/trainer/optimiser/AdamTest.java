package org.insitu.trainer.optimiser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class AdamTest extends OptimiserContract {
  @Override
  OptimiserKind kind() {
    return OptimiserKind.ADAM;
  }

  @Override
  double rate() {
    return 0.05;
  }

  @Test
  void firstStepIsTheLearningRateWhateverTheGradient() {
    double[] p = {0, 0};
    OptimiserKind.ADAM.create(2).step(p, new double[] {1e-3, -50}, 0.01);
    // epsilon is 1e-8 beside 1e-3
    assertArrayEquals(new double[] {-0.01, 0.01}, p, 1e-6);
  }

  @Test
  void secondStepFollowsTheFormula() {
    double[] p = {0};
    Optimiser adam = OptimiserKind.ADAM.create(1);
    adam.step(p, new double[] {1}, 0.1);
    adam.step(p, new double[] {3}, 0.1);
    double mean = (0.9 * 0.1 + 0.1 * 3) / (1 - 0.81);
    double square = (0.99 * 0.01 + 0.01 * 9) / (1 - 0.9801);
    assertArrayEquals(new double[] {-0.1 - 0.1 * mean / Math.sqrt(square)}, p, 1e-8);
  }
}
