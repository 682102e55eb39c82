package org.insitu.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshPhasesTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e300, -1e300, 3.3e20, -7e9, 1e9, -1e-300, 2 * Math.PI})
  void everyFinitePhaseIsWrappedIntoOneTurn(double phase) {
    double wrapped = MeshPhases.wrap(phase);
    assertTrue(wrapped >= 0 && wrapped < 2 * Math.PI, phase + " became " + wrapped);
  }

  @Test
  void wrappingTakesWholeTurnsAway() {
    assertEquals(1, MeshPhases.wrap(1 - 6 * Math.PI), 1e-14);
    assertEquals(1, MeshPhases.wrap(1 + 2e9 * Math.PI), 1e-6);
    assertEquals(0.0, MeshPhases.wrap(-0.0));
    assertThrows(IllegalArgumentException.class, () -> MeshPhases.wrap(Double.NaN));
  }
}
