package org.insitu.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter shown = new StringWriter();
  private final PrintWriter err = new PrintWriter(shown, true);
  private final AtomicLong clockNanos = new AtomicLong();

  private void pass(Duration time) {
    clockNanos.addAndGet(time.toNanos());
  }

  @Test
  void plainLinesTellTenthsAndTheTimeLeft() {
    Progress progress = new LineProgress(err, clockNanos::get);
    progress.begin("training", 100);
    for (int i = 1; i <= 100; i++) {
      pass(Duration.ofMillis(500));
      progress.update(i, "loss 0.5");
    }
    progress.end("trained");
    assertEquals(11, shown.toString().lines().count(), shown.toString());
    assertTrue(shown.toString().contains("training 50/100  loss 0.5  25 s left"), shown.toString());
  }

  @Test
  void plainLinesOfAFastRunAreTwo() {
    Progress progress = new LineProgress(err, clockNanos::get);
    progress.begin("training", 100);
    for (int i = 1; i <= 100; i++) {
      pass(Duration.ofMillis(1));
      progress.update(i, "");
    }
    progress.end("trained");
    assertEquals(2, shown.toString().lines().count(), shown.toString());
  }

  @Test
  void theBarFitsATerminalAndIsWipedAtTheEnd() {
    Progress progress = new BarProgress(err, clockNanos::get);
    progress.begin("training", 1000);
    for (int i = 1; i <= 1000; i++) {
      pass(Duration.ofMillis(100));
      progress.update(i, "loss 0.512  accuracy 0.931 and much more than fits into the line");
    }
    progress.end("trained");
    String[] frames = shown.toString().split("\r", -1);
    assertTrue(frames.length > 500, "frames " + frames.length);
    for (int i = 1; i < frames.length - 1; i++) {
      assertEquals(79, frames[i].length(), frames[i]);
    }
    assertEquals("trained", frames[frames.length - 1].strip());
  }

  @Test
  void theBarIsNotDrawnMoreThanTenTimesASecond() {
    Progress progress = new BarProgress(err, clockNanos::get);
    progress.begin("training", 1_000_000);
    for (int i = 1; i <= 1000; i++) {
      pass(Duration.ofMillis(1));
      progress.update(i, "");
    }
    assertTrue(shown.toString().split("\r", -1).length <= 12, shown.toString());
  }

  @Test
  void durationsReadLikeSpeech() {
    assertEquals("45 s", TimeLeft.text(Duration.ofMillis(45_200)));
    assertEquals("3 min 20 s", TimeLeft.text(Duration.ofSeconds(200)));
    assertEquals("2 h 5 min", TimeLeft.text(Duration.ofMinutes(125)));
  }
}
