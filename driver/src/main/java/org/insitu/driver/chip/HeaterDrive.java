package org.insitu.driver.chip;

import java.time.Duration;
import java.util.Arrays;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.DriveSolver;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;

/**
 * Turns phases of all heaters into voltages, crosstalk taken off, writes those that changed, waits
 * and reads. A heater without calibration stays at its idle voltage whatever is asked.
 */
final class HeaterDrive {
  private final Bench bench;
  private final DriveSolver solver;
  private final int[] channels;
  private final Duration settling;
  private final double idleVoltageV;
  private final double[] writtenRad;
  private final double[] driftRad;

  HeaterDrive(Bench bench, Calibration calibration) {
    ChipLayout layout = bench.layout();
    this.bench = bench;
    solver = calibration.solver();
    channels = layout.channels();
    settling = layout.limits().settling();
    idleVoltageV = layout.limits().idleVoltageV();
    writtenRad = new double[channels.length];
    driftRad = new double[channels.length];
    Arrays.fill(writtenRad, Double.NaN); // nothing is known to be written
  }

  /**
   * Takes note that phases are higher than thought, beyond what was noted before.
   *
   * @param moreRad additional phase of every heater [rad]; Not modified
   */
  void drifted(double[] moreRad) {
    for (int i = 0; i < driftRad.length; i++) {
      driftRad[i] += moreRad[i];
    }
  }

  /** Returns what was noted so far [rad]. */
  double[] driftRad() {
    return driftRad.clone();
  }

  /** Returns whether a heater follows what is written. */
  boolean canSet(int heater) {
    return solver.canSet(heater);
  }

  /** Writes what changed and waits. */
  void write(double[] phaseRad) throws DeviceException {
    Change change = change(phaseRad);
    if (change.channels.length > 0) {
      bench.setVoltages(change.channels, change.voltageV);
      bench.settle(settling);
      remember(change);
    }
  }

  /** Writes what changed, waits and reads. */
  TapFrame writeAndRead(double[] phaseRad, int[] columns, int frames) throws DeviceException {
    Change change = change(phaseRad);
    if (change.channels.length == 0) {
      return bench.readTaps(columns, frames);
    }
    TapFrame frame =
        bench.setSettleRead(change.channels, change.voltageV, settling, columns, frames);
    remember(change);
    return frame;
  }

  private record Change(int[] heaters, int[] channels, double[] voltageV, double[] driveRad) {}

  private Change change(double[] phaseRad) {
    double[] wanted = new double[phaseRad.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = phaseRad[i] - driftRad[i];
    }
    double[] drive = solver.drive(wanted);
    int[] heaters = new int[channels.length];
    double[] voltageV = new double[channels.length];
    int count = 0;
    for (int i = 0; i < channels.length; i++) {
      // Also true before the first write, for NaN.
      if (!(Math.abs(drive[i] - writtenRad[i]) <= DriveSolver.SAME_RAD)) {
        heaters[count] = i;
        voltageV[count++] = solver.canSet(i) ? solver.voltageV(i, drive[i]) : idleVoltageV;
      }
    }
    int[] changedHeaters = Arrays.copyOf(heaters, count);
    int[] changedChannels = new int[count];
    for (int i = 0; i < count; i++) {
      changedChannels[i] = channels[changedHeaters[i]];
    }
    return new Change(changedHeaters, changedChannels, Arrays.copyOf(voltageV, count), drive);
  }

  private void remember(Change change) {
    for (int i = 0; i < change.heaters.length; i++) {
      writtenRad[change.heaters[i]] = change.driveRad[change.heaters[i]];
    }
  }
}
