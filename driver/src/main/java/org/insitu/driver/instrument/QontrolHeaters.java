package org.insitu.driver.instrument;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.driver.protocol.QontrolClient;
import org.insitu.driver.protocol.QontrolError;
import org.insitu.driver.protocol.QontrolFrame;
import org.insitu.driver.protocol.QontrolFrame.Quantity;

/**
 * A chain of Qontrol Q8iv, Q8b or Q8a modules.
 *
 * <p>Whole modules are written with vector instructions, eight channels at a time and within the
 * line a module can take; in binary, two modules at a time. Errors are attributed to the channel
 * they name and fail the call; a module that has rebooted gets its limits back before any output.
 *
 * <p>The protocol has no checksums. So each write is followed by reading the whole chain, and
 * values that are read have to agree twice, unless that is switched off. What differs by less than
 * the readback tolerance cannot be noticed.
 */
public final class QontrolHeaters implements HeaterSource {
  /** How instructions are sent; answers are text in both. */
  public enum Mode {
    /** Text, readable on the wire. */
    ASCII,
    /** Binary, a third of the bytes. */
    BINARY
  }

  /**
   * How writes are verified.
   *
   * @param on whether writes are read back and reads are repeated
   * @param toleranceV difference that a channel's own measurement may show at 0 V [V]
   * @param toleranceFraction what it may show in addition, as a fraction of the voltage
   */
  public record Verify(boolean on, double toleranceV, double toleranceFraction) {
    /** A channel measures itself: its resolution and offset as seen in the public recordings. */
    public static final Verify DEFAULT = new Verify(true, 0.03, 0.005);

    /** Trusts the line. */
    public static final Verify OFF = new Verify(false, 0.03, 0.005);
  }

  private static final int VERIFY_ATTEMPTS = 8;
  private static final int LIMIT_ATTEMPTS = 3;
  // A chain that reboots more often than this while it is set up has no supply to speak of.
  private static final int SET_UPS = 4;
  // Half of the last decimal that a module shows: what it rounds away counts against it.
  private static final double SHOWN_V = 0.00005;
  private static final int LOOKS = 2;
  // Public recordings show a vector of 16 words that spans two modules; nothing shows more.
  private static final int BINARY_MODULES = 2;

  private final QontrolClient client;
  private final Mode mode;
  private final Verify verify;
  private final QontrolChain chain;
  private final double[] lastV;
  private int[] armed = new int[0];
  private double[] armedMaxV = new double[0];
  private double[] armedMaxA = new double[0];
  private boolean on;
  private long restarts;
  private long corrections;

  /**
   * Finds the modules.
   *
   * @throws DeviceException.BadFrame if something else answers
   */
  public QontrolHeaters(QontrolClient client, Mode mode, Verify verify) throws DeviceException {
    this.client = client;
    this.mode = mode;
    this.verify = verify;
    chain = QontrolChain.discover(client);
    lastV = new double[chain.channels()];
  }

  @Override
  public String identity() {
    return chain.modules().stream()
        .map(QontrolChain.Module::identity)
        .collect(Collectors.joining(", "));
  }

  @Override
  public String linkName() {
    return client.name();
  }

  @Override
  public int channels() {
    return chain.channels();
  }

  @Override
  public double fullScaleV(int channel) {
    return chain.moduleOf(channel).fullScaleV();
  }

  @Override
  public double fullScaleA(int channel) {
    return chain.moduleOf(channel).fullScaleA();
  }

  @Override
  public synchronized void arm(int[] channels, double[] maxVoltageV, double[] maxCurrentA)
      throws DeviceException {
    armed = channels.clone();
    armedMaxV = maxVoltageV.clone();
    armedMaxA = maxCurrentA.clone();
    zeroOutputs();
    setLimits();
    on = true;
  }

