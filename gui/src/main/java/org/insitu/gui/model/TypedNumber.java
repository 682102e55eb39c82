package org.insitu.gui.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** A number as a user types it. Java would also take {@code 4d}, {@code 0x1p3} and {@code NaN}. */
public final class TypedNumber {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  private TypedNumber() {}

  /**
   * Returns the number that a text is.
   *
   * @param text decimal, with or without an exponent; spaces around it do not matter
   * @return the finite number; empty if the text is none
   */
  public static Optional<Double> parse(String text) {
    String typed = text.strip();
    if (!DECIMAL.matcher(typed).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(typed);
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }
}
