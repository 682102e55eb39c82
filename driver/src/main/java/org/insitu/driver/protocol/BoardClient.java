package org.insitu.driver.protocol;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.WireTrace;

/**
 * The host's side of the mesh board protocol.
 *
 * <p>A request that got no usable reply is sent again with the same sequence number. The board
 * answers a repeated number from its cache without executing it again, so every request may be
 * repeated, a measurement too. Replies to other numbers are counted and dropped: an answer that
 * comes late can never pass for the answer to a later question.
 */
public final class BoardClient implements AutoCloseable {
  /** Status of a request that arrived damaged and was not executed. */
  public static final int DAMAGED = -101;

  /** Status of a request that the board does not know. */
  public static final int UNKNOWN = -113;

  /** Status of a request that needs outputs that are off, after power-up or a trip. */
  public static final int OUTPUT_OFF = 2;

  private static final String BOARD = "a board that speaks docs/board-protocol.md";
  private static final int MAX_REPLY = 1 << 16;
  private static final int MAX_EVENTS = 256;

  private final LineClient line;
  private final Duration timeout;
  private final int attempts;
  private int sequence;
  private int nextEvent = -1;
  private final Deque<BoardFrame.Event> events = new ArrayDeque<>();
  private long requests;
  private long repeats;
  private long timeouts;
  private long badFrames;
  private long stale;

  /**
   * Takes over a link.
   *
   * @param timeout for one attempt, on top of the time the request itself takes
   * @param attempts how often a request is sent at most
   * @param firstSequence number of the first request; should differ between sessions
   */
  public BoardClient(Link link, Duration timeout, int attempts, int firstSequence) {
    line = new LineClient(link, MAX_REPLY);
    this.timeout = timeout;
    this.attempts = attempts;
    sequence = Math.floorMod(firstSequence, BoardFrame.SEQUENCES);
  }

  /**
   * Empties both ends: drops what is on the wire and makes the board forget earlier replies. To be
   * called once, before the first request.
   */
  public void begin() throws DeviceException {
    // The empty line ends a part of a line that an earlier host may have left.
    line.send("\n*CLS\n");
    line.drain(Duration.ofMillis(30), timeout);
  }

  /**
   * Sends a request and returns its reply, whatever its status.
   *
   * @param body the command
   * @param duration how long the board itself takes, waits included
   * @throws DeviceException if no valid reply came within the attempts; wire traffic is attached
   */
  public BoardFrame.Reply request(String body, Duration duration) throws DeviceException {
    sequence = (sequence + 1) % BoardFrame.SEQUENCES;
    requests++;
    line.listenAnew();
    String frame = BoardFrame.request(sequence, body) + "\n";
    boolean damaged = false;
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        repeats++;
      }
      try {
        line.send(frame);
        long deadline = System.nanoTime() + timeout.toNanos() + duration.toNanos();
        Optional<BoardFrame.Reply> reply = await(deadline);
        if (reply.isPresent() && reply.get().status() != DAMAGED) {
          return reply.get();
        }
        damaged = reply.isPresent();
        if (damaged) {
          badFrames++;
        } else {
          timeouts++;
        }
      } catch (DeviceException.BadFrame e) {
        badFrames++;
        damaged = false;
      } catch (DeviceException.LinkLost e) {
        throw line.link().trace().attachTo(e, name());
      }
    }
    if (!damaged) {
      throw line.unanswered(abbreviated(body), attempts, BOARD, "power, cable and baud rate");
    }
    throw line.link()
        .trace()
        .attachTo(
            new DeviceException.Timeout(
                "%s did not answer '%s' in %d attempts of %d ms: requests arrive damaged; check cable and baud rate"
                    .formatted(
                        name(), abbreviated(body), attempts, timeout.plus(duration).toMillis()),
                null),
            name());
  }

  private Optional<BoardFrame.Reply> await(long deadline) throws DeviceException {
    while (true) {
      Optional<String> text = line.readLine(deadline);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      if (text.get().isEmpty()) {
        continue;
      }
      try {
        BoardFrame.FromBoard frame = BoardFrame.parseFromBoard(text.get());
        if (frame instanceof BoardFrame.Event event) {
          note(event);
        } else if (frame instanceof BoardFrame.Reply reply) {
          if (reply.sequence().isPresent() && reply.sequence().getAsInt() == sequence) {
            return Optional.of(reply);
          }
          stale++;
        }
      } catch (BoardFrame.FrameException e) {
        // Ours or a stale one, it cannot be told: asking again at once is right for both.
        throw new DeviceException.BadFrame(
            "%s sent '%s', %s"
                .formatted(
                    name(),
                    WireTrace.printable(
                        text.get().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 60),
                    e.getMessage()),
            e);
      }
    }
  }

  private void note(BoardFrame.Event event) {
    if (nextEvent >= 0 && event.count() != nextEvent) {
      badFrames++;
    }
    nextEvent = (event.count() + 1) % BoardFrame.SEQUENCES;
    events.addLast(event);
    if (events.size() > MAX_EVENTS) {
      events.removeFirst();
    }
  }

  /** Takes note of events that have arrived by themselves; waits for nothing. */
  public void listen() throws DeviceException {
    while (true) {
      try {
        Optional<String> text = line.readLine(System.nanoTime());
        if (text.isEmpty()) {
          return;
        }
        if (!text.get().isEmpty()) {
          if (BoardFrame.parseFromBoard(text.get()) instanceof BoardFrame.Event event) {
            note(event);
          } else {
            stale++;
          }
        }
      } catch (BoardFrame.FrameException | DeviceException.BadFrame e) {
        badFrames++;
      }
    }
  }

  /** Returns the events since the last call, oldest first. */
  public List<BoardFrame.Event> takeEvents() {
    List<BoardFrame.Event> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /** Returns how often anything was not as it should be, so that a caller notices a change. */
  public long troubles() {
    return repeats + badFrames + stale;
  }

  /** Returns the name of the link. */
  public String name() {
    return line.link().name();
  }

  /** Returns what was mended so far; errors and restarts are the instrument's to count. */
  public LinkReport report() {
    return new LinkReport(requests, repeats, timeouts, badFrames, stale, 0, 0);
  }

  /** Returns a failure for a request that the board refused, with the wire traffic. */
  public DeviceException.Rejected rejected(String body, BoardFrame.Reply reply) {
    return line.link()
        .trace()
        .attachTo(
            new DeviceException.Rejected(
                "%s refused '%s': %d %s"
                    .formatted(name(), abbreviated(body), reply.status(), reply.data()),
                null),
            name());
  }

  private static String abbreviated(String body) {
    return body.length() <= 60 ? body : body.substring(0, 57) + "...";
  }

  @Override
  public void close() {
    line.close();
  }
}
