package org.insitu.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.insitu.mesh.linear.ComplexBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InputVectorsTest {
  /** A few roundings of numbers of order 1. */
  private static final double ROUNDING = 1e-12;

  @Test
  void readsComplexNumbersAndNormalises() {
    ComplexBatch vector = InputVectors.parse("1, 2i, -1 + 2i, -i, 1e1-.5i", 5).orElseThrow();
    double norm = Math.sqrt(1 + 4 + 5 + 1 + 100.25);
    double[][] wanted = {{1, 0}, {0, 2}, {-1, 2}, {0, -1}, {10, -0.5}};
    for (int port = 0; port < 5; port++) {
      assertEquals(wanted[port][0] / norm, vector.re()[port][0], ROUNDING, "port " + port);
      assertEquals(wanted[port][1] / norm, vector.im()[port][0], ROUNDING, "port " + port);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1, 2, 3", "0,0,0,0", "1,,2,3", "1,2,x,3", "1 2 3 4", "1,2,3,1e999"})
  void refusesWhatIsNoVectorOfTheMesh(String typed) {
    assertTrue(InputVectors.parse(typed, 4).isEmpty());
  }

  @Test
  void equalLightHasNormOne() {
    assertEquals(1, InputVectors.equal(6, true).squaredNorm(0), ROUNDING);
    assertEquals(-InputVectors.equal(6, true).re()[1][0], InputVectors.equal(6, false).re()[1][0]);
  }
}
