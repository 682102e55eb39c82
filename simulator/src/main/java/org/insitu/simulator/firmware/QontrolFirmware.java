package org.insitu.simulator.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.Numbers;
import org.insitu.driver.protocol.QontrolFrame;

/**
 * A chain of Qontrol modules of one type.
 *
 * <p>Replies follow the vendor's public client and recordings of real modules. [assumed], because
 * nothing public shows it: a value above full scale gives E11; an over-voltage or over-current
 * clamps the channel to 0 V; a binary header of wrong parity gives E15:01; a part of a frame is
 * dropped after 50 ms with E15:00; a vector may have fewer than eight values.
 */
public final class QontrolFirmware implements Firmware {
  /** Module types, with full scales as the vendor's client lists them. */
  public enum Type {
    /** 24 mA per channel. */
    Q8IV("Q8iv", 12, 24),
    /** 83.3333 mA per channel. */
    Q8B("Q8b", 12, 83.3333),
    /** 100 mA per channel. */
    Q8A("Q8a", 12, 100);

    private final String id;
    private final double fullV;
    private final double fullMilliamps;

    Type(String id, double fullV, double fullMilliamps) {
      this.id = id;
      this.fullV = fullV;
      this.fullMilliamps = fullMilliamps;
    }

    /** Returns the name that modules give themselves. */
    public String id() {
      return id;
    }
  }

  private static final int PER_MODULE = 8;
  private static final int MAX_BINARY_VALUES = 64;
  private static final long STALE_FRAME_NANOS = 50_000_000;
  private static final long NEVER = Duration.ofHours(1).toNanos();
  private static final Pattern INSTRUCTION =
      Pattern.compile("([A-Z]+?)(ALL|VEC(\\d+)|\\d+)?([=?])([^=?]*)");

  /** An instruction that is answered by an error. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final String line;

    Fault(int code, int detail) {
      super(null, null, false, false);
      line = error(code, detail);
    }
  }

  private final EmulatedChip chip;
  private final Type type;
  private final int modules;
  private final double[] maxV;
  private final double[] maxMilliamps;
  private final Deque<String> log = new ArrayDeque<>();
  private final ByteArrayOutputStream input = new ByteArrayOutputStream();
  private boolean overflow;
  private long lastByteNanos;

  /**
   * Powers a chain up.
   *
   * @param modules number of modules, at least 1
   */
  public QontrolFirmware(EmulatedChip chip, Type type, int modules) {
    this.chip = chip;
    this.type = type;
    this.modules = modules;
    maxV = new double[channels()];
    maxMilliamps = new double[channels()];
    resetLimits();
  }

  private int channels() {
    return modules * PER_MODULE;
  }

  private void resetLimits() {
    Arrays.fill(maxV, type.fullV);
    Arrays.fill(maxMilliamps, type.fullMilliamps);
  }

  @Override
  public String kind() {
    return "qontrol";
  }

  @Override
  public void receive(byte[] bytes, Replies replies) {
    dropStaleFrame(System.nanoTime(), replies);
    for (byte b : bytes) {
      boolean text = input.size() == 0 ? b >= 0 : input.toByteArray()[0] >= 0;
      if (text) {
        textByte(b, replies);
      } else {
        input.write(b);
        binary(replies);
      }
    }
    lastByteNanos = System.nanoTime();
  }

  private void textByte(byte b, Replies replies) {
    if (b != '\n') {
      if (input.size() < QontrolFrame.MAX_LINE + 1) {
        input.write(b);
      } else {
        overflow = true;
      }
      return;
    }
    String line = input.toString(StandardCharsets.ISO_8859_1).strip().toUpperCase(Locale.ROOT);
    input.reset();
    if (overflow) {
      overflow = false;
      send(replies, error(14, 0));
      send(replies, error(15, 0));
    } else if (!line.isEmpty()) {
      try {
        text(line, replies);
      } catch (Fault e) {
        note(e.line);
        send(replies, e.line);
      } catch (DeviceException e) {
        throw new IllegalStateException("the emulated chip failed", e);
      }
    }
  }

