package org.insitu.driver.instrument;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.mesh.processor.Direction;

/**
 * A Thorlabs OSW fibre switch. Sets are silent, so each is followed by reading the position back
 * until it is there. Commands as in several public drivers.
 */
public final class OswSwitch implements FibreSwitch {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration MOVE_TIME = Duration.ofSeconds(3);

  private final LineClient line;
  private final Duration timeout;
  private final int attempts;
  private final int forward;
  private final String identity;
  private long requests;
  private long repeats;
  private long timeouts;
  private long badFrames;
  private long stale;

  /**
   * Identifies the switch.
   *
   * @param forward position that sends light in from the left, 1 (bar) or 2 (cross)
   * @throws DeviceException.BadFrame if something else answers
   */
  public OswSwitch(LineClient line, Duration timeout, int attempts, int forward)
      throws DeviceException {
    this.line = line;
    this.timeout = timeout;
    this.attempts = attempts;
    this.forward = forward;
    line.send("\n");
    line.drain(Duration.ofMillis(30), timeout);
    identity = ask("I?", "[ -~]{2,80}");
    if (!identity.startsWith("OSW")) {
      throw line.link()
          .trace()
          .attachTo(
              new DeviceException.BadFrame(
                  "%s is no OSW switch, it answers '%s'".formatted(linkName(), identity), null),
              linkName());
    }
    position();
  }

  @Override
  public synchronized void setDirection(Direction direction) throws DeviceException {
    int wanted = direction == Direction.FORWARD ? forward : 3 - forward;
    long giveUp = System.nanoTime() + MOVE_TIME.toNanos();
    boolean first = true;
    do {
      if (!first) {
        LockSupport.parkNanos(POLL.toNanos());
        repeats++;
      }
      first = false;
      // Absolute, so that saying it again is harmless if the first was lost.
      requests++;
      line.send("S " + wanted + "\n");
      if (position() == wanted) {
        return;
      }
    } while (System.nanoTime() - giveUp < 0);
    throw line.link()
        .trace()
        .attachTo(
            new DeviceException.Rejected(
                "%s did not move to position %d in %d s; check the switch"
                    .formatted(linkName(), wanted, MOVE_TIME.toSeconds()),
                null),
            linkName());
  }

  @Override
  public synchronized Direction readDirection() throws DeviceException {
    return position() == forward ? Direction.FORWARD : Direction.BACKWARD;
  }

  private int position() throws DeviceException {
    return Integer.parseInt(ask("S?", "[12]"));
  }

  private String ask(String question, String form) throws DeviceException {
    line.listenAnew();
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        repeats++;
        // Ends what may be left of a damaged line.
        line.send("\n");
        line.drain(Duration.ofMillis(30), timeout);
      }
      requests++;
      while (line.readLine(System.nanoTime()).isPresent()) {
        stale++;
      }
      line.send(question + "\n");
      Optional<String> answer = line.readLine(System.nanoTime() + timeout.toNanos());
      if (answer.isEmpty()) {
        timeouts++;
      } else if (answer.get().matches(form)) {
        return answer.get();
      } else {
        badFrames++;
      }
    }
    throw line.unanswered(question, attempts, "an OSW switch", "power, cable and baud rate");
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String linkName() {
    return line.link().name();
  }

  @Override
  public synchronized LinkReport report() {
    return new LinkReport(requests, repeats, timeouts, badFrames, stale, 0, 0);
  }

  @Override
  public void close() {
    line.close();
  }
}
