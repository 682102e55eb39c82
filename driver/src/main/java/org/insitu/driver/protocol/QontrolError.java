package org.insitu.driver.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error that a Qontrol module reports, {@code E<code>:<channel>}. Errors are asynchronous: they
 * come before, after or instead of the answer to a command, and may be about other channels.
 *
 * @param code number of the error
 * @param channel global channel for codes below 10; otherwise a detail of the error
 */
public record QontrolError(int code, int channel) {
  /** A set voltage is above the channel's limit. */
  public static final int OVER_VOLTAGE = 1;

  /** A current is above the channel's limit. */
  public static final int OVER_CURRENT = 2;

  /** Errors below this are about one channel. */
  public static final int FIRST_COMMAND_ERROR = 10;

  /** The instruction was too long, or arrived damaged so that it seemed to be. */
  public static final int INSTRUCTION_OVERFLOW = 14;

  /** Characters were missed. */
  public static final int SERIAL_OVERFLOW = 15;

  /** So many errors that some were suppressed. */
  public static final int TOO_MANY = 30;

  /** The module has powered up: everything that was set is lost. */
  public static final int POWERED_UP = 90;

  // Wider than what modules are known to send, as the vendor's own client has it.
  private static final Pattern LINE = Pattern.compile("[A-Za-z]{1,3}(\\d{1,4}):(\\d{1,4})");

  private static final Map<Integer, String> MEANINGS =
      Map.ofEntries(
          Map.entry(0, "unknown error"),
          Map.entry(OVER_VOLTAGE, "over-voltage"),
          Map.entry(OVER_CURRENT, "over-current"),
          Map.entry(3, "over-power"),
          Map.entry(4, "calibration error"),
          Map.entry(5, "output error"),
          Map.entry(10, "unrecognised command"),
          Map.entry(11, "unrecognised parameter"),
          Map.entry(12, "no such channel"),
          Map.entry(13, "operation forbidden"),
          Map.entry(INSTRUCTION_OVERFLOW, "instruction too long"),
          Map.entry(SERIAL_OVERFLOW, "characters lost on the serial line"),
          Map.entry(16, "internal time-out"),
          Map.entry(17, "SPI error"),
          Map.entry(18, "ADC error"),
          Map.entry(19, "I2C error"),
          Map.entry(TOO_MANY, "too many errors, some suppressed"),
          Map.entry(31, "firmware trap"),
          Map.entry(POWERED_UP, "powered up"));

  /** Parses a line; empty if it is no error. */
  public static Optional<QontrolError> parse(String line) {
    Matcher parts = LINE.matcher(line);
    return parts.matches()
        ? Optional.of(
            new QontrolError(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }

  /** Returns whether the error is about one channel. */
  public boolean ofChannel() {
    return code < FIRST_COMMAND_ERROR;
  }

  /** Returns the error in words, such as {@code E01:03 over-voltage on channel 3}. */
  public String describe() {
    String text = "E%02d:%02d %s".formatted(code, channel, MEANINGS.getOrDefault(code, "error"));
    return ofChannel() ? text + " on channel " + channel : text;
  }
}
