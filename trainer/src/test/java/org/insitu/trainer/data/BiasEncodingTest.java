package org.insitu.trainer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.insitu.mesh.linear.ComplexBatch;
import org.junit.jupiter.api.Test;

class BiasEncodingTest {
  /** A few roundings of numbers up to 9. */
  private static final double ROUNDING = 1e-14;

  @Test
  void twoFeaturesOnFourPortsIsThePublishedEncoding() {
    ComplexBatch batch = new BiasEncoding(4, 2).encode(new double[][] {{0.7, -0.4}});
    assertEquals(0.7, batch.re()[0][0]);
    assertEquals(-0.4, batch.re()[1][0]);
    // Stored input of the published reference vector.
    assertEquals(2.043281674170255, batch.re()[2][0], ROUNDING);
    assertEquals(2.043281674170255, batch.re()[3][0], ROUNDING);
  }

  @Test
  void powerIsNineWhateverThePoint() {
    double[][] points = {{0, 0, 0}, {1, 2, -1}, {3, 0, 0}, {-30, 40, 7}};
    ComplexBatch batch = new BiasEncoding(6, 3).encode(points);
    for (int sample = 0; sample < points.length; sample++) {
      assertEquals(9, batch.squaredNorm(sample), ROUNDING);
    }
  }

  @Test
  void farPointKeepsItsDirection() {
    ComplexBatch batch = new BiasEncoding(4, 2).encode(new double[][] {{30, 40}});
    assertEquals(1.8, batch.re()[0][0], ROUNDING);
    assertEquals(2.4, batch.re()[1][0], ROUNDING);
    assertEquals(0, batch.re()[2][0]);
  }

  @Test
  void encodesChosenSamplesInOrder() {
    double[][] points = {{0.1}, {0.2}, {0.3}};
    ComplexBatch batch = new BiasEncoding(2, 1).encode(points, new int[] {2, 0});
    assertEquals(0.3, batch.re()[0][0]);
    assertEquals(0.1, batch.re()[0][1]);
  }

  @Test
  void rejectsFeaturesWithoutAPortForTheBias() {
    assertThrows(IllegalArgumentException.class, () -> new BiasEncoding(4, 4));
    assertThrows(IllegalArgumentException.class, () -> new BiasEncoding(4, 0));
  }
}