  private void text(String line, Replies replies) throws Fault, DeviceException {
    Matcher parts = INSTRUCTION.matcher(line);
    if (!parts.matches()) {
      throw new Fault(10, 0);
    }
    String command = parts.group(1);
    String target = parts.group(2) == null ? "" : parts.group(2);
    boolean ask = parts.group(4).equals("?");
    boolean all = target.equals("ALL");
    String value = parts.group(5);
    switch (command) {
      case "V", "I", "VMAX", "IMAX" -> {
        if (parts.group(3) != null && !ask) {
          vector(command, channel(parts.group(3)), values(value), replies);
        } else if (all && ask) {
          every(channels(), channel -> quantity(command, channel), replies);
        } else if (ask) {
          send(replies, quantity(command, channel(target)));
        } else {
          vector(command, channel(target), values(value), replies);
        }
      }
      case "ID" -> send(replies, identity(0));
      case "NUP" -> {
        if (!ask) {
          every(modules, module -> "\u0006OK", replies);
        } else if (all) {
          every(modules, module -> identity(module) + ": " + module, replies);
        } else {
          int module = target.isEmpty() ? 0 : channel(target) / PER_MODULE;
          send(replies, identity(module) + ": " + module);
        }
      }
      case "VFULL" -> perModule(all, "%+.4f V".formatted(type.fullV), replies);
      case "IFULL" -> perModule(all, "%+.4f mA".formatted(type.fullMilliamps), replies);
      case "NCHAN" -> perModule(all, Integer.toString(PER_MODULE), replies);
      case "FIRMWARE" -> perModule(all, "v2.4.1", replies);
      case "LIFETIME" -> perModule(all, "0 s", replies);
      case "VIP" -> {
        if (all) {
          every(channels(), this::vip, replies);
        } else {
          send(replies, vip(channel(target)));
        }
      }
      case "VCAL" -> send(replies, "+1,+0,+0,+0");
      case "ICAL" -> send(replies, "+0,+0,+0,+0");
      case "LOG" -> {
        int number = 0;
        for (String entry : log) {
          send(replies, "#%3d, %s, 0 m ago".formatted(number++, entry));
        }
      }
      case "LED", "OK", "SAFE" -> send(replies, "1");
      case "ADCT" -> send(replies, "5");
      case "ADCN" -> send(replies, "2");
      case "VERR", "IERR", "ROCOM" -> throw new Fault(0, 1);
      default -> throw new Fault(10, 0);
    }
  }

  private void perModule(boolean all, String line, Replies replies) {
    every(all ? modules : 1, module -> line, replies);
  }

  private static void every(int count, IntFunction<String> line, Replies replies) {
    for (int i = 0; i < count; i++) {
      send(replies, line.apply(i));
    }
  }

  private String identity(int module) {
    return "%s-%04X".formatted(type.id, module + 1);
  }

  private double current(int channel) {
    return 1000 * chip.current(channel);
  }

  private String quantity(String command, int channel) {
    return switch (command) {
      case "V" -> volts(chip.voltage(channel));
      case "I" -> milliamps(current(channel));
      case "VMAX" -> volts(maxV[channel]);
      default -> milliamps(maxMilliamps[channel]);
    };
  }

  private static String volts(double value) {
    return String.format(Locale.ROOT, "%+.4f V", value);
  }

  private static String milliamps(double value) {
    return String.format(Locale.ROOT, "%+.4f mA", value);
  }

  private String vip(int channel) {
    double v = chip.voltage(channel);
    double i = current(channel);
    String line =
        "%d,%d: %s, %s"
            .formatted(channel / PER_MODULE, channel % PER_MODULE, volts(v), milliamps(i));
    // Power and resistance are left out where the current is too small to tell.
    return i < 0.1
        ? line
        : line + String.format(Locale.ROOT, ", %8.4f mW, %6.0f Ohm", v * i, 1000 * v / i);
  }

  private void vector(String command, int first, double[] values, Replies replies)
      throws Fault, DeviceException {
    if (values.length > PER_MODULE) {
      throw new Fault(14, 1);
    }
    if (first + values.length > channels()) {
      throw new Fault(12, 0);
    }
    double fullScale = command.startsWith("V") ? type.fullV : type.fullMilliamps;
    for (double value : values) {
      if (!(value >= 0 && value <= fullScale)) {
        throw new Fault(11, 0);
      }
    }
    set(command, first, values, replies);
    send(replies, "OK");
  }

  /** Sets channels; errors of channels follow before the answer of the instruction. */
  private void set(String command, int first, double[] values, Replies replies)
      throws DeviceException {
    for (int i = 0; i < values.length; i++) {
      int channel = first + i;
      switch (command) {
        case "VMAX" -> maxV[channel] = values[i];
        case "IMAX" -> maxMilliamps[channel] = values[i];
        case "V" -> drive(channel, values[i], replies);
        default -> drive(channel, values[i] / 1000 * loadOhm(), replies);
      }
    }
  }

  private double loadOhm() {
    return chip.layout().limits().heaterResistanceOhm();
  }

  private void drive(int channel, double wantedV, Replies replies) throws DeviceException {
    double volts =
        QontrolFrame.value(
            QontrolFrame.code(Math.min(wantedV, type.fullV), type.fullV), type.fullV);
    int code = -1;
    if (wantedV > maxV[channel]) {
      code = 1;
      volts = 0;
    }
    try {
      chip.setVoltages(new int[] {channel}, new double[] {volts});
      if (current(channel) > maxMilliamps[channel]) {
        code = 2;
        chip.setVoltages(new int[] {channel}, new double[] {0});
      }
    } catch (IllegalArgumentException e) {
      // The chip would burn: a real module notices by its current or power limit.
      code = 3;
      chip.setVoltages(new int[] {channel}, new double[] {0});
    }
    if (code >= 0) {
      note(error(code, channel));
      send(replies, error(code, channel));
    }
  }

