package org.insitu.driver.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNodeTest {
  private static YamlNode value(String text) {
    return YamlNode.parse("a.yaml", "x: " + text + "\n").field("x");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "-2.5, -2.5", "1e-3, 0.001", ".5, 0.5", "+4., 4", "0x10, NaN"})
  void plainNumbersAreRead(String text, double expected) {
    if (Double.isNaN(expected)) {
      assertThrows(YamlFileException.class, () -> value(text).number(-10, 10));
    } else {
      assertEquals(expected, value(text).number(-10, 10));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1'", "1d", "NaN", ".inf", "1e999", "1_000", "11", "[1]", "", "yes"})
  void everythingElseIsNoNumberBetweenOneAndTen(String text) {
    String message =
        assertThrows(YamlFileException.class, () -> value(text).number(1, 10)).getMessage();
    assertTrue(message.startsWith("a.yaml line 1: x must be a number from 1.0 to 10.0"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "99999999999999999999", "'1'", "11", "one"})
  void everythingElseIsNoWholeNumber(String text) {
    assertThrows(YamlFileException.class, () -> value(text).integer(1, 10));
  }

  @ParameterizedTest
  @CsvSource({
    "9.4 ms, 9400000",
    "3s, 3000000000",
    "0 s, 0",
    "10 min, 600000000000",
    "250 us, 250000",
    "7 ns, 7",
    "1 h, 3600000000000"
  })
  void timesCarryTheirUnit(String text, long nanos) {
    assertEquals(Duration.ofNanos(nanos), value(text).duration());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-1 s", "1 day", "ms", "1e300 s", "[1 s]", "99999999999999999999 h"})
  void everythingElseIsNoTime(String text) {
    String message =
        assertThrows(YamlFileException.class, () -> value(text).duration()).getMessage();
    assertTrue(message.contains("x must be a time with its unit, such as 9.4 ms"), message);
  }

  @Test
  void pathAndLineLeadIntoDepth() {
    YamlNode root = YamlNode.parse("a.yaml", "# head\nlist:\n  - {a: 1}\n  - a: two\n");
    YamlNode deep = root.field("list").items().get(1).field("a");
    assertEquals(4, deep.line());
    String message = assertThrows(YamlFileException.class, () -> deep.integer(0, 9)).getMessage();
    assertEquals(
        "a.yaml line 4: list[1].a must be a whole number from 0 to 9, found \"two\"", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\n---\nb: 2\n",
        "a: [1\n",
        "a: b: c\n",
        "\ta: 1\n",
        "a: *nowhere\n",
        "a: \u0000\n",
        "? [1, 2]\n: 3\n",
        "a: &a [*a, *a",
      })
  void brokenTextIsOneSentence(String text) {
    String message =
        assertThrows(YamlFileException.class, () -> YamlNode.parse("a.yaml", text).fields())
            .getMessage();
    assertTrue(message.startsWith("a.yaml") && message.lines().count() == 1, message);
  }

  @Test
  void nearestWordIsFoundWhateverItsCase() {
    List<String> known = List.of("thetaSpread", "tapSpread", "laser");
    assertEquals(Optional.of("tapSpread"), Nearest.of("tapspred", known));
    assertEquals(Optional.empty(), Nearest.of("voltage", known));
    assertEquals(
        "did you mean \"laser\"? (known: thetaSpread, tapSpread, laser)",
        Nearest.hint("lazer", known));
    assertEquals("known: thetaSpread, tapSpread, laser", Nearest.hint("voltage", known));
  }
}
