package org.insitu.cli.console;

import java.time.Duration;

/** Durations as a person reads them. */
public final class TimeLeft {
  private TimeLeft() {}

  /**
   * Returns such as {@code 12 s left}, in proportion to what is done; nothing at the very start.
   */
  static String text(long elapsedNanos, long done, long total) {
    if (done <= 0 || done >= total) {
      return "";
    }
    double left = (double) elapsedNanos / done * (total - done);
    return text(Duration.ofNanos((long) left)) + " left";
  }

  /** Returns such as {@code 45 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String text(Duration time) {
    long seconds = Math.max(0, Math.round(time.toNanos() * 1e-9));
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
