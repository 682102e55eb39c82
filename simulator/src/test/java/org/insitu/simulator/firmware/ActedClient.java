package org.insitu.simulator.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.WireTrace;

/**
 * Acts as the vendor's Python client does on the wire: which bytes it sends, when it holds an
 * answer for complete, and what it takes from a line. Written from what the client does, not from
 * its code.
 */
final class ActedClient implements AutoCloseable {
  private static final Pattern HELLO =
      Pattern.compile(".*(\\w+\\d\\w*-[0-9a-fA-F*]+).*", Pattern.DOTALL);
  private static final Pattern PLACE = Pattern.compile("([^:\\s]+)\\s*:\\s*(\\d+)\\n*");
  private static final Pattern NUMBER = Pattern.compile("((?:\\+|-)?[\\d.]+)");
  // The client's own reading of all channels loses the sign.
  private static final Pattern UNSIGNED = Pattern.compile("(?:\\+|-|)([\\d.]+)");
  private static final Pattern ERROR = Pattern.compile("[A-Za-z]{1,3}(\\d+):(\\d+)");
  private static final Map<String, Integer> CODES = Map.of("V", 0, "I", 1, "VMAX", 2, "IMAX", 3);
  private static final Map<String, Double> FULL_MILLIAMPS =
      Map.of("Q8iv", 24.0, "Q8b", 83.333333, "Q8a", 100.0);
  private static final long TIMEOUT_NANOS = 100_000_000;
  private static final long BETWEEN_NANOS = 50_000_000;
  // The client gives up an answer that has not begun after its timeout; on a busy computer the
  // emulator may not have had its turn by then.
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final int UNTIL_SILENT = Integer.MAX_VALUE;

  private final Link link;
  private final boolean binary;
  private final List<String> errors = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final StringBuilder pending = new StringBuilder();
  private final String deviceId;
  private final double fullV;
  private final double fullMilliamps;

  ActedClient(Path port, boolean binary) throws DeviceException {
    link = LinkAddress.parse("serial:" + port).open(new WireTrace());
    this.binary = binary;
    // It reads up to 64 bytes of the answer to its first words.
    send("id?\n");
    Matcher hello = HELLO.matcher(String.join("", receive(1, TIMEOUT_NANOS)));
    if (!hello.matches()) {
      throw new IllegalStateException("unable to communicate");
    }
    deviceId = hello.group(1).replaceFirst("^.*?(?=Q)", "");
    // "\x06OK" is not the "OK" it waits for, so that it waits for its timeout.
    ask("nup=0\n", UNTIL_SILENT);
    for (String line : ask("nupall?\n", UNTIL_SILENT)) {
      Matcher place = PLACE.matcher(line);
      if (!place.matches() || Integer.parseInt(place.group(2)) != types.size()) {
        throw new IllegalStateException("unable to determine the chain from " + line);
      }
      String type = place.group(1).replaceFirst("-.*", "");
      if (!FULL_MILLIAMPS.containsKey(type)) {
        throw new IllegalStateException("no properties of " + type);
      }
      types.add(type);
    }
    fullV = number(Pattern.compile("(?:\\+|-|)([\\d.]+) V"), ask("vfull?\n", 1).get(0));
    fullMilliamps = number(Pattern.compile("(?:\\+|-|)([\\d.]+) mA"), ask("ifull?\n", 1).get(0));
  }

  String deviceId() {
    return deviceId;
  }

  double fullV() {
    return fullV;
  }

  double fullMilliamps() {
    return fullMilliamps;
  }

