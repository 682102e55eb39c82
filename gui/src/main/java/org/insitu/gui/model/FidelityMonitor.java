package org.insitu.gui.model;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.insitu.driver.chip.FidelityTest;
import org.insitu.mesh.decompose.Decomposition;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;

/** Runs one fidelity test and tells how far it is. */
public final class FidelityMonitor {
  private final int unitaries;
  private volatile int done;
  private volatile boolean cancelled;
  private volatile Optional<FidelityTest.Result> result = Optional.empty();

  FidelityMonitor(int unitaries) {
    this.unitaries = unitaries;
  }

  /** Returns how many unitaries are asked for. */
  public int unitaries() {
    return unitaries;
  }

  /** Returns how many are done. */
  public int done() {
    return done;
  }

  /** Returns the result, once all are done. */
  public Optional<FidelityTest.Result> result() {
    return result;
  }

  void cancel() {
    cancelled = true;
  }

  void run(PhotonicProcessor processor, long seed) throws ProcessorException {
    SplittableRandom random = new SplittableRandom(seed);
    int ports = processor.mesh().ports();
    result =
        Optional.of(
            new FidelityTest(processor, Decomposition::phases)
                .run(
                    () -> {
                      if (cancelled) {
                        throw new CancellationException("the fidelity test was cancelled");
                      }
                      return HaarUnitary.sample(ports, random);
                    },
                    unitaries,
                    random,
                    now -> done = now));
  }
}
