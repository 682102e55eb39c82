package org.insitu.cli.mnist;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of at least 0; the complaint says so. */
final class NotNegative implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    try {
      // Not Double.valueOf, which takes NaN, 0x1p3 and 1d.
      double value = new BigDecimal(text).doubleValue();
      if (value >= 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw new TypeConversionException("must be a number of at least 0, found '" + text + "'");
  }
}