  /** Channels are counted from the digits in the types. */
  int channels() {
    return types.stream().mapToInt(type -> Integer.parseInt(type.replaceAll("\\D", ""))).sum();
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  void setValue(int ch, String quantity, double value) throws DeviceException {
    if (binary) {
      int code = (int) (value / full(ch, quantity) * 65535);
      askBinary(frame(0x81, quantity, ch, new int[] {code}, false), 1);
    } else {
      // Numbers go as Python prints them.
      ask("%s%d=%s\n".formatted(quantity, ch, value), 1);
    }
  }

  double value(int ch, String quantity) throws DeviceException {
    List<String> lines =
        binary
            ? askBinary(frame(0x88, quantity, ch, new int[] {0}, false), 1)
            : ask("%s%d?\n".formatted(quantity, ch), 1);
    if (lines.isEmpty()) {
      throw new IllegalStateException("no value");
    }
    return number(NUMBER, lines.get(0));
  }

  List<Double> allValues(String quantity) throws DeviceException {
    List<String> lines =
        binary
            ? askBinary(frame(0xa9, quantity, 0, new int[] {0}, false), channels())
            : ask(quantity + "all?\n", channels());
    return lines.stream().map(line -> number(UNSIGNED, line)).toList();
  }

  /** One vector for each module. */
  void setAllValues(String quantity, double[] values) throws DeviceException {
    for (int first = 0; first < values.length; first += 8) {
      if (binary) {
        int[] codes = new int[8];
        for (int i = 0; i < 8; i++) {
          codes[i] = (int) (values[first + i] / full(first + i, quantity) * 65535);
        }
        askBinary(frame(0x82, quantity, first, codes, true), 1);
      } else {
        StringBuilder line = new StringBuilder(quantity).append("VEC").append(first).append('=');
        for (int i = 0; i < 8; i++) {
          line.append(i == 0 ? "" : ",").append(values[first + i]);
        }
        ask(line.append('\n').toString(), 1);
      }
    }
  }

  private double full(int ch, String quantity) {
    return quantity.startsWith("V") ? 12 : FULL_MILLIAMPS.get(types.get(ch / 8));
  }

  private static byte[] frame(int header, String quantity, int ch, int[] words, boolean extended) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(header);
    frame.write(CODES.get(quantity));
    frame.write(0);
    frame.write(ch >> 8);
    frame.write(ch);
    if (extended) {
      frame.write(words.length >> 8);
      frame.write(words.length);
    }
    for (int word : words) {
      frame.write(word >> 8);
      frame.write(word);
    }
    return frame.toByteArray();
  }

  private static double number(Pattern pattern, String line) {
    Matcher found = pattern.matcher(line);
    if (!found.lookingAt()) {
      throw new IllegalStateException("no number in '" + line + "'");
    }
    return Double.parseDouble(found.group(1));
  }

  private void send(String text) throws DeviceException {
    link.send(text.getBytes(StandardCharsets.US_ASCII));
  }

  private List<String> ask(String line, int lines) throws DeviceException {
    return askBinary(line.getBytes(StandardCharsets.US_ASCII), lines);
  }

  /** Asks again after E15, as the client does, but not for ever. */
  private List<String> askBinary(byte[] request, int lines) throws DeviceException {
    for (int attempt = 0; attempt < 3; attempt++) {
      int before = errors.size();
      link.send(request);
      List<String> answer = receive(lines, TIMEOUT_NANOS);
      if (errors.stream().skip(before).noneMatch(error -> error.startsWith("E15"))) {
        return answer;
      }
    }
    throw new IllegalStateException("E15 again and again");
  }

  /** Ends with "OK", with as many lines as were wanted, with E15, or with two timeouts together. */
  private List<String> receive(int wanted, long timeoutNanos) throws DeviceException {
    List<String> lines = new ArrayList<>();
    int before = errors.size();
    long start = System.nanoTime();
    long last = start;
    byte[] buffer = new byte[4096];
    while (!lines.contains("OK\n") && lines.size() < wanted) {
      long now = System.nanoTime();
      boolean nothing = lines.isEmpty() && errors.size() == before;
      if (now - start > (nothing ? PATIENCE_NANOS : timeoutNanos) && now - last > BETWEEN_NANOS) {
        break;
      }
      int count = link.receive(buffer, now + 1_000_000);
      pending.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
      for (Optional<String> line = line(); line.isPresent(); line = line()) {
        last = System.nanoTime();
        Matcher error = ERROR.matcher(line.get().strip());
        if (error.matches()) {
          errors.add(line.get().strip());
          if (error.group(1).equals("15")) {
            return lines;
          }
        } else {
          lines.add(line.get());
        }
      }
    }
    return lines;
  }

  private Optional<String> line() {
    int end = pending.indexOf("\n");
    if (end < 0) {
      return Optional.empty();
    }
    String line = pending.substring(0, end + 1);
    pending.delete(0, end + 1);
    return Optional.of(line);
  }

  @Override
  public void close() {
    link.close();
  }
}
