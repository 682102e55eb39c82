package org.insitu.simulator.firmware;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.protocol.Numbers;

/**
 * An HP 8164A with a laser, behind a Prologix adapter that must be told to read, or directly on a
 * line. The limits and their questions are [assumed], as in the driver.
 */
public final class LaserFirmware extends TextFirmware {
  private static final int ERRORS = 30;
  private static final double MIN_W = 1e-6;
  // A source for the bands that silicon photonics uses most, and the published bench with them.
  private static final double MIN_NM = 1495;
  private static final double MAX_NM = 1640;

  private final EmulatedChip chip;
  private final Hp816xLaser.Setup setup;
  private final double lossDb;
  private final double maxW;
  private final Deque<String> errors = new ArrayDeque<>();
  private int talkingTo = -1;
  private boolean automatic;
  private String pending = "";
  private double powerW = MIN_W;
  private double wavelengthNm = 1550;
  private boolean on;

  /**
   * Creates one.
   *
   * @param setup where it sits: adapter, GPIB address, slot
   * @param lossDb loss between laser and chip [dB]
   * @param maxW highest power [W]
   */
  public LaserFirmware(EmulatedChip chip, Hp816xLaser.Setup setup, double lossDb, double maxW) {
    this.chip = chip;
    this.setup = setup;
    this.lossDb = lossDb;
    this.maxW = maxW;
  }

  @Override
  public String kind() {
    return "laser";
  }

  @Override
  void line(String text, Replies replies) throws DeviceException {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!setup.prologix()) {
      command(lower);
      if (!pending.isEmpty()) {
        read(replies);
      }
    } else if (lower.startsWith("++")) {
      adapter(lower, replies);
    } else if (talkingTo == setup.address()) {
      command(lower);
      if (automatic) {
        read(replies);
      }
    }
  }

  private void adapter(String text, Replies replies) {
    if (text.startsWith("++addr ")) {
      talkingTo = (int) Numbers.parse(text.substring(7).strip()).orElse(-1);
    } else if (text.startsWith("++auto ")) {
      automatic = text.endsWith("1");
    } else if (text.startsWith("++read")) {
      if (!text.startsWith("++read_tmo_ms") && talkingTo == setup.address()) {
        read(replies);
      }
    } else if (text.equals("++ver")) {
      send(replies, "Prologix GPIB-USB Controller version 6.107");
    }
  }

  private void read(Replies replies) {
    if (pending.isEmpty()) {
      error("-420,\"Query UNTERMINATED\"");
      return;
    }
    send(replies, pending);
    pending = "";
  }

  private void command(String text) throws DeviceException {
    if (!pending.isEmpty()) {
      error("-410,\"Query INTERRUPTED\"");
      pending = "";
    }
    String source = "sour" + setup.slot() + ":";
    switch (text) {
      case "*idn?" -> pending = "HP8164A,EMULATED,0,1.0";
      case "*cls" -> errors.clear();
      case "syst:err?" -> pending = errors.isEmpty() ? "+0,\"No error\"" : errors.removeFirst();
      default -> {
        if (text.startsWith(source)) {
          source(text.substring(source.length()));
        } else {
          error("-113,\"Undefined header\"");
        }
      }
    }
  }

  private void source(String text) throws DeviceException {
    switch (text) {
      case "pow?" -> pending = Double.toString(powerW);
      case "pow? min" -> pending = Double.toString(MIN_W);
      case "pow? max" -> pending = Double.toString(maxW);
      case "pow:stat?" -> pending = on ? "+1" : "+0";
      case "pow:stat 1" -> emit(true, powerW);
      case "pow:stat 0" -> emit(false, powerW);
      case "pow:unit 1" -> pending = "";
      case "wav? min" -> pending = metres(MIN_NM);
      case "wav? max" -> pending = metres(MAX_NM);
      case "wav?" -> pending = metres(wavelengthNm);
      default -> set(text);
    }
  }

  private void set(String text) throws DeviceException {
    if (text.startsWith("pow ") && text.endsWith("w")) {
      boolean milli = text.endsWith("mw");
      String number = text.substring(4, text.length() - (milli ? 2 : 1));
      OptionalDouble value = Numbers.parse(number.strip());
      double watts = value.orElse(-1) * (milli ? 1e-3 : 1);
      if (watts >= MIN_W && watts <= maxW) {
        emit(on, watts);
      } else {
        error("-222,\"Data out of range\"");
      }
    } else if (text.startsWith("wav ") && text.endsWith("nm")) {
      OptionalDouble value = Numbers.parse(text.substring(4, text.length() - 2).strip());
      double wantedNm = value.orElse(0);
      if (value.isEmpty()) {
        error("-120,\"Numeric data error\"");
      } else if (wantedNm >= MIN_NM && wantedNm <= MAX_NM) {
        wavelengthNm = wantedNm;
      } else {
        error("-222,\"Data out of range\"");
      }
    } else {
      error("-113,\"Undefined header\"");
    }
  }

  private static String metres(double nm) {
    return String.format(Locale.ROOT, "%.7E", nm * 1e-9);
  }

  private void emit(boolean wanted, double watts) throws DeviceException {
    double atChipW = lossDb == 0 ? watts : watts * Math.pow(10, -lossDb / 10);
    try {
      chip.setLaserPower(wanted ? atChipW : 0);
      on = wanted;
      powerW = watts;
    } catch (IllegalArgumentException e) {
      // The chip would not stand it; a real one would not complain.
      error("-222,\"Data out of range\"");
    }
  }

  private void error(String error) {
    if (errors.size() == ERRORS) {
      errors.removeLast();
      errors.addLast("-350,\"Queue overflow\"");
    } else {
      errors.addLast(error);
    }
  }

  @Override
  void powerUp() throws DeviceException {
    errors.clear();
    talkingTo = -1;
    automatic = false;
    pending = "";
    emit(false, MIN_W);
  }
}
