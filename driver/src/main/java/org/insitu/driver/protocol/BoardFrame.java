package org.insitu.driver.protocol;

import java.util.OptionalInt;

/**
 * Frames of the mesh board protocol, without the line feed that ends them. The specification is
 * {@code docs/board-protocol.md}.
 *
 * <pre>
 * request := '#' seq SP body '*' CRC4            reply := '#' seq SP status [SP data] '*' CRC4
 * event   := '!' count SP name [SP data] '*' CRC4
 * </pre>
 *
 * <p>The same without {@code '#' seq SP} and CRC serves a person at a terminal.
 */
public final class BoardFrame {
  /** Sequence numbers are below this. */
  public static final int SEQUENCES = 65_536;

  private BoardFrame() {}

  /** What a board sends. */
  public sealed interface FromBoard {}

  /**
   * The answer to a request.
   *
   * @param sequence number of the request; empty for an answer to a bare line
   * @param status 0, or a negative SCPI number, or a positive number of the board's own
   * @param data the rest, may be empty
   */
  public record Reply(OptionalInt sequence, int status, String data) implements FromBoard {
    /** Returns whether the request was carried out. */
    public boolean ok() {
      return status == 0;
    }
  }

  /**
   * Something that happened without being asked for.
   *
   * @param count counts events, so that a lost one is noticed
   * @param name such as {@code WDOG}
   * @param data the rest, may be empty
   */
  public record Event(int count, String name, String data) implements FromBoard {}

  /**
   * What a host sends.
   *
   * @param sequence number to be repeated in the reply; empty for a bare line
   * @param body the command
   */
  public record Request(OptionalInt sequence, String body) {}

  /** A line that is no frame. */
  public static final class FrameException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient OptionalInt sequence;

    FrameException(OptionalInt sequence, String message) {
      super(message);
      this.sequence = sequence;
    }

    /** Returns the sequence number as far as it could be read. */
    public OptionalInt sequence() {
      return sequence;
    }
  }

  /** Returns a request with sequence number and checksum. */
  public static String request(int sequence, String body) {
    return sealed(new StringBuilder().append('#').append(sequence).append(' ').append(body));
  }

  /** Returns a reply; with checksum if the request had a sequence number. */
  public static String reply(OptionalInt sequence, int status, String data) {
    StringBuilder text = new StringBuilder();
    if (sequence.isPresent()) {
      text.append('#').append(sequence.getAsInt()).append(' ');
    }
    text.append(status);
    if (!data.isEmpty()) {
      text.append(' ').append(data);
    }
    return sequence.isPresent() ? sealed(text) : text.toString();
  }

  /** Returns an event. */
  public static String event(int count, String name, String data) {
    StringBuilder text = new StringBuilder().append('!').append(count).append(' ').append(name);
    if (!data.isEmpty()) {
      text.append(' ').append(data);
    }
    return sealed(text);
  }

  private static String sealed(StringBuilder text) {
    int crc = Crc16.of(text, text.length());
    text.append('*');
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append("0123456789ABCDEF".charAt((crc >> shift) & 15));
    }
    return text.toString();
  }

  /**
   * Parses what a host sent.
   *
   * @throws FrameException if the checksum is wrong or the sequence number is none
   */
  public static Request parseRequest(String line) throws FrameException {
    if (!line.startsWith("#")) {
      return new Request(OptionalInt.empty(), line);
    }
    int space = line.indexOf(' ');
    OptionalInt sequence = space < 0 ? OptionalInt.empty() : sequence(line.substring(1, space));
    String text = unsealed(line, sequence);
    if (sequence.isEmpty() || space + 1 > text.length()) {
      throw new FrameException(sequence, "no sequence number");
    }
    return new Request(sequence, text.substring(space + 1));
  }

  /**
   * Parses what a board sent.
   *
   * @throws FrameException if the checksum is wrong or the line is no frame
   */
  public static FromBoard parseFromBoard(String line) throws FrameException {
    OptionalInt none = OptionalInt.empty();
    if (line.startsWith("!")) {
      String[] parts = unsealed(line, none).substring(1).split(" ", 3);
      OptionalInt count = sequence(parts[0]);
      if (count.isEmpty() || parts.length < 2 || parts[1].isEmpty()) {
        throw new FrameException(none, "no event");
      }
      return new Event(count.getAsInt(), parts[1], parts.length < 3 ? "" : parts[2]);
    }
    if (!line.startsWith("#")) {
      return reply(none, line, 0);
    }
    int space = line.indexOf(' ');
    OptionalInt sequence = space < 0 ? none : sequence(line.substring(1, space));
    String text = unsealed(line, sequence);
    if (sequence.isEmpty() || space >= text.length()) {
      throw new FrameException(none, "no sequence number");
    }
    return reply(sequence, text, space + 1);
  }

  private static Reply reply(OptionalInt sequence, String text, int from) throws FrameException {
    int space = text.indexOf(' ', from);
    String status = space < 0 ? text.substring(from) : text.substring(from, space);
    boolean negative = status.startsWith("-");
    OptionalInt value = sequence(negative ? status.substring(1) : status);
    if (value.isEmpty()) {
      throw new FrameException(sequence, "no status");
    }
    return new Reply(
        sequence,
        negative ? -value.getAsInt() : value.getAsInt(),
        space < 0 ? "" : text.substring(space + 1));
  }

  private static String unsealed(String line, OptionalInt sequence) throws FrameException {
    int star = line.length() - 5;
    if (star < 1 || line.charAt(star) != '*') {
      throw new FrameException(sequence, "no checksum");
    }
    int stated = 0;
    for (int i = star + 1; i < line.length(); i++) {
      int digit = "0123456789ABCDEF".indexOf(line.charAt(i));
      if (digit < 0) {
        throw new FrameException(sequence, "no checksum");
      }
      stated = stated << 4 | digit;
    }
    // A character above one byte cannot have come over the wire, and would alias in the checksum.
    for (int i = 0; i < star; i++) {
      if (line.charAt(i) > 0x7e || line.charAt(i) < 0x20) {
        throw new FrameException(sequence, "a byte that is no printable ASCII");
      }
    }
    if (stated != Crc16.of(line, star)) {
      throw new FrameException(sequence, "wrong checksum");
    }
    return line.substring(0, star);
  }

  /** Parses 0..65535, plain decimal. */
  private static OptionalInt sequence(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return OptionalInt.empty();
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalInt.empty();
      }
      value = 10 * value + digit;
    }
    return value < SEQUENCES ? OptionalInt.of(value) : OptionalInt.empty();
  }
}
