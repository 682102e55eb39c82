package org.insitu.driver.link;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insitu.driver.device.DeviceException;

/** Where an instrument is connected, as a user writes it. */
public sealed interface LinkAddress {
  /** Baud rate if the address names none; what the FTDI-based instruments use. */
  int DEFAULT_BAUD = 115_200;

  /** Opens the link. */
  Link open(WireTrace trace) throws DeviceException;

  /**
   * A serial port, 8 data bits, no parity, one stop bit.
   *
   * @param port path or name of the port; symbolic links are followed
   * @param baud bits per second
   * @param rtsCts whether the instrument uses hardware flow control
   */
  record Serial(String port, int baud, boolean rtsCts) implements LinkAddress {
    @Override
    public Link open(WireTrace trace) throws DeviceException {
      return SerialLink.open(this, trace);
    }

    @Override
    public String toString() {
      return "serial:%s?baud=%d%s".formatted(port, baud, rtsCts ? "&flow=rtscts" : "");
    }
  }

  /**
   * A TCP server.
   *
   * @param host name or address
   * @param port 1..65535
   */
  record Tcp(String host, int port) implements LinkAddress {
    @Override
    public Link open(WireTrace trace) throws DeviceException {
      return TcpLink.connect(host, port, trace);
    }

    @Override
    public String toString() {
      return "tcp:%s:%d".formatted(host, port);
    }
  }

  /** What is accepted, for messages. */
  String SYNTAX = "serial:PORT?baud=115200&flow=none|rtscts or tcp:HOST:PORT";

  /**
   * Parses {@value #SYNTAX}.
   *
   * @throws IllegalArgumentException if the text is no address; the message says what was expected
   */
  static LinkAddress parse(String text) {
    if (text.startsWith("serial:")) {
      return Parser.serial(text);
    }
    if (text.startsWith("tcp:")) {
      return Parser.tcp(text);
    }
    throw Parser.wrong(text, "it starts with neither serial: nor tcp:");
  }

  /** The two grammars. */
  final class Parser {
    private static final Pattern TCP = Pattern.compile("tcp:(\\[[0-9a-fA-F:.]+]|[^:\\s]+):(\\d+)");

    private Parser() {}

    private static Serial serial(String text) {
      String rest = text.substring("serial:".length());
      int query = rest.indexOf('?');
      String port = query < 0 ? rest : rest.substring(0, query);
      if (port.isBlank()) {
        throw wrong(text, "it names no port");
      }
      int baud = DEFAULT_BAUD;
      boolean rtsCts = false;
      if (query >= 0) {
        for (String option : rest.substring(query + 1).split("&", -1)) {
          int equals = option.indexOf('=');
          String key = equals < 0 ? option : option.substring(0, equals);
          String value = equals < 0 ? "" : option.substring(equals + 1);
          switch (key.toLowerCase(Locale.ROOT)) {
            case "baud" -> baud = number(text, "the baud rate", value, 50, 4_000_000);
            case "flow" ->
                rtsCts =
                    switch (value.toLowerCase(Locale.ROOT)) {
                      case "none" -> false;
                      case "rtscts" -> true;
                      default -> throw wrong(text, "flow is '" + value + "'");
                    };
            default -> throw wrong(text, "it has the unknown option '" + key + "'");
          }
        }
      }
      return new Serial(port, baud, rtsCts);
    }

    private static Tcp tcp(String text) {
      Matcher matcher = TCP.matcher(text);
      if (!matcher.matches()) {
        throw wrong(text, "it has no host and port");
      }
      return new Tcp(matcher.group(1), number(text, "the port", matcher.group(2), 1, 65_535));
    }

    private static int number(String text, String what, String value, int min, int max) {
      try {
        int number = Integer.parseInt(value);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong(text, "%s '%s' is no number".formatted(what, value));
      }
      throw wrong(text, "%s %s is outside %d..%d".formatted(what, value, min, max));
    }

    private static IllegalArgumentException wrong(String text, String why) {
      return new IllegalArgumentException(
          "'%s' is no link address, %s; expected %s".formatted(text, why, SYNTAX));
    }
  }
}
