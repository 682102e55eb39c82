package org.insitu.gui.paint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A range of values on a stretch of pixels, linear or logarithmic.
 *
 * @param low value at the beginning; positive if logarithmic
 * @param high value at the end, above {@code low}
 * @param logarithmic whether equal factors are equally long
 */
public record Axis(double low, double high, boolean logarithmic) {
  /** Returns where a value lies: 0 at the beginning, 1 at the end; may lie outside. */
  public double position(double value) {
    if (logarithmic) {
      return Math.log(Math.max(value, low * 1e-3) / low) / Math.log(high / low);
    }
    return (value - low) / (high - low);
  }

  /** Returns the value at a position. */
  public double value(double position) {
    return logarithmic ? low * Math.pow(high / low, position) : low + position * (high - low);
  }

  /** Returns round values to mark, about {@code wanted} of them. */
  public List<Double> ticks(int wanted) {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      int first = (int) Math.ceil(Math.log10(low) - 1e-9);
      int last = (int) Math.floor(Math.log10(high) + 1e-9);
      int step = Math.max(1, (int) Math.ceil((last - first + 1.0) / Math.max(1, wanted)));
      for (int power = first; power <= last; power += step) {
        ticks.add(Math.pow(10, power));
      }
      return ticks;
    }
    double step = step((high - low) / Math.max(1, wanted));
    for (double k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
      ticks.add(k * step + 0.0); // plus 0 turns -0 into 0
    }
    return ticks;
  }

  /** Returns the smallest of 1, 2, 5 times a power of ten that is not below a number. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Returns a short text of a tick. */
  public String text(double tick) {
    if (logarithmic && (tick < 0.01 || tick >= 1000)) {
      return "1e" + Math.round(Math.log10(tick));
    }
    // As few digits as tell the value; a millionth of the range is finer than any picture.
    double rounding = logarithmic ? tick * 1e-6 : (high - low) * 1e-6;
    int digits = 0;
    while (digits < 9 && Math.abs(tick - rounded(tick, digits)) > rounding) {
      digits++;
    }
    String text = String.format(Locale.ROOT, "%." + digits + "f", tick);
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
  }

  private static double rounded(double value, int digits) {
    double power = Math.pow(10, digits);
    return Math.rint(value * power) / power;
  }
}
