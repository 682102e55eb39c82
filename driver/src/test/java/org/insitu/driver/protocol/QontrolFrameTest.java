package org.insitu.driver.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.insitu.driver.protocol.QontrolFrame.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats that are known from the vendor's public client and its recordings of real modules. */
class QontrolFrameTest {
  @Test
  void binaryFramesAreThoseOfTheVendorsClient() {
    assertEquals(
        "810000000" + "21fff", hex(QontrolFrame.setBinary(Quantity.V, 2, new int[] {0x1fff})));
    int[] codes = new int[8];
    Arrays.fill(codes, 0x0aaa);
    assertEquals(
        "82000000000008" + "0aaa".repeat(8), hex(QontrolFrame.setBinary(Quantity.V, 0, codes)));
    assertEquals("a9010000000000", hex(QontrolFrame.getAllBinary(Quantity.I)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void codesAreRoundedToTheNearestAndRefusedOutsideTheScale() {
    assertEquals(8192, QontrolFrame.code(1.5, 12));
    assertEquals(65535, QontrolFrame.code(12, 12));
    assertThrows(
        IllegalArgumentException.class,
        () -> QontrolFrame.setBinary(Quantity.V, 0, new int[] {65536}));
    for (int code = 0; code <= 65535; code += 7) {
      assertEquals(code, QontrolFrame.code(QontrolFrame.value(code, 12), 12));
    }
  }

  @Test
  void instructionsCarryFourDecimals() {
    assertEquals("V3=0.3000", QontrolFrame.set(Quantity.V, 3, 0.30000000000000004));
    assertEquals(
        "VVEC8=1.0000,2.5000", QontrolFrame.setVector(Quantity.V, 8, new double[] {1, 2.5}));
    assertEquals("V0=0.0000", QontrolFrame.set(Quantity.V, 0, -0.00004));
    assertEquals("V0=-0.1000", QontrolFrame.set(Quantity.V, 0, -0.09999));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 1000; i++) {
      double value = random.nextDouble(120);
      assertEquals(
          "IMAX0=" + String.format(Locale.ROOT, "%.4f", value),
          QontrolFrame.set(Quantity.IMAX, 0, value));
    }
  }

  @Test
  void valuesKeepTheirSign() {
    assertEquals(OptionalDouble.of(-0.0147), QontrolFrame.parseValue(Quantity.I, "-0.0147 mA"));
    assertEquals(OptionalDouble.of(8.2702), QontrolFrame.parseValue(Quantity.V, "+8.2702 V"));
    for (String bad : new String[] {"+8.2702 mA", "8.27", "+8.27O2 V", "+8.2702 V ", "OK", ""}) {
      assertEquals(OptionalDouble.empty(), QontrolFrame.parseValue(Quantity.V, bad), bad);
    }
  }

  @Test
  void errorsAreToldFromAnswersAndSayWhichChannel() {
    assertEquals(Optional.of(new QontrolError(1, 2)), QontrolError.parse("E01:02"));
    assertEquals("E01:02 over-voltage on channel 2", new QontrolError(1, 2).describe());
    assertEquals("E15:00 characters lost on the serial line", new QontrolError(15, 0).describe());
    assertEquals(Optional.empty(), QontrolError.parse("OK"));
    assertEquals(Optional.empty(), QontrolError.parse("E01"));
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2})
  void randomLinesNeverRaise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String alphabet = "E+-0123456789.:VmA \u0006\u00ffOK";
    int values = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(14); length > 0; length--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = line.toString();
      QontrolError.parse(text).ifPresent(error -> assertTrue(error.channel() < 10_000));
      values += QontrolFrame.parseValue(Quantity.V, text).isPresent() ? 1 : 0;
    }
    assertTrue(values < 100, "a value has a strict form");
  }

  @Test
  void everyTruncationOfAValueIsNoticed() {
    String line = "+12.0000 V";
    for (int length = 0; length < line.length(); length++) {
      assertEquals(
          OptionalDouble.empty(), QontrolFrame.parseValue(Quantity.V, line.substring(0, length)));
    }
    assertArrayEquals(
        new double[] {12}, QontrolFrame.parseValue(Quantity.V, line).stream().toArray());
  }
}