  private void setLimits() throws DeviceException {
    client.takePoweredUp();
    String wrong = "";
    for (int attempt = 0; attempt < LIMIT_ATTEMPTS; attempt++) {
      for (int i = 0; i < armed.length; i++) {
        client.tell(QontrolFrame.set(Quantity.VMAX, armed[i], armedMaxV[i]));
        client.tell(QontrolFrame.set(Quantity.IMAX, armed[i], 1000 * armedMaxA[i]));
      }
      double[] maxV = all(Quantity.VMAX);
      double[] maxMilliamps = all(Quantity.IMAX);
      requireNoErrors();
      wrong = "";
      for (int i = 0; i < armed.length && wrong.isEmpty(); i++) {
        wrong = wrongLimit(armed[i], "V", armedMaxV[i], maxV[armed[i]]);
        if (wrong.isEmpty()) {
          wrong = wrongLimit(armed[i], "mA", 1000 * armedMaxA[i], maxMilliamps[armed[i]]);
        }
      }
      if (wrong.isEmpty()) {
        return;
      }
      corrections++;
    }
    throw client.withTraffic(new DeviceException.Rejected(wrong, null));
  }

  /** Returns what is wrong with a limit that was read back; empty if it is right. */
  private String wrongLimit(int channel, String unit, double wanted, double found) {
    // Two steps of a 16-bit converter at the largest full scale, 100 mA.
    return Math.abs(found - wanted) <= 0.003
        ? ""
        : "%s channel %d keeps a limit of %.4f %s, not the %.4f %4$s that was set"
            .formatted(client.name(), channel, found, unit, wanted);
  }

  @Override
  public synchronized void setVoltages(int[] channels, double[] voltageV) throws DeviceException {
    if (!on) {
      throw new DeviceException.Rejected(
          client.name() + " has its outputs off; it must be armed first", null);
    }
    restoreIfRebooted();
    for (int i = 0; i < channels.length; i++) {
      lastV[channels[i]] = voltageV[i];
    }
    write(channels);
    // Rebooted in the middle: what was written before is lost as well.
    restoreIfRebooted();
    if (verify.on()) {
      verifyOutputs(channels);
    }
    requireNoErrors();
  }

  @Override
  public synchronized boolean restored() throws DeviceException {
    client.clear();
    boolean lost = on && (client.takePoweredUp() || (verify.on() && !showsOutputs()));
    if (lost) {
      restore();
    }
    requireNoErrors();
    return lost;
  }

  /**
   * Asks the whole chain. The word of a module that rebooted just now may still be on its way, or
   * lost; its answer comes after it, and shows 0 V.
   */
  private boolean showsOutputs() throws DeviceException {
    if (Arrays.stream(lastV).allMatch(v -> v == 0)) {
      return true;
    }
    for (int look = 0; look < LOOKS; look++) {
      double[] readV = allOnce(Quantity.V);
      if (client.takePoweredUp()) {
        return false;
      }
      if (wrong(readV).length == 0) {
        return true;
      }
      // A channel that tripped says so, and must not be driven again.
      requireNoErrors();
      // An answer may have been damaged on its way.
      corrections++;
    }
    return false;
  }

  private int[] wrong(double[] readV) {
    return IntStream.range(0, readV.length)
        .filter(
            channel ->
                Math.abs(readV[channel] - lastV[channel])
                    > Math.max(tolerance(channel) - SHOWN_V, 2 * SHOWN_V))
        .toArray();
  }

  private void restoreIfRebooted() throws DeviceException {
    if (client.takePoweredUp()) {
      restore();
    }
  }

  private void restore() throws DeviceException {
    for (int attempt = 0; attempt < SET_UPS; attempt++) {
      restarts++;
      client.takeErrors();
      setLimits();
      write(armed);
      if (!client.takePoweredUp()) {
        return;
      }
    }
    throw client.withTraffic(
        new DeviceException.Rejected(
            client.name() + " reboots again and again; check its supply", null));
  }

