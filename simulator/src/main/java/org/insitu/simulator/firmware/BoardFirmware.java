package org.insitu.simulator.firmware;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.BoardCapabilities;
import org.insitu.driver.protocol.BoardFrame;
import org.insitu.driver.protocol.Numbers;
import org.insitu.mesh.processor.Direction;

/**
 * A board that speaks the mesh board protocol. The waits it is asked for are the chip's: on a
 * virtual chip they take no real time. Its watchdog, which guards against a dead host, runs in real
 * time.
 */
public final class BoardFirmware implements Firmware {
  private static final int CACHE = 8;
  private static final long NEVER = Duration.ofHours(1).toNanos();
  private static final double MAX_WAIT_MICROS = 60e6;
  private static final int MAX_FRAMES = 10_000;

  /** A request that the board refuses. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  private record Cached(int sequence, String body, byte[] reply) {}

  private final EmulatedChip chip;
  private final BoardCapabilities capabilities;
  private final String identity;
  private final StringBuilder line = new StringBuilder();
  private boolean overlong;
  private final Deque<Cached> cache = new ArrayDeque<>();
  private final Deque<String> errors = new ArrayDeque<>();
  private final Deque<String> tripped = new ArrayDeque<>();
  private final double[] limitV;
  private final double[] limitA;
  private double[] darkW = {};
  private boolean output;
  private int frames = 1;
  private long watchdogNanos;
  private long fedNanos = System.nanoTime();
  private int events;

  /**
   * Powers a board up.
   *
   * @param serial serial number, part of its identity
   */
  public BoardFirmware(EmulatedChip chip, BoardCapabilities capabilities, String serial) {
    this.chip = chip;
    this.capabilities = capabilities;
    identity = "\"Insitu,Emulated board,%s,1.0\"".formatted(serial);
    limitV = new double[capabilities.dacs()];
    limitA = new double[capabilities.dacs()];
    resetLimits();
  }

  private void resetLimits() {
    Arrays.fill(limitV, capabilities.maxVoltageV());
    Arrays.fill(limitA, capabilities.maxCurrentA());
  }

  @Override
  public String kind() {
    return "board";
  }

  @Override
  public void receive(byte[] bytes, Replies replies) {
    for (byte b : bytes) {
      if (b != '\n') {
        if (line.length() < capabilities.maxLine() + 16) {
          line.append((char) (b & 0xff));
        } else {
          overlong = true;
        }
        continue;
      }
      String text = line.toString();
      line.setLength(0);
      if (text.endsWith("\r")) {
        text = text.substring(0, text.length() - 1);
      }
      if (overlong) {
        overlong = false;
        send(replies, BoardFrame.reply(OptionalInt.empty(), -350, "\"Line too long\""));
      } else if (!text.isEmpty()) {
        line(text, replies);
      }
    }
  }

  private void line(String text, Replies replies) {
    BoardFrame.Request request;
    try {
      request = BoardFrame.parseRequest(text);
    } catch (BoardFrame.FrameException e) {
      send(replies, BoardFrame.reply(e.sequence(), -101, "\"%s\"".formatted(e.getMessage())));
      return;
    }
    fedNanos = System.nanoTime();
    if (request.sequence().isPresent()) {
      int sequence = request.sequence().getAsInt();
      for (Cached cached : cache) {
        if (cached.sequence() == sequence && cached.body().equals(request.body())) {
          replies.send(cached.reply());
          return;
        }
      }
    }
    String reply;
    try {
      reply = BoardFrame.reply(request.sequence(), 0, execute(request.body().strip()));
    } catch (Refusal e) {
      String message = "\"%s\"".formatted(e.getMessage().replace('"', '\''));
      errors.add(e.status + "," + message);
      while (errors.size() > 32) {
        errors.removeFirst();
      }
      reply = BoardFrame.reply(request.sequence(), e.status, message);
    }
    byte[] bytes = (reply + "\n").getBytes(StandardCharsets.ISO_8859_1);
    if (request.sequence().isPresent()) {
      cache.addLast(new Cached(request.sequence().getAsInt(), request.body(), bytes));
      if (cache.size() > CACHE) {
        cache.removeFirst();
      }
    }
    replies.send(bytes);
    while (!tripped.isEmpty()) {
      event(replies, "OVC", tripped.removeFirst());
    }
  }

