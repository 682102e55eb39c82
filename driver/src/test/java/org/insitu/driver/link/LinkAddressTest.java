package org.insitu.driver.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkAddressTest {
  @Test
  void aSerialPortHasTheUsualBaudRateUnlessItSaysOtherwise() {
    assertEquals(
        new LinkAddress.Serial("/dev/ttyUSB0", 115200, false),
        LinkAddress.parse("serial:/dev/ttyUSB0"));
    assertEquals(
        new LinkAddress.Serial("COM3", 9600, true),
        LinkAddress.parse("serial:COM3?baud=9600&flow=rtscts"));
  }

  @Test
  void aTcpAddressNeedsHostAndPort() {
    assertEquals(
        new LinkAddress.Tcp("lab-3.local", 5025), LinkAddress.parse("tcp:lab-3.local:5025"));
    assertEquals(new LinkAddress.Tcp("[::1]", 1), LinkAddress.parse("tcp:[::1]:1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serial:/dev/serial/by-id/usb-FTDI_x-if00?baud=57600",
        "tcp:10.0.0.3:9221",
        "serial:COM3?baud=115200&flow=rtscts"
      })
  void printingAndParsingAreInverse(String text) {
    assertEquals(text, LinkAddress.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/ttyUSB0, neither serial: nor tcp:",
    "serial:, names no port",
    "serial:X?baud=fast, no number",
    "serial:X?baud=1, outside",
    "serial:X?speed=1, unknown option",
    "serial:X?flow=xon, flow is",
    "tcp:host, no host and port",
    "tcp:host:70000, outside",
    "tcp::5, no host and port"
  })
  void aWrongAddressSaysWhatIsWrongAndWhatIsExpected(String text, String why) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> LinkAddress.parse(text));
    assertTrue(wrong.getMessage().contains(why), wrong.getMessage());
    assertTrue(wrong.getMessage().contains(LinkAddress.SYNTAX), wrong.getMessage());
  }
}
