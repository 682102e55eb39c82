package org.insitu.cli.console;

import java.math.BigDecimal;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of the command line with their ranges; each complaint says what would be right. */
public final class Numbers {
  private Numbers() {}

  /** Returns such as {@code 1 layer} or {@code 2 layers}. */
  public static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns such as {@code 76 MB} or {@code 1.3 GB}. */
  public static String memory(double bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /** A whole number of at least 1. */
  public static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 1);
    }
  }

  /** A number of threads: far more than any processor has helps nobody and may not be given. */
  public static final class Threads implements ITypeConverter<Integer> {
    private static final int MOST = 256;

    @Override
    public Integer convert(String text) {
      int threads = whole(text, 1);
      if (threads > MOST) {
        throw new TypeConversionException("must be at most " + MOST + ", found '" + text + "'");
      }
      return threads;
    }
  }

  /** A whole number of at least 0. */
  public static final class CountOrZero implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 0);
    }
  }

  /** Any whole number. */
  public static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("must be a whole number, found '" + text + "'");
      }
    }
  }

  /** A number above 0. */
  public static final class Positive implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value;
      try {
        // Not Double.valueOf, which takes NaN, 0x1p3 and 1d.
        value = new BigDecimal(text).doubleValue();
      } catch (NumberFormatException e) {
        throw positive(text);
      }
      if (!(value > 0) || Double.isInfinite(value)) {
        throw positive(text);
      }
      return value;
    }

    private static TypeConversionException positive(String text) {
      return new TypeConversionException("must be a number above 0, found '" + text + "'");
    }
  }

  private static int whole(String text, int least) {
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw whole(text, least, e);
    }
    if (value < least) {
      throw whole(text, least, null);
    }
    return value;
  }

  private static TypeConversionException whole(String text, int least, Throwable cause) {
    TypeConversionException mistake =
        new TypeConversionException(
            "must be a whole number of at least " + least + ", found '" + text + "'");
    if (cause != null) {
      mistake.initCause(cause);
    }
    return mistake;
  }
}
