package org.insitu.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationListener;
import org.insitu.driver.calibration.CalibrationSettings;
import org.insitu.driver.calibration.Calibrator;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.calibration.HeaterState;
import org.insitu.driver.calibration.SplitFit;
import org.insitu.driver.calibration.Sweep;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.bench.VirtualBenches;
import org.junit.jupiter.api.Test;

final class HeaterCurvesTest {
  /** The sweeps of a perfect chip have no noise; what is left is the grid and the fit. */
  private static final double CLOSE = 0.02;

  @Test
  void theFitLiesOnTheSweepOfEveryHeaterWhateverElseItSaw() throws DeviceException {
    CalibrationSettings quick = new CalibrationSettings(60, 1, 0.01, 0.03, 0.3, 2, 1e-3, 0, 0, 1);
    Calibration calibration;
    try (Bench bench = VirtualBenches.open("sim:ideal", 1)) {
      calibration = new Calibrator(bench, quick, CalibrationListener.NONE).run();
    }
    for (HeaterCalibration heater : calibration.heaters()) {
      SplitFit fit = heater.fit().orElseThrow();
      Sweep sweep = heater.sweeps().get(heater.sweeps().size() - 1);
      double shift = HeaterCurves.shiftRad(fit, sweep);
      for (int i = 0; i < sweep.voltageV().length; i++) {
        double phase = fit.curve().phaseRad(sweep.voltageV()[i]) + shift;
        double drawn = fit.floor() + fit.visibility() * (1 - Math.cos(phase)) / 2;
        assertEquals(sweep.splitRatio()[i], drawn, CLOSE, heater.heater().name());
      }
    }
  }

  @Test
  void aHeaterThatFailedHasNoFitToDraw() throws DeviceException {
    try (Bench bench = VirtualBenches.open("sim:ideal", 1)) {
      HeaterCalibration failed =
          new HeaterCalibration(
              bench.layout().heaters().get(0),
              HeaterState.FAILED,
              Optional.empty(),
              0,
              java.util.List.of(new Sweep(new double[] {1, 2}, new double[] {0.5, 0.5})),
              "dead");
      HeaterCurves curves = HeaterCurves.of(failed);
      assertEquals(2, curves.measured().size());
      assertTrue(curves.fitted().size() == 0 && curves.phase().size() == 0);
    }
  }
}
