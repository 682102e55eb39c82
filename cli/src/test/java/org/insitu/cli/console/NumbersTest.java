package org.insitu.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class NumbersTest {
  @Test
  void oneIsSingular() {
    assertEquals("1 layer", Numbers.counted(1, "layer"));
    assertEquals("0 layers", Numbers.counted(0, "layer"));
    assertEquals("2 layers", Numbers.counted(2, "layer"));
  }

  @Test
  void takesWhatIsInRange() {
    assertEquals(1, new Numbers.Count().convert("1"));
    assertEquals(0, new Numbers.CountOrZero().convert("0"));
    assertEquals(-7L, new Numbers.Seed().convert("-7"));
    assertEquals(0.01, new Numbers.Positive().convert("1e-2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.5", "", "99999999999"})
  void refusesACountBelowOne(String text) {
    String message =
        assertThrows(TypeConversionException.class, () -> new Numbers.Count().convert(text))
            .getMessage();
    assertEquals("must be a whole number of at least 1, found '" + text + "'", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.1", "NaN", "Infinity", "1e999", "0x1p3", "1d", ""})
  void refusesWhatIsNotAPositiveNumber(String text) {
    String message =
        assertThrows(TypeConversionException.class, () -> new Numbers.Positive().convert(text))
            .getMessage();
    assertTrue(message.contains("above 0, found '" + text + "'"), message);
  }

  @Test
  void memoryIsToldInItsUnit() {
    assertEquals("76 MB", Numbers.memory(76.4e6));
    assertEquals("1.3 GB", Numbers.memory(1.3e9));
  }
}
