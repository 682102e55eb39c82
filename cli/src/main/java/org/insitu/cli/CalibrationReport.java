package org.insitu.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.ChipOptics;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.chip.PhaseCurve;

/**
 * What {@code insitu calibrate} tells.
 *
 * @param chip name of the bench
 * @param chipId identity of the chip
 * @param layout layout of the chip
 * @param file where the calibration was written
 * @param heaters one row per heater
 * @param couplerErrorRad root mean square of the couplers' splitting errors [rad]; null if they
 *     were not looked for
 * @param tapSpread relative root mean square of the taps' responsivities about the mean of their
 *     column; null if not looked for
 * @param calibrated number of heaters that can be used
 * @param chipSeconds time on the chip [s]
 * @param wallSeconds time in the room [s]
 */
record CalibrationReport(
    String chip,
    String chipId,
    String layout,
    String file,
    List<Row> heaters,
    Double couplerErrorRad,
    Double tapSpread,
    long calibrated,
    double chipSeconds,
    double wallSeconds) {
  /**
   * One heater; what a failed one does not have is null.
   *
   * @param name name, such as {@code theta(5,0)}
   * @param role part of the chip it belongs to
   * @param channel voltage channel
   * @param state good, fair, failed or unreachable
   * @param fitErrorRad one standard deviation of the fitted phase [rad]
   * @param piV voltage of phase π [V]
   * @param twoPiV voltage of phase 2π, above that of π [V]; null if it lies beyond the range
   * @param minV lowest voltage the curve was verified at [V]
   * @param maxV highest voltage the curve was verified at [V]
   * @param consequence for a heater that failed: why, and what follows; else empty
   */
  record Row(
      String name,
      String role,
      int channel,
      String state,
      Double fitErrorRad,
      Double piV,
      Double twoPiV,
      Double minV,
      Double maxV,
      String consequence) {
    static Row of(HeaterCalibration heater) {
      String name = heater.heater().name();
      String role = heater.heater().role().name().toLowerCase(Locale.ROOT);
      String state = heater.state().name().toLowerCase(Locale.ROOT);
      int channel = heater.heater().channel();
      if (heater.fit().isEmpty()) {
        return new Row(
            name, role, channel, state, null, null, null, null, null, consequence(heater));
      }
      return new Row(
          name,
          role,
          channel,
          state,
          heater.fit().get().phaseErrorRad(),
          heater.curve().voltageV(Math.PI),
          twoPiV(heater.curve()),
          heater.curve().minVoltageV(),
          heater.curve().maxVoltageV(),
          "");
    }

    /**
     * Returns the lowest voltage above that of π that gives 2π, or null if it lies beyond the
     * range.
     */
    private static Double twoPiV(PhaseCurve curve) {
      double piV = curve.voltageV(Math.PI);
      double topV = curve.maxVoltageV();
      if (curve.phaseRad(topV) < curve.phaseRad(piV) + Math.PI) {
        return null;
      }
      return new PhaseCurve(curve.c0(), curve.c1(), curve.c2(), curve.c3(), piV, topV)
          .voltageV(2 * Math.PI);
    }

    private static String consequence(HeaterCalibration heater) {
      boolean spare =
          heater.heater().role() == HeaterRole.MESH && heater.heater().kind() == HeaterKind.PHI;
      return heater.reason()
          + (spare
              ? "; it stays at its idle voltage and is not trained"
              : "; the chip cannot be programmed without it, check its wiring and its taps");
    }
  }

  static CalibrationReport of(
      String chip, String file, Calibration calibration, double wallSeconds) {
    return new CalibrationReport(
        chip,
        calibration.chipId(),
        calibration.layoutName(),
        file,
        calibration.heaters().stream().map(Row::of).toList(),
        calibration.optics().measured() ? couplerErrorRad(calibration.optics()) : null,
        calibration.optics().measured() ? tapSpread(calibration.optics()) : null,
        calibration.heaters().size() - calibration.failed().size(),
        calibration.chipSeconds(),
        wallSeconds);
  }

  private static double couplerErrorRad(ChipOptics optics) {
    double[] errors = optics.couplerErrorRad();
    return Math.sqrt(Arrays.stream(errors).map(error -> error * error).average().orElse(0));
  }

  private static double tapSpread(ChipOptics optics) {
    double squares = 0;
    int taps = 0;
    for (double[] column : optics.tapGain()) {
      double mean = Arrays.stream(column).average().orElseThrow();
      for (double gain : column) {
        squares += (gain / mean - 1) * (gain / mean - 1);
        taps++;
      }
    }
    return Math.sqrt(squares / taps);
  }

  /** Prints the table for a person. */
  void print(PrintWriter out) {
    out.printf(
        "%-12s %-10s %7s  %-11s %9s %7s %7s  %s%n",
        "heater", "role", "channel", "state", "fit error", "V(pi)", "V(2pi)", "valid range");
    for (Row row : heaters) {
      out.printf("%-12s %-10s %7d  %-11s ", row.name, row.role, row.channel, row.state);
      if (row.fitErrorRad == null) {
        out.println(row.consequence);
      } else {
        out.printf(
            Locale.ROOT,
            "%4.1f mrad %5.3f V %7s  %.2f..%.2f V%n",
            1e3 * row.fitErrorRad,
            row.piV,
            row.twoPiV == null ? "-" : "%.3f V".formatted(row.twoPiV),
            row.minV,
            row.maxV);
      }
    }
    if (couplerErrorRad != null) {
      out.printf(
          Locale.ROOT,
          "couplers split with an error of %.3f rad rms; taps differ by %.1f %% rms within a"
              + " column%n",
          couplerErrorRad,
          100 * tapSpread);
    }
    out.printf(
        Locale.ROOT,
        "%d of %d heaters of %s calibrated, %.0f s on the chip, %.1f s here; written to %s%n",
        calibrated,
        heaters.size(),
        chip,
        chipSeconds,
        wallSeconds,
        file);
    out.flush();
  }
}
