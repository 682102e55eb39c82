package org.insitu.driver.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.Link;

/**
 * Exchanges instructions and lines with a chain of Qontrol modules.
 *
 * <p>The protocol has neither checksums nor numbers, so every line is held against the form the
 * instruction promises, and what arrives between exchanges is never taken for an answer. Repeats
 * are bounded. What is sent is never too long for a module: one that says so got it damaged.
 */
public final class QontrolClient implements AutoCloseable {
  private static final int MAX_LINE = 256;
  // Twice the longest gap between bytes of one reply that was recorded on real modules.
  private static final Duration SILENCE = Duration.ofMillis(30);
  private static final Duration GIVE_UP = Duration.ofMillis(500);
  private static final int MAX_ERRORS = 256;

  private final LineClient line;
  private final Duration timeout;
  private final int attempts;
  private final Deque<QontrolError> errors = new ArrayDeque<>();
  private QontrolError lastError = new QontrolError(0, 0);
  private boolean poweredUp;
  private long requests;
  private long repeats;
  private long timeouts;
  private long badFrames;
  private long stale;
  private long deviceErrors;

  /** Tells an attempt that failed from one that may be repeated. */
  private enum Trouble {
    NO_ANSWER(""),
    BAD_LINE(""),
    CHARACTERS_LOST("E15, characters lost"),
    TOO_MANY("E30, too many errors"),
    OVERFLOW("E14, instructions too long, though they are not"),
    // A damaged line reads as a command that does not exist; the next attempt tells.
    REFUSED("refused");

    private final String words;

    Trouble(String words) {
      this.words = words;
    }
  }

  /**
   * Takes over a link.
   *
   * @param timeout for the first line of an answer, and for each further one
   * @param attempts how often an instruction is sent at most
   */
  public QontrolClient(Link link, Duration timeout, int attempts) {
    line = new LineClient(link, MAX_LINE);
    this.timeout = timeout;
    this.attempts = attempts;
  }

  /** Drops what is on the wire and ends a line that an earlier host may have left. */
  public void begin() throws DeviceException {
    line.send("\n");
    line.drain(SILENCE, GIVE_UP);
  }

  /**
   * Sends an ASCII instruction that is answered by a known number of lines.
   *
   * @param parser returns what a line means, or empty if it is not of the promised form
   */
  public <T> List<T> ask(String instruction, int lines, Function<String, Optional<T>> parser)
      throws DeviceException {
    return exchange(
        (instruction + "\n").getBytes(StandardCharsets.US_ASCII), instruction, lines, parser);
  }

  /** Sends an ASCII instruction that is answered by {@code OK}. */
  public void tell(String instruction) throws DeviceException {
    if (instruction.length() > QontrolFrame.MAX_LINE) {
      throw new IllegalArgumentException("instruction too long for a module: " + instruction);
    }
    ask(instruction, 1, QontrolClient::ok);
  }

  /**
   * Sends a binary instruction.
   *
   * @param answers number of {@code OK}s that answer it, one from each module it is for
   */
  public void tell(byte[] frame, String shown, int answers) throws DeviceException {
    exchange(frame, shown, answers, QontrolClient::ok);
  }

  private static Optional<Boolean> ok(String text) {
    return text.equals("OK") ? Optional.of(true) : Optional.empty();
  }

  /**
   * Sends an instruction whose number of lines is not known, and takes what comes until it is
   * silent. Empty if nothing came.
   */
  public List<String> askUntilSilent(String instruction) throws DeviceException {
    clear();
    requests++;
    line.send(instruction + "\n");
    List<String> lines = new ArrayList<>();
    Optional<String> next = line.readLine(System.nanoTime() + timeout.toNanos());
    while (next.isPresent() && lines.size() < MAX_LINE) {
      if (!note(next.get())) {
        lines.add(next.get());
      }
      next = line.readLine(System.nanoTime() + SILENCE.toNanos());
    }
    return lines;
  }

