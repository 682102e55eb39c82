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
 * line a module can take. Errors are attributed to the channel they name and fail the call; a
 * module that has rebooted gets its limits back before any output. With verification on, each write
 * is followed by reading the whole chain, and values that are read have to agree twice: the
 * protocol has no checksums.
 */
public final class QontrolHeaters implements HeaterSource {
  /** How instructions are sent; answers are text in both. */
  public enum Mode {
    /** Text, readable on the wire. */
    ASCII,
    /** Binary, a third of the bytes. */
    BINARY
  }

  // A channel measures itself; its own resolution and offset as seen in the public recordings.
  private static final double READBACK_V = 0.03;
  private static final double READBACK_FRACTION = 0.005;
  private static final int VERIFY_ATTEMPTS = 4;

  private final QontrolClient client;
  private final Mode mode;
  private final boolean verify;
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
   * @param verify whether writes are read back and reads are repeated
   * @throws DeviceException.BadFrame if something else answers
   */
  public QontrolHeaters(QontrolClient client, Mode mode, boolean verify) throws DeviceException {
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
    for (int i = 0; i < armed.length; i++) {
      client.tell(QontrolFrame.set(Quantity.VMAX, armed[i], armedMaxV[i]));
      client.tell(QontrolFrame.set(Quantity.IMAX, armed[i], 1000 * armedMaxA[i]));
    }
    double[] maxV = all(Quantity.VMAX);
    double[] maxMilliamps = all(Quantity.IMAX);
    for (int i = 0; i < armed.length; i++) {
      requireLimit(armed[i], "V", armedMaxV[i], maxV[armed[i]]);
      requireLimit(armed[i], "mA", 1000 * armedMaxA[i], maxMilliamps[armed[i]]);
    }
    requireNoErrors();
  }

  private void requireLimit(int channel, String unit, double wanted, double found)
      throws DeviceException {
    // Two steps of a 16-bit converter at the largest full scale, 100 mA.
    if (Math.abs(found - wanted) > 0.003) {
      throw client.withTraffic(
          new DeviceException.Rejected(
              "%s channel %d keeps a limit of %.4f %s, not the %.4f %3$s that was set"
                  .formatted(client.name(), channel, found, unit, wanted),
              null));
    }
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
    if (client.takePoweredUp()) {
      // Rebooted in the middle: what was written before is lost as well.
      restore();
    }
    if (verify) {
      verifyOutputs(channels);
    }
    requireNoErrors();
  }

  private void restoreIfRebooted() throws DeviceException {
    if (client.takePoweredUp()) {
      restore();
    }
  }

  private void restore() throws DeviceException {
    restarts++;
    client.takeErrors();
    setLimits();
    write(armed);
    if (client.takePoweredUp()) {
      throw client.withTraffic(
          new DeviceException.Rejected(
              client.name() + " reboots again and again; check its supply", null));
    }
  }

  /** Writes the last voltages of some channels, as few instructions as the modules allow. */
  private void write(int[] channels) throws DeviceException {
    int[] sorted = channels.clone();
    Arrays.sort(sorted);
    int next = 0;
    while (next < sorted.length) {
      int module = chain.firstChannelOf(sorted[next]);
      int end = next;
      while (end < sorted.length && chain.firstChannelOf(sorted[end]) == module) {
        end++;
      }
      if (end - next >= 3) {
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
    double[] volts = Arrays.copyOfRange(lastV, first, first + count);
    double fullScale = fullScaleV(first);
    if (mode == Mode.BINARY) {
      int[] codes = Arrays.stream(volts).mapToInt(v -> QontrolFrame.code(v, fullScale)).toArray();
      client.tell(
          QontrolFrame.setBinary(Quantity.V, first, codes),
          "V from channel %d, %d values".formatted(first, count));
      return;
    }
    String line =
        count == 1
            ? QontrolFrame.set(Quantity.V, first, volts[0])
            : QontrolFrame.setVector(Quantity.V, first, volts);
    if (line.length() > QontrolFrame.MAX_LINE) {
      writeRange(first, count / 2);
      writeRange(first + count / 2, count - count / 2);
    } else {
      client.tell(line);
    }
  }

  private void verifyOutputs(int[] written) throws DeviceException {
    for (int attempt = 0; attempt < VERIFY_ATTEMPTS; attempt++) {
      double[] readV = all(Quantity.V);
      restoreIfRebooted();
      int[] wrong =
          IntStream.range(0, readV.length)
              .filter(channel -> Math.abs(readV[channel] - lastV[channel]) > tolerance(channel))
              .toArray();
      if (wrong.length == 0) {
        return;
      }
      // A channel that tripped reports an error too, and must not be driven again.
      List<QontrolError> errors = client.takeErrors();
      if (!errors.isEmpty()) {
        throw failed(errors);
      }
      corrections++;
      write(attempt < VERIFY_ATTEMPTS - 1 ? wrong : written);
    }
    throw client.withTraffic(
        new DeviceException.Rejected(
            client.name() + " does not show the voltages that were set; check the load and supply",
            null));
  }

  private double tolerance(int channel) {
    return READBACK_V + READBACK_FRACTION * lastV[channel];
  }

  private void requireNoErrors() throws DeviceException {
    List<QontrolError> errors = client.takeErrors();
    if (!errors.isEmpty()) {
      throw failed(errors);
    }
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
    for (int attempt = 0; verify && attempt < VERIFY_ATTEMPTS; attempt++) {
      double[] second = allOnce(quantity);
      double[] before = first;
      if (IntStream.range(0, second.length)
          .allMatch(i -> Math.abs(second[i] - before[i]) <= READBACK_V)) {
        return second;
      }
      corrections++;
      first = second;
    }
    if (verify) {
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
    return READBACK_V;
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
      if (Arrays.stream(readV).allMatch(v -> Math.abs(v) <= READBACK_V)) {
        return;
      }
    }
    for (int channel : every) {
      if (Math.abs(readV[channel]) > READBACK_V) {
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
