package org.insitu.driver.protocol;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What goes over a Qontrol link: ASCII instructions, their binary form, and the text lines that
 * answer both. Formats from the vendor's public client and its recordings of real modules.
 */
public final class QontrolFrame {
  /** Longest ASCII instruction sent; 80 characters are known to overflow a module's buffer. */
  public static final int MAX_LINE = 64;

  /** Most values in one vector instruction: one module. */
  public static final int MAX_VECTOR = 8;

  /** Full scale of the converters' codes. */
  public static final int MAX_CODE = 65_535;

  /** Quantities, with their command numbers in binary. */
  public enum Quantity {
    /** Voltage [V]. */
    V(0x00, "V"),
    /** Current [mA]. */
    I(0x01, "mA"),
    /** Voltage limit [V]. */
    VMAX(0x02, "V"),
    /** Current limit [mA]. */
    IMAX(0x03, "mA");

    private final int command;
    private final String unit;

    Quantity(int command, String unit) {
      this.command = command;
      this.unit = unit;
    }

    /** Returns the command number in binary. */
    public int command() {
      return command;
    }

    /** Returns the unit in replies. */
    public String unit() {
      return unit;
    }
  }

  private static final Pattern VALUE = Pattern.compile("([+-]?\\d{1,6}(?:\\.\\d{1,6})?) (V|mA)");

  private QontrolFrame() {}

  /** Returns {@code V3=1.5000}: four decimals are finer than the converters. */
  public static String set(Quantity quantity, int channel, double value) {
    StringBuilder line = new StringBuilder(quantity.name());
    line.append(channel).append('=');
    appendDecimal(line, value);
    return line.toString();
  }

  /** Returns {@code VVEC8=1.0000,2.0000}; the caller keeps it within {@link #MAX_LINE}. */
  public static String setVector(Quantity quantity, int firstChannel, double[] values) {
    StringBuilder line = new StringBuilder(quantity.name());
    line.append("VEC").append(firstChannel).append('=');
    for (int i = 0; i < values.length; i++) {
      line.append(i == 0 ? "" : ",");
      appendDecimal(line, values[i]);
    }
    return line.toString();
  }

  /** By hand: a formatter takes as long for eight values as two bytes on the wire. */
  private static void appendDecimal(StringBuilder line, double value) {
    long scaled = Math.round(10_000 * Math.abs(value));
    line.append(value < 0 && scaled > 0 ? "-" : "").append(scaled / 10_000).append('.');
    String fraction = Long.toString(10_000 + scaled % 10_000);
    line.append(fraction, 1, fraction.length());
  }

  /** Returns the code of a value, rounded to the nearest (the vendor's client truncates). */
  public static int code(double value, double fullScale) {
    return (int) Math.rint(value / fullScale * MAX_CODE);
  }

  /** Returns the value of a code. */
  public static double value(int code, double fullScale) {
    return code * fullScale / MAX_CODE;
  }

  /**
   * Returns a binary instruction that sets codes from a channel on.
   *
   * @param codes 0..65535; one code makes the short form
   */
  public static byte[] setBinary(Quantity quantity, int firstChannel, int[] codes) {
    boolean vector = codes.length > 1;
    byte[] frame = new byte[(vector ? 7 : 5) + 2 * codes.length];
    frame[0] = header(vector ? 0x02 : 0x00);
    frame[1] = (byte) quantity.command();
    frame[3] = (byte) (firstChannel >> 8);
    frame[4] = (byte) firstChannel;
    int next = 5;
    if (vector) {
      frame[next++] = (byte) (codes.length >> 8);
      frame[next++] = (byte) codes.length;
    }
    for (int code : codes) {
      if (code < 0 || code > MAX_CODE) {
        throw new IllegalArgumentException("code " + code + " is outside 0.." + MAX_CODE);
      }
      frame[next++] = (byte) (code >> 8);
      frame[next++] = (byte) code;
    }
    return frame;
  }

  /** Returns a binary instruction that asks for all channels. */
  public static byte[] getAllBinary(Quantity quantity) {
    return new byte[] {header(0x28), (byte) quantity.command(), 0, 0, 0, 0, 0};
  }

  /** Returns a header byte with bit 7 set and even parity. */
  private static byte header(int flags) {
    int header = 0x80 | flags;
    return (byte) (header | (Integer.bitCount(header) & 1));
  }

  /** Parses {@code +8.2702 V}, sign included; empty if it is something else. */
  public static OptionalDouble parseValue(Quantity quantity, String line) {
    Matcher parts = VALUE.matcher(line);
    return parts.matches() && parts.group(2).equals(quantity.unit())
        ? OptionalDouble.of(Double.parseDouble(parts.group(1)))
        : OptionalDouble.empty();
  }
}
