package org.insitu.mesh.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinCosTest {
  /** Two ulps of 1: one for the series, one for the argument. */
  private static final double TOLERANCE = 2 * Math.ulp(1.0);

  @ParameterizedTest
  @ValueSource(doubles = {1, 30, 1000})
  void agreesWithTheStrictLibrary(double range) {
    SplittableRandom random = new SplittableRandom(1);
    double[] out = new double[2];
    for (int i = 0; i < 100_000; i++) {
      double x = range * (2 * random.nextDouble() - 1);
      SinCos.of(x, out);
      assertEquals(StrictMath.sin(x), out[0], TOLERANCE, () -> "sin of " + x);
      assertEquals(StrictMath.cos(x), out[1], TOLERANCE, () -> "cos of " + x);
    }
  }

  @Test
  void everyQuadrantAndItsEdgesAgree() {
    double[] out = new double[2];
    for (int k = -64; k <= 64; k++) {
      double x = k * Math.PI / 8;
      SinCos.of(x, out);
      assertEquals(StrictMath.sin(x), out[0], TOLERANCE, "sin of " + k + " pi/8");
      assertEquals(StrictMath.cos(x), out[1], TOLERANCE, "cos of " + k + " pi/8");
    }
  }

  @Test
  void notANumberStaysNotANumber() {
    double[] out = new double[2];
    SinCos.of(Double.NaN, out);
    assertTrue(Double.isNaN(out[0]) && Double.isNaN(out[1]));
  }
}
