package org.insitu.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScalingTest {
  /** Rounding of logarithms and of a small linear system. */
  private static final double ROUNDING = 1e-9;

  private static final int BATCH = 600;

  @Test
  void aPowerLawIsFoundAgain() {
    Scaling scaling = Scaling.of(figures("gradient", 2.0, 3e-12, 0), "gradient", "float");
    assertEquals(2, scaling.exponent().orElseThrow(), ROUNDING);
    assertEquals("gradient: time ~ N^2.00 from N = 32", scaling.summary());
  }

  @Test
  void twoTermsAreFoundAgain() {
    Scaling scaling =
        Scaling.of(figures("gradientMatrix", 3.0, 5e-12, 2e-12), "gradientMatrix", "float");
    double[] terms = scaling.terms().orElseThrow();
    assertEquals(5e-12, terms[0], 5e-12 * 1e-6);
    assertEquals(2e-12, terms[1], 2e-12 * 1e-6);
    assertTrue(scaling.summary().endsWith("5.0 ps N^3 + 2.0 ps N^2 batch"), scaling.summary());
  }

  @Test
  void fewSizesFitNothing() {
    Scaling none = Scaling.of(List.of(), "gradient", "float");
    assertTrue(none.exponent().isEmpty());
    assertTrue(none.terms().isEmpty());
    assertEquals("gradient: no exponent, which needs two sizes from N = 32", none.summary());
    EngineBench.Figure same = new EngineBench.Figure(64, BATCH, "float", 2, "gradient", 1);
    Scaling one = Scaling.of(List.of(same, same, same), "gradient", "float");
    assertTrue(one.exponent().isEmpty());
    assertTrue(one.terms().isEmpty());
  }

  private static List<EngineBench.Figure> figures(
      String operation, double power, double first, double second) {
    return IntStream.of(8, 32, 64, 128)
        .mapToObj(
            n ->
                new EngineBench.Figure(
                    n,
                    BATCH,
                    "float",
                    2,
                    operation,
                    first * Math.pow(n, power) + second * n * n * BATCH))
        .toList();
  }
}
