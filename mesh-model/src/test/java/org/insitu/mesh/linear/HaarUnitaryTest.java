package org.insitu.mesh.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HaarUnitaryTest {
  /** Gram-Schmidt twice is unitary to a few rounding errors. */
  private static final double TOLERANCE = 1e-14;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 100})
  void sampleIsUnitary(int size) {
    ComplexMatrix unitary = HaarUnitary.sample(size, new Random(1));
    ComplexMatrix product = unitary.times(unitary.adjoint());
    assertEquals(0, product.maxDifference(ComplexMatrix.identity(size)), TOLERANCE);
  }

  @Test
  void sameSeedGivesTheSameMatrixAndAnotherSeedAnother() {
    ComplexMatrix first = HaarUnitary.sample(4, new Random(1));
    assertEquals(0, first.maxDifference(HaarUnitary.sample(4, new Random(1))));
    assertTrue(first.maxDifference(HaarUnitary.sample(4, new Random(2))) > 0.1);
  }

  @Test
  void sizeBelowOneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> HaarUnitary.sample(0, new Random(1)));
  }
}
