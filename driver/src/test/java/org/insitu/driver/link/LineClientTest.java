package org.insitu.driver.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.insitu.driver.device.DeviceException;
import org.junit.jupiter.api.Test;

class LineClientTest {
  private final MemoryLink.Ends ends = MemoryLink.pair("line", new WireTrace());
  private final LineClient client = new LineClient(ends.host(), 32);

  private void arrive(String text) throws DeviceException {
    ends.device().send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Optional<String> read() throws DeviceException {
    return client.readLine(System.nanoTime() + 5_000_000);
  }

  @Test
  void linesEndInLineFeedWithOrWithoutCarriageReturn() throws DeviceException {
    arrive("1\r\nOK\n\n");
    assertEquals(Optional.of("1"), read());
    assertEquals(Optional.of("OK"), read());
    assertEquals(Optional.of(""), read());
    assertEquals(Optional.empty(), read());
  }

  @Test
  void aLineInPiecesIsKeptUntilItIsWhole() throws DeviceException {
    arrive("+1.");
    assertEquals(Optional.empty(), read());
    assertTrue(client.hasPartialLine());
    arrive("5000 V\n+2");
    assertEquals(Optional.of("+1.5000 V"), read());
  }

  @Test
  void nulBytesDoNotShiftTheNextLine() throws DeviceException {
    arrive("1.5E-6\r\n\0002.5E-6\r\n");
    assertEquals(Optional.of("1.5E-6"), read());
    assertEquals(Optional.of("2.5E-6"), read());
  }

  @Test
  void anEndlessLineIsABadFrameAndCostsNoMemory() throws DeviceException {
    arrive("x".repeat(100));
    DeviceException.BadFrame bad = assertThrows(DeviceException.BadFrame.class, this::read);
    assertTrue(bad.getMessage().contains("baud rate"), bad.getMessage());
    client.drain(Duration.ofMillis(1), Duration.ofSeconds(1));
    arrive("OK\n");
    assertEquals(Optional.of("OK"), read());
  }

  @Test
  void aFailureTellsSilenceNonsenseAndAnotherInstrumentApart() throws DeviceException {
    arrive("nothing of this counts\n");
    read();
    client.listenAnew();
    DeviceException silent = unanswered();
    assertTrue(silent instanceof DeviceException.Timeout, silent.toString());
    assertTrue(silent.getMessage().contains("check power, and that it is a horse"), "" + silent);
    arrive("whoof\r\n\0whoof whoof\r\n\0");
    client.drain(Duration.ofMillis(1), Duration.ofSeconds(1));
    DeviceException other = unanswered();
    assertTrue(other instanceof DeviceException.BadFrame, other.toString());
    assertTrue(
        other.getMessage().contains("'neigh?' as a horse does, but with 'whoof whoof'"),
        other.toString());
    client.listenAnew();
    arrive("\u00e0\u00fe\0A\u00fe");
    read();
    DeviceException nonsense = unanswered();
    assertTrue(nonsense instanceof DeviceException.BadFrame, nonsense.toString());
    assertTrue(nonsense.getMessage().contains("'\\xe0\\xfe\\x00A\\xfe'"), nonsense.toString());
    assertTrue(nonsense.getMessage().contains("is the baud rate right?"), nonsense.toString());
    assertFalse(nonsense.wireTraffic().isEmpty());
  }

  private DeviceException unanswered() {
    return client.unanswered("neigh?", 3, "a horse", "power");
  }

  @Test
  void drainingForgetsAPartialLine() throws DeviceException {
    arrive("stale");
    assertEquals(Optional.empty(), read());
    assertTrue(client.drain(Duration.ofMillis(1), Duration.ofSeconds(1)));
    arrive("fresh\n");
    assertEquals(Optional.of("fresh"), read());
  }
}
