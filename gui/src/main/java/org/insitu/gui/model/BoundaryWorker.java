package org.insitu.gui.model;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.insitu.trainer.network.PhotonicNetwork;

/** Computes boundaries on a thread of its own, one at a time; what comes meanwhile is skipped. */
public final class BoundaryWorker implements AutoCloseable {
  private final ExecutorService worker = Workers.named("insitu-boundary");
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile Optional<BoundaryMap> latest = Optional.empty();

  /**
   * Asks for a map.
   *
   * @param parameters phases [rad]; Not modified, must not change
   * @return whether it was taken; if not, ask again
   */
  public boolean ask(PhotonicNetwork network, double[] parameters, double extent) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    worker.execute(
        () -> {
          try {
            latest = Optional.of(BoundaryMap.of(network, parameters, extent));
          } finally {
            busy.set(false);
          }
        });
    return true;
  }

  /** Returns the last map. */
  public Optional<BoundaryMap> latest() {
    return latest;
  }

  @Override
  public void close() {
    worker.shutdown();
  }
}
