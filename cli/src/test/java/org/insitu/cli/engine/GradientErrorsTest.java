package org.insitu.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.insitu.cli.engine.GradientErrors.Imperfection;
import org.junit.jupiter.api.Test;

class GradientErrorsTest {
  private static final List<GradientErrors.Line> LINES = new GradientErrors(20, 1).of(16);

  private static GradientErrors.Line line(Imperfection imperfection, double amount) {
    return LINES.stream()
        .filter(line -> line.imperfection() == imperfection && line.amount() == amount)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void couplerErrorsBiasNothing() {
    assertEquals(0, line(Imperfection.COUPLERS, 0.1).digital(), 1e-12);
    assertEquals(0, line(Imperfection.COUPLERS, 0.1).analog(), 1e-12);
  }

  @Test
  void errorsGrowWithTheSquareOfTheImperfection() {
    assertEquals(
        4,
        line(Imperfection.IMBALANCE, 0.1).digital() / line(Imperfection.IMBALANCE, 0.05).digital(),
        0.5);
    assertEquals(
        4, line(Imperfection.TAPS, 0.02).analog() / line(Imperfection.TAPS, 0.01).analog(), 0.5);
    assertEquals(
        4,
        line(Imperfection.PHASE, 0.05).digital() / line(Imperfection.PHASE, 0.025).digital(),
        0.8);
  }

  @Test
  void analogDifferenceIsFourTimesBetterAgainstTapNoise() {
    // Noise of two passes over 4 against that of three over 2, with twice the light in a sum.
    assertEquals(
        4, line(Imperfection.TAPS, 0.01).digital() / line(Imperfection.TAPS, 0.01).analog(), 1);
  }

  /** Ours are lower by 1.4 to 2.7 throughout; what was averaged there is not known. */
  private static void assertNear(double published, double ours) {
    assertTrue(ours > published / 4 && ours < 1.5 * published, published + " became " + ours);
  }

  @Test
  void theyAreOfTheSizeThatWasPublished() {
    assertNear(2.3e-3, line(Imperfection.IMBALANCE, 0.05).digital());
    assertNear(8e-4, line(Imperfection.IMBALANCE, 0.05).analog());
    assertNear(1.7e-2, line(Imperfection.PHASE, 0.025).digital());
    assertNear(6.1e-3, line(Imperfection.AMPLITUDE, 0.05).digital());
    assertNear(2.2e-3, line(Imperfection.AMPLITUDE, 0.05).analog());
    assertNear(2.8e-3, line(Imperfection.TAPS, 0.01).digital());
    assertNear(7.5e-4, line(Imperfection.TAPS, 0.01).analog());
  }
}
