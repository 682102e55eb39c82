package org.insitu.simulator.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UartTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Worked out on paper from the levels of the line. */
  @Test
  void framesOfOtherRatesAreHeardBitByBit() {
    // Nine low bits are eighteen of the receiver: a start bit, eight zeros and no stop bit.
    Uart.Heard zeros = Uart.hear(bytes(0), 9600, 19_200);
    assertArrayEquals(bytes(0), zeros.bytes());
    assertEquals(1, zeros.framingErrors());
    // Low for three bits, then high: a start bit and nothing but ones.
    Uart.Heard ones = Uart.hear(bytes(0xfc), 19_200, 9600);
    assertArrayEquals(bytes(0xff), ones.bytes());
    assertEquals(0, ones.framingErrors());
    // Low for one bit is half a start bit.
    assertEquals(0, Uart.hear(bytes(0xff), 19_200, 9600).bytes().length);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"115200,115200", "115200,117600", "117600,115200", "9600,9800"})
  void ratesThatDifferByTwoPercentUnderstandEachOther(int sender, int receiver) {
    byte[] sent = new byte[1000];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) random.nextInt();
    }
    Uart.Heard heard = Uart.hear(sent, sender, receiver);
    assertArrayEquals(sent, heard.bytes());
    assertEquals(0, heard.framingErrors());
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"115200,57600", "115200,38400", "115200,9600", "57600,115200", "9600,115200"})
  void noLineOfTextSurvivesOtherRates(int sender, int receiver) {
    byte[] sent = "Q8iv-0001: 0\n".getBytes(StandardCharsets.US_ASCII);
    Uart.Heard heard = Uart.hear(sent, sender, receiver);
    assertFalse(Arrays.equals(sent, heard.bytes()));
    assertTrue(heard.bytes().length > 0);
    assertTrue(heard.framingErrors() > 0 || sender > receiver);
  }
}
