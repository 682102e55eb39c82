package org.insitu.gui.model;

import java.util.Optional;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.calibration.SplitFit;
import org.insitu.driver.calibration.Sweep;
import org.insitu.mesh.chip.PhaseCurve;

/**
 * The curves of a calibrated heater, to be drawn.
 *
 * @param measured split ratio against voltage [V]
 * @param fitted the fit at the voltages of a fine grid
 * @param phase phase [rad] against voltage [V]
 */
public record HeaterCurves(Series.Points measured, Series.Points fitted, Series.Points phase) {
  private static final int GRID = 300;

  /** Returns the curves of the last sweep of a heater. */
  public static HeaterCurves of(HeaterCalibration heater) {
    Optional<Sweep> sweep =
        heater.sweeps().isEmpty()
            ? Optional.empty()
            : Optional.of(heater.sweeps().get(heater.sweeps().size() - 1));
    Series.Points measured =
        sweep
            .map(s -> new Series.Points(s.voltageV(), s.splitRatio(), s.voltageV().length))
            .orElse(Series.Points.NONE);
    if (heater.fit().isEmpty()) {
      return new HeaterCurves(measured, Series.Points.NONE, Series.Points.NONE);
    }
    SplitFit fit = heater.fit().get();
    PhaseCurve curve = fit.curve();
    double shift = sweep.map(s -> shiftRad(fit, s)).orElse(0.0);
    double[] voltage = new double[GRID];
    double[] ratio = new double[GRID];
    double[] phase = new double[GRID];
    for (int i = 0; i < GRID; i++) {
      voltage[i] =
          curve.minVoltageV() + (curve.maxVoltageV() - curve.minVoltageV()) * i / (GRID - 1);
      phase[i] = curve.phaseRad(voltage[i]);
      ratio[i] = fit.floor() + fit.visibility() * (1 - Math.cos(phase[i] + shift)) / 2;
    }
    return new HeaterCurves(
        measured, new Series.Points(voltage, ratio, GRID), new Series.Points(voltage, phase, GRID));
  }

  /**
   * Returns what the sweep saw beside the heater's own phase [rad]: the other phases of its
   * interferometer, or light from the other side. The calibration has taken it out of the curve.
   */
  static double shiftRad(SplitFit fit, Sweep sweep) {
    double cc = 0;
    double ss = 0;
    double cs = 0;
    double rc = 0;
    double rs = 0;
    for (int i = 0; i < sweep.voltageV().length; i++) {
      double p = fit.curve().phaseRad(sweep.voltageV()[i]);
      double r = sweep.splitRatio()[i] - fit.floor() - fit.visibility() / 2;
      double c = Math.cos(p);
      double s = Math.sin(p);
      cc += c * c;
      ss += s * s;
      cs += c * s;
      rc += r * c;
      rs += r * s;
    }
    // r = A cos p + B sin p with A = -a/2 cos d and B = a/2 sin d.
    double a = rc * ss - rs * cs;
    double b = rs * cc - rc * cs;
    return Math.atan2(b, -a);
  }
}
