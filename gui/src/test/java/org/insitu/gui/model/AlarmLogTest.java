package org.insitu.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlarmLogTest {
  private final AlarmLog log = new AlarmLog(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  @Test
  void losesNothingThatManyThreadsAddAtOnce() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int own = thread;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  log.add(Alarm.Severity.WARNING, own + ":" + i);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    List<Alarm> all = log.after(0);
    assertEquals(4000, all.size());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(i + 1, all.get(i).number());
    }
  }

  @Test
  void tellsOnlyWhatIsNew() {
    log.add(Alarm.Severity.INFO, "first");
    log.add(Alarm.Severity.DANGER, "second");
    assertEquals("second", log.after(1).get(0).text());
    assertTrue(log.after(2).isEmpty());
  }
}
