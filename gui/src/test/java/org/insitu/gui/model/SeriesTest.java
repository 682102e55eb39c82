package org.insitu.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SeriesTest {
  @Test
  void keepsEveryPointBelowItsLimit() {
    Series series = new Series();
    for (int i = 0; i < 10_000; i++) {
      series.add(i, -i);
    }
    Series.Points points = series.points();
    assertEquals(10_000, points.size());
    assertEquals(9_999, points.x()[9_999]);
    assertEquals(-9_999, points.y()[9_999]);
  }

  @Test
  void staysBoundedAndKeepsItsPeaks() {
    Series series = new Series();
    int peak = 12_345;
    for (int i = 0; i < 4 * Series.LIMIT; i++) {
      series.add(i, i == peak ? 100 : Math.sin(i));
    }
    Series.Points points = series.points();
    assertTrue(points.size() <= Series.LIMIT);
    double highest = 0;
    for (int i = 0; i < points.size(); i++) {
      highest = Math.max(highest, points.y()[i]);
      assertTrue(i == 0 || points.x()[i] > points.x()[i - 1], "x rises at " + i);
    }
    assertEquals(100, highest);
    assertEquals(4 * Series.LIMIT - 1, points.x()[points.size() - 1]);
  }

  @Test
  void pointsThatWereTakenDoNotGrow() {
    Series series = new Series();
    series.add(1, 2);
    Series.Points taken = series.points();
    series.add(3, 4);
    assertEquals(1, taken.size());
  }
}
