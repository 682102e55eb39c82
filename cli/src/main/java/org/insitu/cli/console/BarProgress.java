package org.insitu.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A bar that is drawn over itself, at most ten times a second. */
final class BarProgress implements Progress {
  private static final long SPACING_NANOS = Duration.ofMillis(100).toNanos();
  private static final int BAR = 24;

  /** The usual terminal is 80 columns wide; writing into the last one would wrap. */
  private static final int WIDTH = 79;

  private final PrintWriter err;
  private final LongSupplier clockNanos;
  private String title = "";
  private long total = 1;
  private long startNanos;
  private long shownNanos;

  BarProgress(PrintWriter err, LongSupplier clockNanos) {
    this.err = err;
    this.clockNanos = clockNanos;
  }

  @Override
  public void begin(String newTitle, long newTotal) {
    title = newTitle;
    total = Math.max(1, newTotal);
    startNanos = clockNanos.getAsLong();
    draw(0, "", startNanos);
  }

  @Override
  public void update(long done, String detail) {
    long now = clockNanos.getAsLong();
    if (done < total && now - shownNanos < SPACING_NANOS) {
      return;
    }
    draw(done, detail, now);
  }

  @Override
  public void end(String summary) {
    err.print("\r" + " ".repeat(WIDTH) + "\r");
    err.println(summary);
    err.flush();
  }

  private void draw(long done, String detail, long now) {
    shownNanos = now;
    int filled = (int) Math.min(BAR, done * BAR / total);
    String line =
        "%s [%s%s] %d/%d  %s%s"
            .formatted(
                title,
                "=".repeat(filled),
                " ".repeat(BAR - filled),
                done,
                total,
                detail.isEmpty() ? "" : detail + "  ",
                TimeLeft.text(now - startNanos, done, total));
    String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
    err.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
    err.flush();
  }
}
