package org.insitu.driver.instrument;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.BoardCapabilities;
import org.insitu.driver.protocol.BoardClient;
import org.insitu.driver.protocol.BoardFrame;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.driver.protocol.Numbers;
import org.insitu.mesh.processor.Direction;

/**
 * A combined board of voltage outputs, tap inputs and switch that speaks the mesh board protocol;
 * any of the three may be missing.
 *
 * <p>A board that was rebooted, or whose watchdog tripped, has its outputs off. Whatever request
 * brings that to light, it is set up again, limits first, then the last voltages, and the request
 * is repeated: nothing is measured with outputs off that should be on.
 */
public final class BoardInstrument implements HeaterSource, TapSource, FibreSwitch {
  /** Time the board waits for its host before it brings its outputs to 0 V by itself. */
  public static final Duration DEFAULT_WATCHDOG = Duration.ofSeconds(2);

  private static final Duration NO_TIME = Duration.ZERO;
  // A mechanical switch takes some 10 ms; the board replies when it is through.
  private static final Duration SWITCH_TIME = Duration.ofMillis(500);
  // A board that loses its state more often than this in one request has no supply to speak of.
  private static final int SET_UPS = 4;

  private final BoardClient client;
  private final Duration watchdog;
  private final String identity;
  private final BoardCapabilities capabilities;
  private int[] armed = new int[0];
  private double[] armedMaxV = new double[0];
  private double[] armedMaxA = new double[0];
  private final double[] lastV;
  private int frames = 1;
  private boolean dark;
  private boolean tellsTime = true;
  private long deviceErrors;
  private long restarts;
  private long lastTrafficNanos;

  /**
   * Identifies the board.
   *
   * @param watchdog zero switches the watchdog off
   * @throws DeviceException.BadFrame if something else answers
   */
  public BoardInstrument(BoardClient client, Duration watchdog) throws DeviceException {
    this.client = client;
    this.watchdog = watchdog;
    client.begin();
    identity = require("*IDN?", NO_TIME).replace("\"", "");
    String version = require("SYST:VERS?", NO_TIME);
    if (!version.startsWith("\"MBP/1.")) {
      throw new DeviceException.BadFrame(
          "%s is '%s' and speaks %s; expected a board that speaks \"MBP/1\""
              .formatted(client.name(), identity, version),
          null);
    }
    capabilities = BoardCapabilities.parse(require("SYST:CAP?", NO_TIME));
    lastV = new double[capabilities.dacs()];
  }

  /** Returns what the board says it can do. */
  public BoardCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String linkName() {
    return client.name();
  }

  @Override
  public int channels() {
    return capabilities.dacs();
  }

  @Override
  public double fullScaleV(int channel) {
    return capabilities.maxVoltageV();
  }

  @Override
  public double fullScaleA(int channel) {
    return capabilities.maxCurrentA();
  }

  @Override
  public int taps() {
    return capabilities.taps();
  }

  @Override
  public synchronized void arm(int[] channels, double[] maxVoltageV, double[] maxCurrentA)
      throws DeviceException {
    armed = channels.clone();
    armedMaxV = maxVoltageV.clone();
    armedMaxA = maxCurrentA.clone();
    Arrays.fill(lastV, 0);
    setUp();
  }

  private void setUp() throws DeviceException {
    require("OUTP 0", NO_TIME);
    for (int i = 0; i < armed.length; i++) {
      require("VOLT:LIM %d,%s".formatted(armed[i], number(armedMaxV[i])), NO_TIME);
      require("CURR:LIM %d,%s".formatted(armed[i], number(armedMaxA[i])), NO_TIME);
    }
    require("SYST:WDOG " + watchdog.toMillis(), NO_TIME);
    frames = 1;
    require("SENS:AVER 1", NO_TIME);
    require("OUTP 1", NO_TIME);
  }

  @Override
  public synchronized void setVoltages(int[] channels, double[] voltageV) throws DeviceException {
    write(channels, voltageV, true);
  }

  /** Splits where a line would be too long; each line is atomic. */
  private void write(int[] channels, double[] voltageV, boolean maySetUp) throws DeviceException {
    int perLine = Math.max(1, Math.min(capabilities.maxValues() / 2, lineValues()));
    for (int from = 0; from < channels.length; from += perLine) {
      int to = Math.min(channels.length, from + perLine);
      int[] part = Arrays.copyOfRange(channels, from, to);
      double[] partV = Arrays.copyOfRange(voltageV, from, to);
      StringBuilder body = new StringBuilder("VOLT:LIST ");
      appendVoltages(body, part, partV);
      if (maySetUp) {
        requireArmed(body.toString(), NO_TIME);
      } else {
        require(body.toString(), NO_TIME);
      }
      remember(part, partV);
    }
  }

  /** Returns whether all this fits in one request of {@link #step}. */
  public boolean fitsStep(int channels, int ranges) {
    return 2 * channels + ranges + 1 <= capabilities.maxValues() && channels <= lineValues();
  }

