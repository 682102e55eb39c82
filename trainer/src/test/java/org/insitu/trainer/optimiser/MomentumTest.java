package org.insitu.trainer.optimiser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class MomentumTest extends OptimiserContract {
  @Override
  OptimiserKind kind() {
    return OptimiserKind.MOMENTUM;
  }

  @Override
  double rate() {
    return 0.02;
  }

  @Test
  void remembersNineTenthsOfTheVelocity() {
    double[] p = {0};
    Optimiser momentum = OptimiserKind.MOMENTUM.create(1);
    momentum.step(p, new double[] {1}, 0.1);
    momentum.step(p, new double[] {0}, 0.1);
    assertArrayEquals(new double[] {-0.19}, p, 1e-15);
  }
}