  /** The same for an instruction in bytes. */
  public <T> List<T> exchange(
      byte[] instruction, String shown, int lines, Function<String, Optional<T>> parser)
      throws DeviceException {
    requests++;
    line.listenAnew();
    Trouble trouble = Trouble.NO_ANSWER;
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        repeats++;
        // Ends what may be left of a line before, which a damaged binary frame can have become; a
        // frame that was cut ends by the pause.
        line.send("\n");
        line.drain(SILENCE, GIVE_UP);
        // Time for a module that is flooded or starting up.
        LockSupport.parkNanos(Duration.ofMillis(5L << attempt).toNanos());
      }
      clear();
      try {
        line.send(instruction);
        List<T> answer = new ArrayList<>(lines);
        trouble = null;
        long deadline = System.nanoTime() + timeout.toNanos();
        while (answer.size() < lines && trouble == null) {
          Optional<String> text = line.readLine(deadline);
          if (text.isEmpty()) {
            timeouts++;
            trouble = Trouble.NO_ANSWER;
          } else if (QontrolError.parse(text.get()).isPresent()) {
            trouble = error(QontrolError.parse(text.get()).get());
          } else if (!text.get().isEmpty()) {
            Optional<T> meaning = parser.apply(text.get());
            if (meaning.isPresent()) {
              answer.add(meaning.get());
              deadline = System.nanoTime() + timeout.toNanos();
            } else {
              badFrames++;
              trouble = Trouble.BAD_LINE;
            }
          }
        }
        if (trouble == null) {
          return answer;
        }
      } catch (DeviceException.BadFrame e) {
        badFrames++;
        trouble = Trouble.BAD_LINE;
      } catch (DeviceException.LinkLost e) {
        throw line.link().trace().attachTo(e, name());
      }
    }
    if (trouble == Trouble.REFUSED) {
      throw line.link()
          .trace()
          .attachTo(
              new DeviceException.Rejected(
                  "%s refused '%s': %s".formatted(name(), shown, lastError.describe()), null),
              name());
    }
    if (trouble == Trouble.NO_ANSWER || trouble == Trouble.BAD_LINE || line.heardNonsense()) {
      throw line.unanswered(shown, attempts, "a Qontrol chain", "power, cable and baud rate");
    }
    throw withTraffic(
        new DeviceException.Timeout(
            "%s did not answer '%s' in %d attempts: %s; check power, cable and baud rate"
                .formatted(name(), shown, attempts, trouble.words),
            null));
  }

  /**
   * Takes an error that came during an exchange; returns what it means for it, or null if nothing.
   */
  private Trouble error(QontrolError error) {
    note(error);
    if (error.ofChannel() || error.code() == QontrolError.POWERED_UP) {
      return null;
    }
    return switch (error.code()) {
      case QontrolError.SERIAL_OVERFLOW -> Trouble.CHARACTERS_LOST;
      case QontrolError.TOO_MANY -> Trouble.TOO_MANY;
      case QontrolError.INSTRUCTION_OVERFLOW -> Trouble.OVERFLOW;
      default -> Trouble.REFUSED;
    };
  }

  /** Drops what came since the last exchange; errors among it are kept. */
  public void clear() throws DeviceException {
    while (true) {
      try {
        Optional<String> text = line.readLine(System.nanoTime());
        if (text.isEmpty()) {
          return;
        }
        if (!text.get().isEmpty() && !note(text.get())) {
          stale++;
        }
      } catch (DeviceException.BadFrame e) {
        badFrames++;
      }
    }
  }

  /** Keeps a line if it is an error. */
  private boolean note(String text) {
    Optional<QontrolError> error = QontrolError.parse(text);
    error.ifPresent(this::note);
    return error.isPresent();
  }

  private void note(QontrolError error) {
    deviceErrors++;
    lastError = error;
    if (error.code() == QontrolError.POWERED_UP) {
      poweredUp = true;
    } else if (error.ofChannel()) {
      errors.add(error);
      if (errors.size() > MAX_ERRORS) {
        errors.removeFirst();
      }
    }
  }

  /** Returns the channel errors that came since the last call, oldest first. */
  public List<QontrolError> takeErrors() {
    List<QontrolError> taken = List.copyOf(errors);
    errors.clear();
    return taken;
  }

  /** Returns whether a module said since the last call that it has powered up. */
  public boolean takePoweredUp() {
    boolean taken = poweredUp;
    poweredUp = false;
    return taken;
  }

  /** Attaches what went over the wire. */
  public <E extends DeviceException> E withTraffic(E failure) {
    return line.link().trace().attachTo(failure, name());
  }

  /** Returns the name of the link. */
  public String name() {
    return line.link().name();
  }

  /** Returns what was mended so far. */
  public LinkReport report() {
    return new LinkReport(requests, repeats, timeouts, badFrames, stale, deviceErrors, 0);
  }

  @Override
  public void close() {
    line.close();
  }
}
