package org.insitu.gui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.insitu.driver.calibration.CalibrationListener;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.mesh.chip.Heater;

/** Follows one calibration, and can end it. */
public final class CalibrationMonitor implements CalibrationListener {
  private final List<HeaterCalibration> done = new ArrayList<>();
  private volatile Snapshot snapshot =
      new Snapshot(Optional.empty(), 0, 0, List.of(), new Series());
  private volatile boolean cancelled;
  private volatile String crosstalk = "";

  /**
   * How far it is.
   *
   * @param heater heater being swept
   * @param number sweeps begun
   * @param total sweeps if none is repeated
   * @param done heaters done, in the order they were
   * @param sweep split ratio against voltage [V] of the sweep that runs
   */
  public record Snapshot(
      Optional<Heater> heater, int number, int total, List<HeaterCalibration> done, Series sweep) {}

  /** Returns how far it is. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Ends the calibration at its next point; the old one stays in use. */
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void sweepStarted(Heater heater, int number, int total) {
    snapshot = new Snapshot(Optional.of(heater), number, total, List.copyOf(done), new Series());
  }

  @Override
  public void point(Heater heater, double voltageV, double splitRatio) {
    if (cancelled) {
      throw new CancellationException("the calibration was cancelled");
    }
    Series.Points points = snapshot.sweep().points();
    if (points.size() > 0 && voltageV < points.x()[points.size() - 1]) {
      // The sweep is repeated with more points.
      Snapshot old = snapshot;
      snapshot = new Snapshot(old.heater(), old.number(), old.total(), old.done(), new Series());
    }
    snapshot.sweep().add(voltageV, splitRatio);
  }

  @Override
  public void crosstalk(int number, int total) {
    if (cancelled) {
      throw new CancellationException("the calibration was cancelled");
    }
    crosstalk = "measuring crosstalk, %d of %d".formatted(number, total);
  }

  @Override
  public void optics(int number, int total) {
    if (cancelled) {
      throw new CancellationException("the calibration was cancelled");
    }
    crosstalk = "finding couplers and taps, %d of %d".formatted(number, total);
  }

  /** Returns how far the crosstalk, then the optics, is measured, for the user; empty before. */
  public String crosstalk() {
    return crosstalk;
  }

  @Override
  public void heaterDone(HeaterCalibration calibration) {
    done.add(calibration);
    Snapshot old = snapshot;
    snapshot =
        new Snapshot(old.heater(), old.number(), old.total(), List.copyOf(done), old.sweep());
  }
}