  /**
   * Sets, waits and reads in one round trip.
   *
   * @param ranges as in {@link #readTaps}
   */
  public synchronized double[] step(
      int[] channels, double[] voltageV, Duration settling, int[] ranges, int frames)
      throws DeviceException {
    average(frames);
    StringBuilder body = new StringBuilder(32 * channels.length + 32);
    body.append("STEP:LIST ");
    appendVoltages(body, channels, voltageV);
    body.append(';').append(micros(settling)).append(';');
    appendRanges(body, ranges);
    double[] powers = numbers(requireArmed(body.toString(), settling), count(ranges));
    remember(channels, voltageV);
    return powers;
  }

  @Override
  public synchronized double[] readTaps(int[] ranges, int frames) throws DeviceException {
    average(frames);
    StringBuilder body = new StringBuilder("MEAS:TAP:VEC? ");
    appendRanges(body, ranges);
    return numbers(requireArmed(body.toString(), NO_TIME), count(ranges));
  }

  @Override
  public synchronized double[] settleAndRead(Duration time, int[] ranges, int frames)
      throws DeviceException {
    average(frames);
    StringBuilder body = new StringBuilder("STEP:LIST ;").append(micros(time)).append(';');
    appendRanges(body, ranges);
    return numbers(requireArmed(body.toString(), time), count(ranges));
  }

  @Override
  public synchronized boolean restored() throws DeviceException {
    client.listen();
    boolean lost = lostItsState();
    if (lost) {
      restore();
    }
    return lost;
  }

  @Override
  public synchronized void storeDark() throws DeviceException {
    require("SENS:DARK", NO_TIME);
    dark = true;
  }

  @Override
  public synchronized Optional<Duration> clock() throws DeviceException {
    if (!tellsTime) {
      return Optional.empty();
    }
    BoardFrame.Reply reply = exchange("SYST:TIME?", NO_TIME);
    if (reply.status() == BoardClient.UNKNOWN) {
      tellsTime = false;
      return Optional.empty();
    }
    double micros = numbers(accepted("SYST:TIME?", reply), 1)[0];
    return Optional.of(Duration.ofNanos(Math.round(1000 * micros)));
  }

  @Override
  public synchronized void settle(Duration time) throws DeviceException {
    require("SYST:WAIT " + micros(time), time);
  }

  @Override
  public synchronized double[] readVoltages(int[] channels) throws DeviceException {
    return readBack("VOLT:VEC?", channels);
  }

  @Override
  public synchronized double[] readCurrents(int[] channels) throws DeviceException {
    return readBack("CURR:VEC?", channels);
  }

  private double[] readBack(String command, int[] channels) throws DeviceException {
    double[] all = new double[capabilities.dacs()];
    int perLine = Math.min(capabilities.maxValues(), 64);
    for (int from = 0; from < all.length; from += perLine) {
      int count = Math.min(perLine, all.length - from);
      double[] part = numbers(require("%s %d,%d".formatted(command, from, count), NO_TIME), count);
      System.arraycopy(part, 0, all, from, count);
    }
    return Arrays.stream(channels).mapToDouble(channel -> all[channel]).toArray();
  }

  @Override
  public double readbackToleranceV() {
    // 12 bits of full scale: the coarsest converter that a board for this purpose has.
    return capabilities.maxVoltageV() / 4096;
  }

  @Override
  public synchronized void zero() throws DeviceException {
    require("OUTP 0", NO_TIME);
    Arrays.fill(lastV, 0);
    // Nothing may switch it on again by itself.
    armed = new int[0];
    int[] all = new int[capabilities.dacs()];
    Arrays.setAll(all, i -> i);
    double[] readV = readVoltages(all);
    for (int channel : all) {
      if (Math.abs(readV[channel]) > readbackToleranceV()) {
        throw new DeviceException.Rejected(
            "%s channel %d reads %.4f V after its outputs were switched off; switch the supply off by hand"
                .formatted(client.name(), channel, readV[channel]),
            null);
      }
    }
  }

  @Override
  public synchronized void setDirection(Direction direction) throws DeviceException {
    require("ROUT " + direction.name(), SWITCH_TIME);
    Direction found = readDirection();
    if (found != direction) {
      throw new DeviceException.Rejected(
          "%s was told %s and reads back %s; check the switch"
              .formatted(client.name(), direction, found),
          null);
    }
  }

  @Override
  public synchronized Direction readDirection() throws DeviceException {
    String name = require("ROUT?", NO_TIME);
    for (Direction direction : Direction.values()) {
      if (direction.name().equals(name)) {
        return direction;
      }
    }
    throw new DeviceException.BadFrame(client.name() + " reads the direction as " + name, null);
  }

  /** Tells the board that its host lives, if nothing else did for a while. */
  public synchronized void keepAlive() throws DeviceException {
    if (!watchdog.isZero() && System.nanoTime() - lastTrafficNanos > watchdog.toNanos() / 4) {
      require("*OPC?", NO_TIME);
    }
  }

