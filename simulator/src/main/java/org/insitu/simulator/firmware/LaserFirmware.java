package org.insitu.simulator.firmware;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.Numbers;

/** An HP 8164A with a laser in slot 0, behind a Prologix adapter that must be told to read. */
public final class LaserFirmware extends TextFirmware {
  private static final int ERRORS = 30;
  private static final double MIN_W = 1e-6;

  private final EmulatedChip chip;
  private final double maxW;
  private final int address;
  private final Deque<String> errors = new ArrayDeque<>();
  private int talkingTo = -1;
  private boolean automatic;
  private String pending = "";
  private double powerW = MIN_W;
  private double wavelengthM = 1550e-9;
  private boolean on;

  /**
   * Creates one.
   *
   * @param address GPIB address
   * @param maxW highest power [W]
   */
  public LaserFirmware(EmulatedChip chip, int address, double maxW) {
    this.chip = chip;
    this.address = address;
    this.maxW = maxW;
  }

  @Override
  public String kind() {
    return "laser";
  }

  @Override
  void line(String text, Replies replies) throws DeviceException {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("++")) {
      adapter(lower, replies);
    } else if (talkingTo == address) {
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
      if (!text.startsWith("++read_tmo_ms") && talkingTo == address) {
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
    switch (text) {
      case "*idn?" -> pending = "HP8164A,EMULATED,0,1.0";
      case "*cls" -> errors.clear();
      case "syst:err?" -> pending = errors.isEmpty() ? "+0,\"No error\"" : errors.removeFirst();
      case "sour0:pow?" -> pending = Double.toString(powerW);
      case "sour0:pow? min" -> pending = Double.toString(MIN_W);
      case "sour0:pow? max" -> pending = Double.toString(maxW);
      case "sour0:pow:stat?" -> pending = on ? "+1" : "+0";
      case "sour0:pow:stat 1" -> emit(true);
      case "sour0:pow:stat 0" -> emit(false);
      case "sour0:pow:unit 1" -> pending = "";
      case "sour0:wav?" -> pending = Double.toString(wavelengthM);
      default -> set(text);
    }
  }

  private void set(String text) throws DeviceException {
    if (text.startsWith("sour0:pow ") && text.endsWith("w")) {
      boolean milli = text.endsWith("mw");
      String number = text.substring(10, text.length() - (milli ? 2 : 1));
      OptionalDouble value = Numbers.parse(number.strip());
      double watts = value.orElse(-1) * (milli ? 1e-3 : 1);
      if (watts >= MIN_W && watts <= maxW) {
        powerW = watts;
        emit(on);
      } else {
        error("-222,\"Data out of range\"");
      }
    } else if (text.startsWith("sour0:wav ") && text.endsWith("nm")) {
      OptionalDouble value = Numbers.parse(text.substring(10, text.length() - 2).strip());
      if (value.isPresent()) {
        wavelengthM = value.getAsDouble() * 1e-9;
      } else {
        error("-120,\"Numeric data error\"");
      }
    } else {
      error("-113,\"Undefined header\"");
    }
  }

  private void emit(boolean wanted) throws DeviceException {
    on = wanted;
    chip.setLaserPower(on ? powerW : 0);
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
    powerW = MIN_W;
    emit(false);
  }
}
