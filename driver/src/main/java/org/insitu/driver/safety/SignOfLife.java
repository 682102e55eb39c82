package org.insitu.driver.safety;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.BoardInstrument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the watchdogs of boards content while the program computes. */
final class SignOfLife implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignOfLife.class);

  private final ScheduledExecutorService timer;

  SignOfLife(List<BoardInstrument> boards) {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sign of life");
              thread.setDaemon(true);
              return thread;
            });
    for (BoardInstrument board : boards) {
      if (!board.watchdog().isZero()) {
        long period = Math.max(1, board.watchdog().toMillis() / 4);
        var unused =
            timer.scheduleWithFixedDelay(
                () -> keepAlive(board), period, period, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static void keepAlive(BoardInstrument board) {
    try {
      board.keepAlive();
    } catch (DeviceException e) {
      // The chip thread meets the same failure with its next request, and reports it.
      LOG.debug("no sign of life to {}: {}", board.linkName(), e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
