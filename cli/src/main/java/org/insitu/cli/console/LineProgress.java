package org.insitu.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Plain lines, for a log: one per tenth of the work, but not more often than every two seconds. */
final class LineProgress implements Progress {
  private static final long SPACING_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int PARTS = 10;

  private final PrintWriter err;
  private final LongSupplier clockNanos;
  private String title = "";
  private long total = 1;
  private long startNanos;
  private long shownNanos;
  private long shownPart;

  LineProgress(PrintWriter err, LongSupplier clockNanos) {
    this.err = err;
    this.clockNanos = clockNanos;
  }

  @Override
  public void begin(String newTitle, long newTotal) {
    title = newTitle;
    total = Math.max(1, newTotal);
    startNanos = clockNanos.getAsLong();
    shownNanos = startNanos;
    shownPart = 0;
    err.println(title + " ...");
    err.flush();
  }

  @Override
  public void update(long done, String detail) {
    long now = clockNanos.getAsLong();
    long part = done * PARTS / total;
    if (done >= total || part == shownPart || now - shownNanos < SPACING_NANOS) {
      return;
    }
    shownPart = part;
    shownNanos = now;
    err.println(
        title
            + " "
            + done
            + "/"
            + total
            + (detail.isEmpty() ? "" : "  " + detail)
            + "  "
            + TimeLeft.text(now - startNanos, done, total));
    err.flush();
  }

  @Override
  public void end(String summary) {
    err.println(summary);
    err.flush();
  }
}
