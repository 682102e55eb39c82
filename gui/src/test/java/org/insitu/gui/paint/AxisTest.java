package org.insitu.gui.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AxisTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void marksRoundValues() {
    Axis axis = new Axis(0, 2400, false);
    assertEquals(List.of(0.0, 500.0, 1000.0, 1500.0, 2000.0), axis.ticks(5));
    assertEquals("1500", axis.text(1500));
  }

  @Test
  void marksPowersOfTenOnALogarithmicScale() {
    Axis axis = new Axis(1e-4, 2, true);
    assertEquals(5, axis.ticks(9).size());
    assertEquals("1e-4", axis.text(1e-4));
    assertEquals("0.1", axis.text(0.1));
  }

  @Test
  void positionAndValueAreInverse() {
    for (boolean logarithmic : new boolean[] {false, true}) {
      Axis axis = new Axis(0.01, 10, logarithmic);
      assertEquals(0.37, axis.position(axis.value(0.37)), ROUNDING);
    }
  }

  @Test
  void writesAsManyDigitsAsTellTicksApart() {
    Axis axis = new Axis(1, 5, false);
    assertEquals("1.5", axis.text(1.5));
    assertEquals("2", axis.text(2));
    assertEquals("0.025", new Axis(0, 0.1, false).text(0.025));
  }

  @Test
  void writesNoMinusBeforeZero() {
    assertEquals("0", new Axis(-0.5, 0.5, false).text(-1e-17));
  }
}
