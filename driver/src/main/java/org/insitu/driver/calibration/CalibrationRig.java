package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.PhaseCurve;

/**
 * The bench during a calibration, and what is known of its heaters so far. A calibrated θ rests in
 * bar, everything else idles.
 */
final class CalibrationRig {
  private final Bench bench;
  private final ChipLayout layout;
  private final CalibrationListener listener;
  private final int[] channels;
  private final Map<Integer, HeaterCalibration> done = new TreeMap<>();
  private Optional<double[][]> crosstalk = Optional.empty();
  private DriveSolver solver;
  private double[] wantedRad;

  CalibrationRig(Bench bench, CalibrationListener listener) {
    this.bench = bench;
    this.listener = listener;
    layout = bench.layout();
    channels = layout.channels();
    wantedRad = new double[channels.length];
    solver =
        new DriveSolver(
            Collections.nCopies(channels.length, Optional.empty()),
            new double[channels.length][channels.length]);
  }

  ChipLayout layout() {
    return layout;
  }

  /** Returns the heaters known so far, by position in the layout. */
  Map<Integer, HeaterCalibration> done() {
    return done;
  }

  boolean usable(int heater) {
    HeaterCalibration calibration = done.get(heater);
    return calibration != null && calibration.state().usable();
  }

  /**
   * Takes a result. A heater that was good before and failed now keeps what it had: another sweep
   * of a heater that works only makes it better.
   */
  void finish(int heater, HeaterCalibration calibration) {
    if (!usable(heater) || calibration.state().usable()) {
      done.put(heater, calibration);
    }
    listener.heaterDone(done.get(heater));
  }

  /** From now on holds the phases of all calibrated heaters against each other's heat. */
  void hold(double[][] measured) {
    crosstalk = Optional.of(measured);
  }

  /** Returns whether heaters are held against each other's heat. */
  boolean holds() {
    return crosstalk.isPresent();
  }

  /**
   * Sets calibrated θ heaters to phases, or to bar where none is asked. Everything else idles;
   * where phases are held, calibrated φ heaters are at 0 instead.
   *
   * @return the voltages of all heaters [V]
   */
  double[] write(Map<Integer, Double> thetaRad) throws DeviceException {
    wantedRad = new double[channels.length];
    List<Optional<PhaseCurve>> curves = new ArrayList<>();
    for (int i = 0; i < channels.length; i++) {
      boolean theta = layout.heaters().get(i).kind() == HeaterKind.THETA;
      boolean set = usable(i) && (theta || holds());
      curves.add(set ? Optional.of(done.get(i).curve()) : Optional.empty());
      wantedRad[i] = theta ? thetaRad.getOrDefault(i, Math.PI) : 0;
    }
    double[][] known = crosstalk.orElseGet(() -> new double[channels.length][channels.length]);
    solver = new DriveSolver(curves, known);
    double[] voltageV = voltages(solver.drive(wantedRad));
    bench.setVoltages(channels, voltageV);
    bench.settle(layout.limits().settling());
    return voltageV;
  }

  private double[] voltages(double[] drive) {
    double[] voltageV = new double[channels.length];
    for (int i = 0; i < channels.length; i++) {
      voltageV[i] =
          solver.canSet(i) ? solver.voltageV(i, drive[i]) : layout.limits().idleVoltageV();
    }
    return voltageV;
  }

  /**
   * A split behind an MZI.
   *
   * @param ratio power at the upper output over both
   * @param lit power at both outputs over that of the whole column
   * @param heatRad phase that the heater that was set gets from the others, where phases are held
   *     [rad]
   */
  record Split(double ratio, double lit, double heatRad) {}

  /** Sets one heater, holds the others where phases are held, waits, and reads the split. */
  Split split(int heater, double voltageV, int watched, int frames) throws DeviceException {
    Heater mzi = layout.heaters().get(watched);
    int top = mzi.mziTopRow();
    int[] set = {channels[heater]};
    double[] setV = {voltageV};
    double heat = 0;
    if (holds()) {
      double[] drive = solver.drive(wantedRad, heater, solver.driveRad(heater, voltageV));
      heat = solver.heatRad(heater, drive);
      set = channels;
      setV = voltages(drive);
      setV[heater] = voltageV;
    }
    double[] power =
        bench.setSettleRead(
                set, setV, layout.limits().settling(), new int[] {mzi.column() + 1}, frames)
            .powerW()[0];
    double both = power[top] + power[top + 1];
    double total = Arrays.stream(power).sum();
    return new Split(both > 0 ? power[top] / both : 0.5, total > 0 ? both / total : 0, heat);
  }

  /** The highest voltage that respects both the voltage and the power limit of one heater. */
  double topVoltageV() {
    double byPower =
        Math.sqrt(layout.limits().maxHeaterPowerW() * layout.limits().heaterResistanceOhm());
    return Math.min(layout.limits().maxVoltageV(), byPower);
  }
}
