package org.insitu.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.insitu.cli.console.Progress;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationFile;
import org.insitu.driver.calibration.CalibrationListener;
import org.insitu.driver.calibration.Calibrator;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.Heater;

/** Calibrates the chip of a session, heater by heater before the user's eyes. */
final class Calibrating implements CalibrationListener {
  private final ChipSession session;
  private final Progress progress;
  private final int heaters;
  private long finished;

  private Calibrating(ChipSession session, Progress progress) {
    this.session = session;
    this.progress = progress;
    heaters = session.bench().layout().heaters().size();
  }

  /**
   * Reads the calibration of a session's chip, or makes it if there is no file.
   *
   * @throws org.insitu.driver.calibration.CalibrationProblem if the file is not a calibration of
   *     this chip
   */
  static Calibration of(
      ChipSession session, Optional<Path> file, Procedure procedure, Progress progress)
      throws DeviceException {
    if (file.isPresent()) {
      Calibration calibration = CalibrationFile.read(file.get());
      calibration.requireFor(session.bench().chipId(), session.bench().layout());
      calibration.detuned(session.bench().tuning()).ifPresent(session::tell);
      return calibration;
    }
    return run(session, procedure, progress);
  }

  /** Calibrates every heater. */
  static Calibration run(ChipSession session, Procedure procedure, Progress progress)
      throws DeviceException {
    long start = System.nanoTime();
    int heaters = session.bench().layout().heaters().size();
    progress.begin("calibrating", (long) procedure.passes() * heaters);
    Calibration calibration =
        new Calibrator(session.bench(), procedure.calibration(), new Calibrating(session, progress))
            .run();
    int failed = calibration.failed().size();
    progress.end(
        "calibrated %d of %d heaters in %.1f s"
            .formatted(heaters - failed, heaters, (System.nanoTime() - start) * 1e-9));
    return calibration;
  }

  @Override
  public void sweepStarted(Heater heater, int number, int total) {
    progress.update(finished, heater.name());
  }

  @Override
  public void point(Heater heater, double voltageV, double splitRatio) {
    session.checkpoint();
  }

  @Override
  public void heaterDone(HeaterCalibration calibration) {
    finished++;
    progress.update(finished, calibration.heater().name());
  }

  @Override
  public void crosstalk(int number, int total) {
    finished++;
    progress.update(finished, "crosstalk " + number + " of " + total);
  }

  @Override
  public void optics(int number, int total) {
    session.checkpoint();
    // All readings together count as one more visit of every heater.
    long before = (number - 1L) * heaters / total;
    finished += (long) number * heaters / total - before;
    progress.update(finished, "couplers and taps " + number + " of " + total);
  }
}
