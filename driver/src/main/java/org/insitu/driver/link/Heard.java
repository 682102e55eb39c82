package org.insitu.driver.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What has come over a link since it was last asked something, to tell why that failed. */
final class Heard {
  private static final int TAIL_BYTES = 48;

  private final byte[] tail = new byte[TAIL_BYTES];
  private long bytes;
  private long strange;

  void forget() {
    bytes = 0;
    strange = 0;
  }

  void add(byte[] chunk, int count) {
    for (int i = 0; i < count; i++) {
      byte b = chunk[i];
      tail[(int) (bytes++ % TAIL_BYTES)] = b;
      boolean text = (b >= 0x20 && b < 0x7f) || b == '\n' || b == '\r' || b == '\t';
      strange += text ? 0 : 1;
    }
  }

  boolean nothing() {
    return bytes == 0;
  }

  /**
   * Returns whether it is hardly text. Every protocol here answers in text, with an ACK or NUL byte
   * here and there; a wrong baud rate leaves few bytes that are text.
   */
  boolean nonsense() {
    return 3 * strange > bytes;
  }

  /** Returns the last bytes, for a message. */
  String lastBytes() {
    byte[] last = last();
    int from = Math.max(0, last.length - 8);
    return WireTrace.printable(Arrays.copyOfRange(last, from, last.length), 8);
  }

  /** Returns the last line that is not empty, for a message. */
  String lastLine() {
    // Some GPIB adapters append a NUL byte to each reply.
    String text = new String(last(), StandardCharsets.ISO_8859_1).replace("\0", "").strip();
    String[] lines = text.split("\\s*[\r\n]+\\s*");
    byte[] line = lines[lines.length - 1].getBytes(StandardCharsets.ISO_8859_1);
    return WireTrace.printable(line, TAIL_BYTES);
  }

  private byte[] last() {
    int count = (int) Math.min(bytes, TAIL_BYTES);
    byte[] last = new byte[count];
    for (int i = 0; i < count; i++) {
      last[i] = tail[(int) ((bytes - count + i) % TAIL_BYTES)];
    }
    return last;
  }
}