  private void binary(Replies replies) {
    byte[] frame = input.toByteArray();
    boolean extended = (frame[0] & 0x02) != 0;
    int length = 7;
    int count = 1;
    if (extended) {
      if (frame.length < 7) {
        return;
      }
      count = (frame[5] & 0xff) << 8 | (frame[6] & 0xff);
      length = 7 + 2 * count;
    }
    if (count > MAX_BINARY_VALUES) {
      input.reset();
      send(replies, error(14, 0));
      return;
    }
    if (frame.length < length) {
      return;
    }
    input.reset();
    try {
      if (Integer.bitCount(frame[0] & 0xff) % 2 != 0) {
        throw new Fault(15, 1);
      }
      binary(frame, extended ? 7 : 5, count, replies);
    } catch (Fault e) {
      note(e.line);
      send(replies, e.line);
    } catch (DeviceException e) {
      throw new IllegalStateException("the emulated chip failed", e);
    }
  }

  private void binary(byte[] frame, int data, int count, Replies replies)
      throws Fault, DeviceException {
    boolean everyChannel = (frame[0] & 0x20) != 0;
    boolean ask = (frame[0] & 0x08) != 0;
    if ((frame[0] & 0x10) != 0) {
      throw new Fault(13, 0);
    }
    String command =
        switch (frame[1]) {
          case 0x00 -> "V";
          case 0x01 -> "I";
          case 0x02 -> "VMAX";
          case 0x03 -> "IMAX";
          case 0x0a -> "VIP";
          case 0x20 -> "VFULL";
          case 0x21 -> "IFULL";
          case 0x22 -> "NCHAN";
          case 0x23 -> "FIRMWARE";
          case 0x24 -> "ID";
          case 0x32 -> "NUP";
          default -> throw new Fault(10, 0);
        };
    int channel = (frame[3] & 0xff) << 8 | (frame[4] & 0xff);
    if (ask || !command.matches("[VI](MAX)?")) {
      text(command + (everyChannel ? "ALL" : channel) + (ask ? "?" : "="), replies);
      return;
    }
    if (everyChannel) {
      channel = 0;
      count = channels();
    }
    if (channel + count > channels()) {
      throw new Fault(12, 0);
    }
    double fullScale = command.startsWith("V") ? type.fullV : type.fullMilliamps;
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      int at = everyChannel ? data : data + 2 * i;
      values[i] = QontrolFrame.value((frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff), fullScale);
    }
    set(command, channel, values, replies);
    // One answer from each module that was written to.
    int spanned = (channel + count - 1) / PER_MODULE - channel / PER_MODULE + 1;
    every(spanned, module -> "OK", replies);
  }

  private int channel(String digits) throws Fault {
    if (!digits.matches("\\d{1,5}")) {
      throw new Fault(12, 0);
    }
    int channel = Integer.parseInt(digits);
    if (channel >= channels()) {
      throw new Fault(12, 0);
    }
    return channel;
  }

  private static double[] values(String text) throws Fault {
    String[] parts = text.split(",", -1);
    double[] values = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      OptionalDouble value = Numbers.parse(parts[i].strip());
      if (value.isEmpty()) {
        throw new Fault(11, 0);
      }
      values[i] = value.getAsDouble();
    }
    return values;
  }

  private static String error(int code, int detail) {
    return "E%02d:%02d".formatted(code, detail);
  }

  private void note(String entry) {
    log.addFirst(entry);
    if (log.size() > 64) {
      log.removeLast();
    }
  }

  private static void send(Replies replies, String line) {
    replies.send((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private void dropStaleFrame(long nowNanos, Replies replies) {
    // A person types slowly, so that only binary frames are dropped.
    boolean binary = input.size() > 0 && input.toByteArray()[0] < 0;
    if (binary && nowNanos - lastByteNanos > STALE_FRAME_NANOS) {
      overrun(replies);
    }
  }

  @Override
  public long tick(long nowNanos, Replies replies) {
    dropStaleFrame(nowNanos, replies);
    return input.size() > 0 ? STALE_FRAME_NANOS : NEVER;
  }

  @Override
  public void reboot(Replies replies) {
    input.reset();
    overflow = false;
    resetLimits();
    log.clear();
    int[] all = new int[channels()];
    Arrays.setAll(all, i -> i);
    try {
      chip.setVoltages(all, new double[all.length]);
    } catch (DeviceException e) {
      throw new IllegalStateException("the emulated chip refused 0 V", e);
    }
    send(replies, error(90, 0));
  }

  @Override
  public void overrun(Replies replies) {
    input.reset();
    overflow = false;
    note(error(15, 0));
    send(replies, error(15, 0));
  }
}
