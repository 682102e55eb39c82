package org.insitu.mesh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LaunchFormTest {
  @Test
  void partsAreValuesWithTheirSigns() {
    int[] value = {1, 0, LaunchForm.DARK, 1};
    LaunchForm form = new LaunchForm(2, value, new boolean[] {false, false, false, true});
    float[] parts = {9, 9, 9, 9};
    form.expand(new float[] {3, 5}, parts);
    assertArrayEquals(new float[] {5, 3, 0, -5}, parts);
    form.expand(new float[] {3, 0}, parts);
    // Not -0: equal vectors are to be equal in all bits.
    assertArrayEquals(new float[] {0, 3, 0, 0}, parts);
  }

  @Test
  void formsAreEqualByWhatTheySay() {
    assertEquals(LaunchForm.ofReal(3), LaunchForm.ofReal(3));
    assertEquals(LaunchForm.ofReal(3).hashCode(), LaunchForm.ofReal(3).hashCode());
    assertNotEquals(LaunchForm.ofReal(3), LaunchForm.ofComplex(3));
    boolean[] other = new boolean[6];
    other[2] = true;
    assertNotEquals(LaunchForm.ofReal(3), new LaunchForm(3, LaunchForm.ofReal(3).value(), other));
    assertNotEquals(
        LaunchForm.ofReal(3), new LaunchForm(4, LaunchForm.ofReal(3).value(), new boolean[6]));
    assertEquals(3, LaunchForm.ofReal(3).ports());
    int[] value = LaunchForm.ofReal(2).value();
    assertArrayEquals(new int[] {0, 1, LaunchForm.DARK, LaunchForm.DARK}, value);
    boolean[] negated = new boolean[4];
    LaunchForm form = new LaunchForm(2, value, negated);
    value[0] = 1;
    negated[0] = true;
    assertEquals(LaunchForm.ofReal(2), form);
  }

  @Test
  void whatIsNoFormIsRefused() {
    boolean[] two = new boolean[2];
    assertThrows(IllegalArgumentException.class, () -> new LaunchForm(0, new int[2], two));
    assertThrows(IllegalArgumentException.class, () -> new LaunchForm(1, new int[3], two));
    assertThrows(
        IllegalArgumentException.class, () -> new LaunchForm(1, new int[3], new boolean[3]));
    assertThrows(IllegalArgumentException.class, () -> new LaunchForm(1, new int[] {0, 1}, two));
    assertThrows(IllegalArgumentException.class, () -> new LaunchForm(1, new int[] {-2, 0}, two));
  }
}