  private void event(Replies replies, String name, String data) {
    send(replies, BoardFrame.event(events, name, data));
    events = (events + 1) % BoardFrame.SEQUENCES;
  }

  private String execute(String body) throws Refusal {
    int space = body.indexOf(' ');
    String command = (space < 0 ? body : body.substring(0, space)).toUpperCase(Locale.ROOT);
    String rest = space < 0 ? "" : body.substring(space + 1).strip();
    try {
      return switch (command) {
        case "*IDN?" -> identity;
        case "*OPC?" -> "1";
        case "*TST?" -> "0";
        case "*CLS" -> clear();
        case "*RST" -> reset();
        case "SYST:ERR?" -> errors.isEmpty() ? "0,\"No error\"" : errors.removeFirst();
        case "SYST:VERS?" -> "\"MBP/1.0\"";
        case "SYST:CAP?" -> capabilities.format();
        case "SYST:WDOG" -> watchdog(whole(rest, 0, 3_600_000));
        case "SYST:WDOG?" -> Long.toString(watchdogNanos / 1_000_000);
        case "SYST:TIME?" -> {
          long nanos = chip.time().toNanos();
          yield "%d.%03d".formatted(nanos / 1000, nanos % 1000);
        }
        case "SYST:WAIT" -> settle(rest);
        case "OUTP" -> output(whole(rest, 0, 1) == 1);
        case "OUTP?" -> output ? "1" : "0";
        case "VOLT" -> list(rest, 2, 2);
        case "VOLT:LIST" -> list(rest, 2, capabilities.maxValues());
        case "VOLT:VEC" -> vector(rest);
        case "VOLT?" -> format(chip.voltage(channel(number(rest))));
        case "VOLT:VEC?" -> readBack(rest, true);
        case "VOLT:LIM" -> limit(rest, limitV, capabilities.maxVoltageV());
        case "VOLT:LIM?" -> format(limitV[channel(number(rest))]);
        case "CURR?" -> format(chip.current(channel(number(rest))));
        case "CURR:VEC?" -> readBack(rest, false);
        case "CURR:LIM" -> limit(rest, limitA, capabilities.maxCurrentA());
        case "CURR:LIM?" -> format(limitA[channel(number(rest))]);
        case "SENS:AVER" -> average(whole(rest, 1, MAX_FRAMES));
        case "SENS:AVER?" -> Integer.toString(frames);
        case "SENS:DARK" -> storeDark();
        case "MEAS:TAP:VEC?" -> measure(rest);
        case "STEP:LIST" -> step(rest, true);
        case "STEP:VEC" -> step(rest, false);
        case "ROUT" -> route(rest);
        case "ROUT?" -> {
          requireSwitch();
          yield chip.direction().name();
        }
        default -> throw new Refusal(-113, "Undefined header;" + shown(command));
      };
    } catch (DeviceException | IllegalArgumentException e) {
      throw new Refusal(10, "The chip would not stand it;" + shown(e.getMessage()));
    }
  }

  private String clear() {
    cache.clear();
    errors.clear();
    return "";
  }

  private String reset() throws DeviceException {
    off();
    resetLimits();
    frames = 1;
    watchdogNanos = 0;
    darkW = new double[0];
    return "";
  }

  private String watchdog(int millis) {
    watchdogNanos = millis * 1_000_000L;
    return "";
  }

  private String settle(String rest) throws Refusal, DeviceException {
    chip.settle(micros(rest));
    return "";
  }

  private String output(boolean on) throws DeviceException {
    if (!on) {
      off();
    }
    output = on;
    return "";
  }

  private void off() throws DeviceException {
    output = false;
    int[] all = new int[capabilities.dacs()];
    Arrays.setAll(all, i -> i);
    chip.setVoltages(all, new double[all.length]);
  }

