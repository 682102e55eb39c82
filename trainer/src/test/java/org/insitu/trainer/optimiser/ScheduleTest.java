package org.insitu.trainer.optimiser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  @ParameterizedTest
  @EnumSource
  void startsFullNeverRisesAndNeverStops(Schedule schedule) {
    assertEquals(1, schedule.factor(0, 100));
    for (int i = 1; i < 100; i++) {
      assertTrue(schedule.factor(i, 100) <= schedule.factor(i - 1, 100));
      assertTrue(schedule.factor(i, 100) > 0);
    }
  }

  @Test
  void cosineIsHalfInTheMiddle() {
    assertEquals(0.5, Schedule.COSINE.factor(50, 100), 1e-15);
  }

  @Test
  void longRunsAreCountedRight() {
    long steps = 60_000L * Integer.MAX_VALUE;
    assertEquals(0.5, Schedule.COSINE.factor(steps / 2, steps), 1e-12);
  }

  @Test
  void rejectsAnIterationAfterTheEnd() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.STEP.factor(100, 100));
  }

  @Test
  void averageOfPhasesAroundZeroIsZero() {
    IterateAverage average = new IterateAverage(1);
    average.add(new double[] {-0.1});
    average.add(new double[] {0.1});
    assertArrayEquals(new double[] {0}, average.mean());
    assertThrows(IllegalStateException.class, () -> new IterateAverage(1).mean());
  }
}