  /** Returns the watchdog time, zero if it is off. */
  public Duration watchdog() {
    return watchdog;
  }

  @Override
  public synchronized LinkReport report() {
    return client.report().plus(new LinkReport(0, 0, 0, 0, 0, deviceErrors, restarts));
  }

  @Override
  public void close() {
    client.close();
  }

  private void average(int wanted) throws DeviceException {
    if (frames != wanted) {
      require("SENS:AVER " + wanted, NO_TIME);
      frames = wanted;
    }
  }

  private String require(String body, Duration duration) throws DeviceException {
    return accepted(body, exchange(body, duration));
  }

  private BoardFrame.Reply exchange(String body, Duration duration) throws DeviceException {
    BoardFrame.Reply reply = client.request(body, duration);
    lastTrafficNanos = System.nanoTime();
    return reply;
  }

  private String accepted(String body, BoardFrame.Reply reply) throws DeviceException {
    if (!reply.ok()) {
      deviceErrors++;
      throw client.rejected(body, reply);
    }
    return reply.data();
  }

  /** As {@link #require}, but sets a board up again that has lost its state, and repeats. */
  private String requireArmed(String body, Duration duration) throws DeviceException {
    for (int attempt = 0; attempt < SET_UPS; attempt++) {
      long before = client.troubles();
      BoardFrame.Reply reply = exchange(body, duration);
      boolean lost = lostItsState();
      if (armed.length > 0 && !lost) {
        // What was damaged may have been the board's word that it has lost its state.
        lost =
            reply.status() == BoardClient.OUTPUT_OFF
                || (client.troubles() != before && require("OUTP?", NO_TIME).equals("0"));
      }
      if (!lost) {
        return accepted(body, reply);
      }
      restore();
    }
    throw new DeviceException.Rejected(
        client.name() + " loses its state again and again; check its supply", null);
  }

  private void restore() throws DeviceException {
    restarts++;
    if (dark) {
      throw new DeviceException.Rejected(
          client.name()
              + " was rebooted and has lost its dark level; check its supply and open the bench again",
          null);
    }
    int wanted = frames;
    frames = 1;
    if (armed.length > 0) {
      setUp();
      double[] armedV = Arrays.stream(armed).mapToDouble(channel -> lastV[channel]).toArray();
      write(armed, armedV, false);
    }
    average(wanted);
  }

  /** Takes events; returns whether one says that outputs went off. */
  private boolean lostItsState() throws DeviceException {
    boolean lost = false;
    for (BoardFrame.Event event : client.takeEvents()) {
      switch (event.name()) {
        case "BOOT", "WDOG" -> lost = true;
        case "OVC" -> {
          deviceErrors++;
          throw new DeviceException.Rejected(
              "%s switched off a channel over its current limit (channel,A: %s); check its heater"
                  .formatted(client.name(), event.data()),
              null);
        }
        default -> {
          // A later version's; nothing this one has to know.
        }
      }
    }
    return lost;
  }

  private void remember(int[] channels, double[] voltageV) {
    for (int i = 0; i < channels.length; i++) {
      lastV[channels[i]] = voltageV[i];
    }
  }

  private int lineValues() {
    // A pair is at most 5 digits of channel, two commas and the longest number; 120 for the rest.
    return Math.max(
        1, (capabilities.maxLine() - 120) / (7 + Math.min(24, capabilities.digits() + 7)));
  }

  private void appendVoltages(StringBuilder body, int[] channels, double[] voltageV) {
    for (int i = 0; i < channels.length; i++) {
      body.append(i == 0 ? "" : ",").append(channels[i]).append(',');
      Numbers.append(body, voltageV[i], capabilities.digits());
    }
  }

  private String number(double value) {
    StringBuilder text = new StringBuilder();
    Numbers.append(text, value, capabilities.digits());
    return text.toString();
  }

  private static void appendRanges(StringBuilder body, int[] ranges) {
    for (int i = 0; i < ranges.length; i++) {
      body.append(i == 0 ? "" : ",").append(ranges[i]);
    }
  }

  private static int count(int[] ranges) {
    int count = 0;
    for (int i = 1; i < ranges.length; i += 2) {
      count += ranges[i];
    }
    return count;
  }

  private static long micros(Duration time) {
    return (time.toNanos() + 999) / 1000;
  }

  private double[] numbers(String data, int count) throws DeviceException.BadFrame {
    double[] values = new double[count];
    int start = 0;
    for (int i = 0; i < count; i++) {
      int comma = data.indexOf(',', start);
      boolean last = i == count - 1;
      OptionalDouble value =
          last == (comma < 0)
              ? Numbers.parse(data.substring(start, last ? data.length() : comma))
              : OptionalDouble.empty();
      if (value.isEmpty()) {
        throw new DeviceException.BadFrame(
            "%s sent no %d numbers: '%s'"
                .formatted(client.name(), count, data.substring(0, Math.min(60, data.length()))),
            null);
      }
      values[i] = value.getAsDouble();
      start = comma + 1;
    }
    return values;
  }
}