  /** Writes the last voltages of some channels, as few instructions as the modules allow. */
  private void write(int[] channels) throws DeviceException {
    int[] sorted = channels.clone();
    Arrays.sort(sorted);
    int next = 0;
    while (next < sorted.length) {
      int module = chain.indexOf(sorted[next]);
      int spanEnd = chain.endOf(mode == Mode.BINARY ? module + BINARY_MODULES - 1 : module);
      int end = next;
      while (end < sorted.length && sorted[end] < spanEnd) {
        end++;
      }
      if (end - next >= 3 || (mode == Mode.BINARY && end - next == 2)) {
        // Channels between keep their voltage by being set to it again.
        writeRange(sorted[next], sorted[end - 1] - sorted[next] + 1);
      } else {
        for (int i = next; i < end; i++) {
          writeRange(sorted[i], 1);
        }
      }
      next = end;
    }
  }

  private void writeRange(int first, int count) throws DeviceException {
    if (mode == Mode.BINARY) {
      int[] codes = new int[count];
      for (int i = 0; i < count; i++) {
        codes[i] = QontrolFrame.code(lastV[first + i], fullScaleV(first + i));
      }
      client.tell(
          QontrolFrame.setBinary(Quantity.V, first, codes),
          "V from channel %d, %d values".formatted(first, count),
          chain.indexOf(first + count - 1) - chain.indexOf(first) + 1);
      return;
    }
    String line =
        count == 1
            ? QontrolFrame.set(Quantity.V, first, lastV[first])
            : QontrolFrame.setVector(
                Quantity.V, first, Arrays.copyOfRange(lastV, first, first + count));
    if (line.length() > QontrolFrame.MAX_LINE) {
      writeRange(first, count / 2);
      writeRange(first + count / 2, count - count / 2);
    } else {
      client.tell(line);
    }
  }

  private void verifyOutputs(int[] written) throws DeviceException {
    String seen = "";
    for (int attempt = 0; attempt < VERIFY_ATTEMPTS; attempt++) {
      double[] readV = allOnce(Quantity.V);
      restoreIfRebooted();
      int[] wrong = wrong(readV);
      if (wrong.length == 0) {
        return;
      }
      requireNoErrors();
      corrections++;
      seen =
          "channel %d reads %.4f V and was set to %.4f V"
              .formatted(wrong[0], readV[wrong[0]], lastV[wrong[0]]);
      if (attempt % 2 == 1) {
        // Wrong at a second look: it was the write. Where nobody wrote, it was a damaged address,
        // or a
        // reboot whose word was lost too. Wrong again after that, it is a limit: one flipped bit
        // turns an instruction for voltages into one for limits, which then hold them down.
        boolean here =
            Arrays.stream(wrong).allMatch(c -> Arrays.stream(written).anyMatch(w -> w == c));
        if (attempt > 1 || !here) {
          restore();
        }
        write(wrong);
      }
    }
    throw client.withTraffic(
        new DeviceException.Rejected(
            client.name()
                + " does not show the voltages that were set ("
                + seen
                + "); check the load and supply",
            null));
  }

  private double tolerance(int channel) {
    return verify.toleranceV() + verify.toleranceFraction() * lastV[channel];
  }

  /** A channel that tripped must not be driven again: that is the caller's to decide. */
  private void requireNoErrors() throws DeviceException {
    List<QontrolError> errors =
        client.takeErrors().stream().filter(error -> !ofDamagedLine(error)).toList();
    if (!errors.isEmpty()) {
      throw failed(errors);
    }
  }

  /**
   * What was sent is within the limits. A channel that was told more got a damaged instruction,
   * which is mended where writes are read back.
   */
  private boolean ofDamagedLine(QontrolError error) {
    if (!verify.on() || error.code() != QontrolError.OVER_VOLTAGE) {
      return false;
    }
    for (int i = 0; i < armed.length; i++) {
      if (armed[i] == error.channel()) {
        return lastV[armed[i]] <= armedMaxV[i];
      }
    }
    return false;
  }

