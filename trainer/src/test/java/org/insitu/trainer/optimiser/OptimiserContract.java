package org.insitu.trainer.optimiser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What every optimiser does. */
abstract class OptimiserContract {
  abstract OptimiserKind kind();

  /** Learning rate at which the valley of {@link #descendsACurvedValley} is stable. */
  abstract double rate();

  private Optimiser create(int parameters) {
    return kind().create(parameters);
  }

  /** Gradient of f = (p₀ - 3)² / 2 + 5 (p₁ + 1)². */
  private static double[] valley(double[] p) {
    return new double[] {p[0] - 3, 10 * (p[1] + 1)};
  }

  @Test
  void descendsACurvedValley() {
    Optimiser optimiser = create(2);
    double[] p = {0, 0};
    for (int i = 0; i < 2000; i++) {
      optimiser.step(p, valley(p), rate() * Schedule.COSINE.factor(i, 2000));
    }
    // The last steps are small but not zero.
    assertArrayEquals(new double[] {3, -1}, p, 1e-3);
  }

  @Test
  void firstStepGoesAgainstTheGradient() {
    Optimiser optimiser = create(3);
    double[] p = {1, 1, 1};
    optimiser.step(p, new double[] {0.5, -2, 0}, 0.01);
    assertTrue(p[0] < 1 && p[1] > 1 && p[2] == 1);
  }

  @Test
  void resumedOptimiserMakesTheSameSteps() {
    Optimiser whole = create(2);
    double[] p = {0, 0};
    for (int i = 0; i < 5; i++) {
      whole.step(p, valley(p), rate());
    }
    double[] q = p.clone();
    Optimiser resumed = whole.state().resume();
    for (int i = 0; i < 5; i++) {
      whole.step(p, valley(p), rate());
      resumed.step(q, valley(q), rate());
    }
    assertArrayEquals(p, q);
    assertEquals(whole.state(), resumed.state());
    assertEquals(10, whole.state().steps());
    assertEquals(kind(), whole.state().kind());
  }

  @Test
  void stateIsACopy() {
    Optimiser optimiser = create(1);
    optimiser.step(new double[] {0}, new double[] {1}, 0.1);
    OptimiserState before = optimiser.state();
    before.first()[0] = 100;
    assertEquals(before, optimiser.state());
  }

  @Test
  void rejectsAGradientThatIsNotFiniteAndMovesNothing() {
    Optimiser optimiser = create(2);
    double[] p = {1, 2};
    assertThrows(
        IllegalArgumentException.class, () -> optimiser.step(p, new double[] {1, Double.NaN}, 0.1));
    assertArrayEquals(new double[] {1, 2}, p);
    assertEquals(OptimiserState.initial(kind(), 2), optimiser.state());
  }

  @Test
  void rejectsAnotherNumberOfParameters() {
    Optimiser optimiser = create(2);
    assertThrows(
        IllegalArgumentException.class, () -> optimiser.step(new double[3], new double[3], 0.1));
  }
}
