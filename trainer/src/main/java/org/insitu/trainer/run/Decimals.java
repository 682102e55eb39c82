package org.insitu.trainer.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers for records, the same text on every JDK. */
public final class Decimals {
  private Decimals() {}

  /**
   * Writes with so many significant digits, trailing zeros dropped.
   *
   * @param value any; what is not finite becomes an empty text
   */
  public static String significant(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "";
    }
    if (value == 0) {
      return "0";
    }
    // From the binary value itself: Double.toString differs among JDKs.
    return new BigDecimal(value)
        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
        .stripTrailingZeros()
        .toString();
  }

  /** Rounds to so many significant digits. */
  public static double rounded(double value, int digits) {
    return Double.parseDouble(significant(value, digits));
  }
}
