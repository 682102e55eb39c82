package org.insitu.driver.protocol;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as instruments write them: plain decimal or with an exponent, never NaN or infinite. */
public final class Numbers {
  private Numbers() {}

  /** Parses a finite decimal number; anything else is empty. */
  public static OptionalDouble parse(String text) {
    int length = text.length();
    if (length == 0 || length > 40) {
      return OptionalDouble.empty();
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean allowed = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'E';
      if (!allowed && c != 'e') {
        return OptionalDouble.empty();
      }
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * Appends a number with as many significant digits as the reader takes.
   *
   * @param digits 17 or more: exactly, so that reading it gives the same bits
   */
  public static void append(StringBuilder into, double value, int digits) {
    if (digits >= 17) {
      into.append(value);
    } else {
      into.append(String.format(Locale.ROOT, "%." + (digits - 1) + "E", value));
    }
  }
}
