package org.insitu.driver.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.insitu.driver.device.DeviceException;

/**
 * Lines over a link. A line ends in LF; a CR before it and NUL bytes anywhere (some GPIB adapters
 * append one to each reply) are dropped. Bytes are ISO 8859-1, so that nothing is lost in text.
 */
public final class LineClient implements AutoCloseable {
  private final Link link;
  private final int maxLine;
  private final byte[] chunk = new byte[4096];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final Heard heard = new Heard();
  private int next;
  private int end;

  /**
   * Creates one; closing it closes the link.
   *
   * @param maxLine longest line accepted, in bytes; a longer one is a bad frame
   */
  public LineClient(Link link, int maxLine) {
    this.link = link;
    this.maxLine = maxLine;
  }

  /** Returns the link underneath. */
  public Link link() {
    return link;
  }

  /** Sends text as it is; the caller adds the terminator its instrument wants. */
  public void send(String text) throws DeviceException {
    link.send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws DeviceException {
    link.send(bytes);
  }

  /**
   * Reads a line.
   *
   * @param deadlineNanos deadline on the clock of {@link System#nanoTime}
   * @return the line without its end, or empty if the deadline passed; a part of a line that has
   *     arrived is kept for the next call
   * @throws DeviceException.BadFrame if a line is longer than allowed; it is dropped up to here
   */
  public Optional<String> readLine(long deadlineNanos) throws DeviceException {
    while (true) {
      while (next < end) {
        byte b = chunk[next++];
        if (b == '\n') {
          return Optional.of(takeLine());
        }
        if (b != 0) {
          line.write(b);
        }
        if (line.size() > maxLine) {
          byte[] start = line.toByteArray();
          line.reset();
          throw new DeviceException.BadFrame(
              "%s sent more than %d bytes without an end of line, starting '%s'; check the baud rate and that the right instrument is connected"
                  .formatted(link.name(), maxLine, WireTrace.printable(start, 40)),
              null);
        }
      }
      end = link.receive(chunk, deadlineNanos);
      heard.add(chunk, end);
      next = 0;
      if (end == 0) {
        return Optional.empty();
      }
    }
  }

  private String takeLine() {
    String text = line.toString(StandardCharsets.ISO_8859_1);
    line.reset();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * Throws away what arrives until nothing has arrived for a while.
   *
   * @param silence how long nothing must arrive
   * @param atMost gives up waiting for silence after this
   * @return whether silence was reached
   */
  public boolean drain(Duration silence, Duration atMost) throws DeviceException {
    long start = System.nanoTime();
    do {
      line.reset();
      next = 0;
      end = 0;
      int count = link.receive(chunk, System.nanoTime() + silence.toNanos());
      if (count == 0) {
        return true;
      }
      heard.add(chunk, count);
    } while (System.nanoTime() - start < atMost.toNanos());
    return false;
  }

  /** Begins a question: what was heard before says nothing about it. */
  public void listenAnew() {
    heard.forget();
  }

  /** Returns whether what came since the question is hardly text, as at a wrong baud rate. */
  public boolean heardNonsense() {
    return heard.nonsense();
  }

  /**
   * Says why a question was not answered, by what was heard since {@link #listenAnew}: nothing,
   * nonsense, or what another instrument would say.
   *
   * @param expected the kind of instrument, such as {@code a Qontrol chain}
   * @param ifSilent what to check if nothing came, such as {@code power and cable}
   */
  public DeviceException unanswered(
      String question, int attempts, String expected, String ifSilent) {
    DeviceException why;
    if (heard.nothing()) {
      why =
          new DeviceException.Timeout(
              "%s did not answer '%s' in %d attempts; check %s, and that it is %s"
                  .formatted(link.name(), question, attempts, ifSilent, expected),
              null);
    } else if (heard.nonsense()) {
      why =
          new DeviceException.BadFrame(
              "%s answers '%s' with nonsense, such as '%s'; is the baud rate right?"
                  .formatted(link.name(), question, heard.lastBytes()),
              null);
    } else {
      why =
          new DeviceException.BadFrame(
              "%s does not answer '%s' as %s does, but with '%s'; check what is connected there"
                  .formatted(link.name(), question, expected, heard.lastLine()),
              null);
    }
    return link.trace().attachTo(why, link.name());
  }

  /** Returns whether part of a line is waiting for its end. */
  public boolean hasPartialLine() {
    return line.size() > 0;
  }

  /** Returns the part of a line that is waiting for its end, for a message. */
  public String partialLine() {
    byte[] bytes = line.toByteArray();
    return WireTrace.printable(bytes, Math.min(bytes.length, 60));
  }

  @Override
  public void close() {
    link.close();
  }
}