  private DeviceException failed(List<QontrolError> errors) throws DeviceException {
    StringBuilder text = new StringBuilder();
    double[] readV = all(Quantity.V);
    errors.stream()
        .distinct()
        .forEach(
            error -> {
              text.append(text.isEmpty() ? "" : "; ").append(error.describe());
              if (error.channel() < readV.length) {
                text.append(
                    ", which now reads %.4f V and was set to %.4f V"
                        .formatted(readV[error.channel()], lastV[error.channel()]));
              }
            });
    client.takeErrors();
    return client.withTraffic(
        new DeviceException.Rejected("%s reports %s".formatted(client.name(), text), null));
  }

  @Override
  public synchronized double[] readVoltages(int[] channels) throws DeviceException {
    double[] all = all(Quantity.V);
    return Arrays.stream(channels).mapToDouble(channel -> all[channel]).toArray();
  }

  @Override
  public synchronized double[] readCurrents(int[] channels) throws DeviceException {
    double[] all = all(Quantity.I);
    return Arrays.stream(channels).mapToDouble(channel -> all[channel] / 1000).toArray();
  }

  /** Reads a quantity of the whole chain, in the instrument's unit. */
  private double[] all(Quantity quantity) throws DeviceException {
    double[] first = allOnce(quantity);
    for (int attempt = 0; verify.on() && attempt < VERIFY_ATTEMPTS; attempt++) {
      double[] second = allOnce(quantity);
      double[] before = first;
      if (IntStream.range(0, second.length)
          .allMatch(i -> Math.abs(second[i] - before[i]) <= verify.toleranceV())) {
        return second;
      }
      corrections++;
      first = second;
    }
    if (verify.on()) {
      throw client.withTraffic(
          new DeviceException.BadFrame(
              client.name() + " reads differently every time; check the cable and the load", null));
    }
    return first;
  }

  private double[] allOnce(Quantity quantity) throws DeviceException {
    List<Double> values =
        mode == Mode.BINARY
            ? client.exchange(
                QontrolFrame.getAllBinary(quantity),
                quantity + " of all channels",
                channels(),
                text -> value(quantity, text))
            : client.ask(quantity.name() + "ALL?", channels(), text -> value(quantity, text));
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Optional<Double> value(Quantity quantity, String text) {
    OptionalDouble value = QontrolFrame.parseValue(quantity, text);
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  @Override
  public double readbackToleranceV() {
    return verify.toleranceV();
  }

  @Override
  public synchronized void zero() throws DeviceException {
    on = false;
    zeroOutputs();
  }

  private void zeroOutputs() throws DeviceException {
    Arrays.fill(lastV, 0);
    int[] every = IntStream.range(0, channels()).toArray();
    double[] readV = new double[0];
    for (int attempt = 0; attempt < VERIFY_ATTEMPTS; attempt++) {
      write(every);
      readV = all(Quantity.V);
      // A module that rebooted or tripped is at 0 V, which is what is wanted here.
      client.takePoweredUp();
      client.takeErrors();
      if (Arrays.stream(readV).allMatch(v -> Math.abs(v) <= verify.toleranceV())) {
        return;
      }
    }
    for (int channel : every) {
      if (Math.abs(readV[channel]) > verify.toleranceV()) {
        throw client.withTraffic(
            new DeviceException.Rejected(
                "%s channel %d still reads %.4f V after it was set to 0 V; switch the supply off by hand"
                    .formatted(client.name(), channel, readV[channel]),
                null));
      }
    }
  }

  /** Returns how often a verified write or read had to be repeated. */
  public synchronized long corrections() {
    return corrections;
  }

  @Override
  public synchronized LinkReport report() {
    return client.report().plus(new LinkReport(0, corrections, 0, 0, 0, 0, restarts));
  }

  @Override
  public void close() {
    client.close();
  }
}
