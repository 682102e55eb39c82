package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;

/**
 * Sweeps single heaters and fits what the light did, with a gate for the quality of the fit and
 * bounded retries.
 */
final class HeaterSweeps {
  /** Below this peak-to-peak the split does not follow the heater at all. */
  private static final double DEAD_SWING = 0.1;

  /** An MZI that carries less than this of its column's light is in the dark. */
  private static final double MIN_LIT = 0.1;

  /** A residual above this is a curve of another shape, however small its formal error. */
  private static final double WORST_RESIDUAL = 0.05;

  private static final int STARTS_PER_SWEEP = 3;
  private static final double TWO_PI = 2 * Math.PI;

  private final CalibrationRig rig;
  private final ChipLayout layout;
  private final CalibrationSettings settings;
  private final CalibrationListener listener;
  private final List<Observation> observations = new ArrayList<>();
  private int number;
  private int total;

  HeaterSweeps(CalibrationRig rig, CalibrationSettings settings, CalibrationListener listener) {
    this.rig = rig;
    layout = rig.layout();
    this.settings = settings;
    this.listener = listener;
  }

  /** Sweeps are counted from here, for the listener. */
  void expect(int sweeps) {
    number = 0;
    total = sweeps;
  }

  /** Returns how heaters were watched, one entry per good sweep since {@link #forget}. */
  List<Observation> observations() {
    return observations;
  }

  /** Forgets the observations. */
  void forget() {
    observations.clear();
  }

  /**
   * Sweeps a heater.
   *
   * @param phases phases of the θ heaters that lead the light [rad]; the others are in bar
   * @param watched the θ whose split is watched
   * @param cell the loop the heater is watched through, if it is a φ
   * @param bias what the split's phase is beyond that of the loop [rad]
   */
  HeaterCalibration sweep(
      int heater, Map<Integer, Double> phases, int watched, Optional<Cell> cell, double bias)
      throws DeviceException {
    number++;
    listener.sweepStarted(layout.heaters().get(heater), number, total);
    List<Sweep> sweeps = new ArrayList<>();
    String reason = "";
    int points = settings.sweepPoints();
    for (int attempt = 0; attempt < settings.maxSweeps(); attempt++) {
      Measured measured = measure(heater, phases, watched, points);
      sweeps.add(measured.sweep);
      if (measured.lit < MIN_LIT) {
        reason = "only %.1f %% of the light reaches its MZI".formatted(100 * measured.lit);
        continue;
      }
      double swing = measured.swing();
      if (swing < DEAD_SWING) {
        reason =
            "the split does not follow its voltage (it moves by %.3f over the sweep)"
                .formatted(swing);
        break; // more points do not wake a dead heater
      }
      Optional<SplitFit> best = bestFit(measured.sweep, measured.heatRad);
      if (best.isEmpty()) {
        reason = "no fit converged to a rising phase";
      } else {
        Optional<String> fault = fault(best.get());
        if (fault.isEmpty()) {
          HeaterState state =
              best.get().phaseErrorRad() <= settings.goodErrorRad()
                  ? HeaterState.GOOD
                  : HeaterState.FAIR;
          observations.add(
              new Observation(heater, phases, watched, best.get(), measured.voltageV, cell, bias));
          return new HeaterCalibration(layout.heaters().get(heater), state, best, 0, sweeps, "");
        }
        reason = fault.get();
      }
      points *= 2;
    }
    return new HeaterCalibration(
        layout.heaters().get(heater), HeaterState.FAILED, Optional.empty(), 0, sweeps, reason);
  }

  /** Returns the first fit that passes the gate, else the one that leaves least over. */
  private Optional<SplitFit> bestFit(Sweep sweep, double[] heatRad) {
    SplitFitter fitter = new SplitFitter();
    Optional<SplitFit> best = Optional.empty();
    for (int start = 0; start < STARTS_PER_SWEEP; start++) {
      Optional<SplitFit> fit = fitter.fit(sweep, heatRad, start);
      if (fit.isPresent() && fault(fit.get()).isEmpty()) {
        return fit;
      }
      if (fit.isPresent() && (best.isEmpty() || fit.get().residual() < best.get().residual())) {
        best = fit;
      }
    }
    return best;
  }

  /** Returns why a fit is not good enough, or empty if it is. */
  private Optional<String> fault(SplitFit fit) {
    if (fit.phaseErrorRad() > settings.worstErrorRad()) {
      return Optional.of(
          "its fit is uncertain by %.3f rad, more than %.3f rad"
              .formatted(fit.phaseErrorRad(), settings.worstErrorRad()));
    }
    if (fit.residual() > WORST_RESIDUAL) {
      return Optional.of(
          "its sweep does not follow a sine (residual %.3f)".formatted(fit.residual()));
    }
    if (fit.visibility() < settings.minVisibility()) {
      return Optional.of("its fringe has only a visibility of %.2f".formatted(fit.visibility()));
    }
    if (fit.curve().spanRad() < TWO_PI) {
      return Optional.of(
          "its voltage range covers only %.2f rad, less than 2π".formatted(fit.curve().spanRad()));
    }
    return Optional.empty();
  }

  private record Measured(Sweep sweep, double[] heatRad, double lit, double[] voltageV) {
    double swing() {
      double[] sorted = sweep.splitRatio().clone();
      Arrays.sort(sorted);
      int edge = sorted.length / 50; // a few outliers are not a fringe
      return sorted[sorted.length - 1 - edge] - sorted[edge];
    }
  }

  private Measured measure(int heater, Map<Integer, Double> phases, int watched, int points)
      throws DeviceException {
    double low = square(layout.limits().sweepMinVoltageV());
    double high = square(rig.topVoltageV());
    double[] voltageV = new double[points];
    double[] ratio = new double[points];
    double[] heatRad = new double[points];
    double lit = 0;
    double[] restV = rig.write(phases);
    for (int i = 0; i < points; i++) {
      voltageV[i] =
          i == points - 1 ? rig.topVoltageV() : Math.sqrt(low + (high - low) * i / (points - 1));
      CalibrationRig.Split split = rig.split(heater, voltageV[i], watched, settings.frames());
      ratio[i] = split.ratio();
      heatRad[i] = split.heatRad();
      lit += split.lit() / points;
      listener.point(layout.heaters().get(heater), voltageV[i], ratio[i]);
    }
    return new Measured(new Sweep(voltageV, ratio), heatRad, lit, restV);
  }

  HeaterCalibration unreachable(int heater, String reason) {
    return new HeaterCalibration(
        layout.heaters().get(heater),
        HeaterState.UNREACHABLE,
        Optional.empty(),
        0,
        List.of(),
        reason);
  }

  private static double square(double value) {
    return value * value;
  }
}
