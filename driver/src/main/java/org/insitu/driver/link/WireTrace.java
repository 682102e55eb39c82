package org.insitu.driver.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.insitu.driver.device.DeviceException;

/**
 * The last frames that went over a wire, for the report of a failure. Each chunk that was sent or
 * received is a frame.
 *
 * <p>Safe for several threads. Memory is bounded: {@value #FRAMES} frames, each cut after {@value
 * #FRAME_BYTES} bytes.
 */
public final class WireTrace {
  /** Frames kept: at 50 us per exchange the last 100 ms, at a real port's 5 ms the last 10 s. */
  public static final int FRAMES = 4096;

  /** Bytes kept of one frame: the longest line of a known protocol is shorter. */
  public static final int FRAME_BYTES = 2048;

  /** Which way a frame went. */
  public enum Way {
    /** From this program to the instrument. */
    SENT('>'),
    /** From the instrument to this program. */
    RECEIVED('<');

    private final char mark;

    Way(char mark) {
      this.mark = mark;
    }
  }

  /**
   * One chunk of bytes on the wire.
   *
   * @param link name of the link
   * @param time when it was handed over
   * @param way direction
   * @param bytes content, cut after {@link #FRAME_BYTES}; owned by the frame
   * @param length length before cutting
   */
  public record Frame(String link, Instant time, Way way, byte[] bytes, int length) {
    /** Returns one line: time, way, link, printable text with everything else escaped. */
    public String line() {
      StringBuilder line = new StringBuilder(bytes.length + 64);
      line.append(time).append(' ').append(way.mark).append(' ').append(link).append(' ');
      escape(bytes, bytes.length, line);
      if (length > bytes.length) {
        line.append("... ").append(length).append(" bytes");
      }
      return line.toString();
    }
  }

  private final Frame[] ring = new Frame[FRAMES];
  private final Consumer<Frame> sink;
  private long count;

  /** Creates a trace that only remembers. */
  public WireTrace() {
    this(frame -> {});
  }

  /**
   * Creates a trace that also passes on.
   *
   * @param sink called for every frame, from the thread that moves the bytes
   */
  public WireTrace(Consumer<Frame> sink) {
    this.sink = sink;
  }

  /** Records the first {@code count} bytes of a buffer, which is copied. */
  public void record(String link, Way way, byte[] bytes, int count) {
    byte[] copy = java.util.Arrays.copyOf(bytes, Math.min(count, FRAME_BYTES));
    Frame frame = new Frame(link, Instant.now(), way, copy, count);
    synchronized (this) {
      ring[(int) (this.count++ % FRAMES)] = frame;
    }
    sink.accept(frame);
  }

  /** Returns the frames that are remembered, oldest first. */
  public synchronized List<Frame> frames() {
    int kept = (int) Math.min(count, FRAMES);
    List<Frame> frames = new ArrayList<>(kept);
    for (long i = count - kept; i < count; i++) {
      frames.add(ring[(int) (i % FRAMES)]);
    }
    return frames;
  }

  /** Attaches the frames of one link to a failure, and returns the failure. */
  public <E extends DeviceException> E attachTo(E failure, String link) {
    List<Frame> frames = frames();
    failure.attachTraffic(
        () ->
            frames.stream()
                .filter(frame -> frame.link().equals(link))
                .map(Frame::line)
                .collect(Collectors.joining("\n")));
    return failure;
  }

  /** Returns bytes as text for a message: printable ASCII as it is, the rest as {@code \xNN}. */
  public static String printable(byte[] bytes, int count) {
    StringBuilder text = new StringBuilder(count + 8);
    escape(bytes, Math.min(count, bytes.length), text);
    return text.toString();
  }

  private static void escape(byte[] bytes, int count, StringBuilder into) {
    for (int i = 0; i < count; i++) {
      int b = bytes[i] & 0xff;
      switch (b) {
        case '\n' -> into.append("\\n");
        case '\r' -> into.append("\\r");
        case '\\' -> into.append("\\\\");
        default -> {
          if (b >= 0x20 && b < 0x7f) {
            into.append((char) b);
          } else {
            into.append("\\x")
                .append(Character.forDigit(b >> 4, 16))
                .append(Character.forDigit(b & 15, 16));
          }
        }
      }
    }
  }
}
