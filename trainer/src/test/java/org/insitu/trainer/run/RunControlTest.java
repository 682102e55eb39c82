package org.insitu.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunControlTest {
  private final AtomicLong now = new AtomicLong();
  private final RunControl control = new RunControl(now::get);

  /** Lets a run come to its pause, spends a time there and goes on in some way. */
  private void pauseFor(Duration time, Runnable goOn) throws InterruptedException {
    control.pause();
    Thread run = new Thread(control::pass);
    run.start();
    while (run.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    now.addAndGet(time.toNanos());
    goOn.run();
    run.join();
  }

  @Test
  void tellsHowLongTheRunWaited() throws InterruptedException {
    control.pass();
    now.addAndGet(1_000_000_000L);
    assertEquals(Duration.ZERO, control.waited());
    pauseFor(Duration.ofSeconds(5), control::resume);
    assertEquals(Duration.ofSeconds(5), control.waited());
    pauseFor(Duration.ofSeconds(2), control::step);
    assertEquals(Duration.ofSeconds(7), control.waited());
    control.iterationDone();
    assertEquals(RunControl.State.PAUSED, control.state());
  }

  @Test
  void aStoppedRunCannotBeResumed() {
    control.stop();
    control.resume();
    assertEquals(RunControl.State.STOPPED, control.state());
    assertThrows(CancellationException.class, control::pass);
  }
}