  private String list(String rest, int min, int max) throws Refusal, DeviceException {
    double[] values = numbers(rest, min, max);
    if (values.length % 2 != 0) {
      throw new Refusal(-109, "Missing parameter;channels and voltages come in pairs");
    }
    int[] channels = new int[values.length / 2];
    double[] volts = new double[channels.length];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = channel(values[2 * i]);
      volts[i] = values[2 * i + 1];
    }
    latch(channels, volts);
    return "";
  }

  private String vector(String rest) throws Refusal, DeviceException {
    double[] values = numbers(rest, 2, capabilities.maxValues());
    int[] channels = new int[values.length - 1];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = channel(values[0] + i);
    }
    latch(channels, Arrays.copyOfRange(values, 1, values.length));
    return "";
  }

  /** Checks everything, then sets everything. */
  private void latch(int[] channels, double[] volts) throws Refusal, DeviceException {
    long distinct = Arrays.stream(channels).distinct().count();
    if (distinct != channels.length) {
      throw new Refusal(-221, "Settings conflict;a channel is named twice");
    }
    for (int i = 0; i < channels.length; i++) {
      int channel = channels[i];
      if (!(volts[i] >= 0 && volts[i] <= limitV[channel])) {
        throw new Refusal(
            -222, "Data out of range;%d,%s above %s".formatted(channel, volts[i], limitV[channel]));
      }
      if (!output && volts[i] != 0) {
        throw new Refusal(2, "Output is off");
      }
    }
    chip.setVoltages(channels, volts);
    for (int channel : channels) {
      double currentA = chip.current(channel);
      if (currentA > limitA[channel]) {
        chip.setVoltages(new int[] {channel}, new double[] {0});
        tripped.addLast("%d,%s".formatted(channel, format(currentA)));
      }
    }
  }

  private String limit(String rest, double[] limits, double fullScale) throws Refusal {
    double[] values = numbers(rest, 2, 2);
    int channel = channel(values[0]);
    if (!(values[1] >= 0 && values[1] <= fullScale)) {
      throw new Refusal(
          -222, "Data out of range;%s above full scale %s".formatted(values[1], fullScale));
    }
    limits[channel] = values[1];
    return "";
  }

  private String readBack(String rest, boolean voltage) throws Refusal {
    double[] values = numbers(rest, 2, 2);
    int first = channel(values[0]);
    int count = (int) values[1];
    if (count < 1 || count != values[1] || first + count > capabilities.dacs()) {
      throw new Refusal(-222, "Channel out of range;" + shown(rest));
    }
    StringBuilder reply = new StringBuilder();
    for (int channel = first; channel < first + count; channel++) {
      reply.append(reply.isEmpty() ? "" : ",");
      double value = voltage ? chip.voltage(channel) : chip.current(channel);
      Numbers.append(reply, value, capabilities.digits());
    }
    return reply.toString();
  }

  private String average(int wanted) {
    frames = wanted;
    return "";
  }

  private String storeDark() throws Refusal, DeviceException {
    if (capabilities.taps() == 0) {
      throw new Refusal(-241, "Hardware missing;no taps");
    }
    darkW = chip.readTaps(new int[] {0, capabilities.taps()}, frames);
    return "";
  }

  private String measure(String rest) throws Refusal, DeviceException {
    int[] ranges = ranges(rest);
    double[] powerW = chip.readTaps(ranges, frames);
    if (darkW.length > 0) {
      int next = 0;
      for (int r = 0; r < ranges.length; r += 2) {
        for (int tap = ranges[r]; tap < ranges[r] + ranges[r + 1]; tap++) {
          powerW[next++] -= darkW[tap];
        }
      }
    }
    StringBuilder reply = new StringBuilder(powerW.length * 22);
    for (int i = 0; i < powerW.length; i++) {
      reply.append(i == 0 ? "" : ",");
      Numbers.append(reply, powerW[i], capabilities.digits());
    }
    return reply.toString();
  }

  private String step(String rest, boolean list) throws Refusal, DeviceException {
    String[] parts = rest.split(";", -1);
    if (parts.length != 3) {
      throw new Refusal(-109, "Missing parameter;voltages;microseconds;taps");
    }
    Duration time = micros(parts[1]);
    ranges(parts[2]);
    if (parts[0].isBlank()) {
      // Waits and measures, for a board that only reads taps.
      chip.settle(time);
      return measure(parts[2]);
    }
    if (list) {
      list(parts[0], 2, capabilities.maxValues());
    } else {
      vector(parts[0]);
    }
    chip.settle(time);
    return measure(parts[2]);
  }

  private String route(String rest) throws Refusal, DeviceException {
    requireSwitch();
    for (Direction direction : Direction.values()) {
      if (direction.name().equalsIgnoreCase(rest)) {
        chip.setDirection(direction);
        return "";
      }
    }
    throw new Refusal(-224, "Illegal parameter value;FORWARD or BACKWARD");
  }

  private void requireSwitch() throws Refusal {
    if (!capabilities.hasSwitch()) {
      throw new Refusal(-241, "Hardware missing;no switch");
    }
  }

  private int[] ranges(String text) throws Refusal {
    double[] values = numbers(text, 2, capabilities.maxValues());
    if (values.length % 2 != 0) {
      throw new Refusal(-109, "Missing parameter;first tap and count come in pairs");
    }
    int[] ranges = new int[values.length];
    int total = 0;
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = (int) values[i];
      boolean count = i % 2 == 1;
      boolean valid = ranges[i] == values[i] && ranges[i] >= (count ? 1 : 0);
      if (!valid || (count && ranges[i - 1] + (long) ranges[i] > capabilities.taps())) {
        throw new Refusal(-222, "Tap out of range;" + shown(text));
      }
      total += count ? ranges[i] : 0;
    }
    if (total > 4 * capabilities.taps()) {
      throw new Refusal(-222, "Too many taps;" + total);
    }
    return ranges;
  }

  private Duration micros(String text) throws Refusal {
    double micros = number(text.strip());
    if (!(micros >= 0 && micros <= MAX_WAIT_MICROS) || micros != Math.rint(micros)) {
      throw new Refusal(-222, "Data out of range;microseconds " + shown(text));
    }
    return Duration.ofNanos(1000 * (long) micros);
  }

  private int channel(double value) throws Refusal {
    int channel = (int) value;
    if (channel != value || channel < 0 || channel >= capabilities.dacs()) {
      throw new Refusal(-222, "Channel out of range;" + (channel == value ? channel : value));
    }
    return channel;
  }

  private int whole(String text, int min, int max) throws Refusal {
    double value = number(text);
    if (!(value >= min && value <= max) || value != Math.rint(value)) {
      throw new Refusal(-222, "Data out of range;" + shown(text));
    }
    return (int) value;
  }

  private double number(String text) throws Refusal {
    if (text.isEmpty()) {
      throw new Refusal(-109, "Missing parameter");
    }
    OptionalDouble value = Numbers.parse(text);
    if (value.isEmpty()) {
      throw new Refusal(-120, "Numeric data error;" + shown(text));
    }
    return value.getAsDouble();
  }

  private double[] numbers(String text, int min, int max) throws Refusal {
    String[] parts = text.isEmpty() ? new String[0] : text.split(",", -1);
    if (parts.length < min) {
      throw new Refusal(-109, "Missing parameter");
    }
    if (parts.length > max) {
      throw new Refusal(-108, "Parameter not allowed;at most " + max + " numbers");
    }
    double[] values = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = number(parts[i].strip());
    }
    return values;
  }

  private String format(double value) {
    StringBuilder text = new StringBuilder();
    Numbers.append(text, value, capabilities.digits());
    return text.toString();
  }

  private static String shown(String text) {
    String printable = String.valueOf(text).replaceAll("[^ -~]|[\"*]", "?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80);
  }

  private static void send(Replies replies, String frame) {
    replies.send((frame + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public long tick(long nowNanos, Replies replies) {
    if (watchdogNanos == 0 || !output) {
      return NEVER;
    }
    long left = watchdogNanos - (nowNanos - fedNanos);
    if (left > 0) {
      return left;
    }
    try {
      off();
    } catch (DeviceException e) {
      throw new IllegalStateException("the emulated chip refused 0 V", e);
    }
    event(replies, "WDOG", "");
    return NEVER;
  }

  @Override
  public void reboot(Replies replies) {
    try {
      reset();
    } catch (DeviceException e) {
      throw new IllegalStateException("the emulated chip refused 0 V", e);
    }
    cache.clear();
    errors.clear();
    line.setLength(0);
    events = 0;
    event(replies, "BOOT", "");
  }

  @Override
  public void overrun(Replies replies) {
    // What is left of the line fails its checksum.
    line.setLength(0);
  }
}
