package org.insitu.driver.chip;

import java.time.Duration;
import java.util.Arrays;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;

/**
 * Turns phases of all heaters into voltages, writes those that changed, waits and reads.
 *
 * <p>A heater without calibration stays at its idle voltage whatever is asked.
 */
final class HeaterDrive {
  private final Bench bench;
  private final Calibration calibration;
  private final int[] channels;
  private final Duration settling;
  private final double idleVoltageV;
  private final double[] writtenV;

  HeaterDrive(Bench bench, Calibration calibration) {
    ChipLayout layout = bench.layout();
    this.bench = bench;
    this.calibration = calibration;
    channels = layout.channels();
    settling = layout.limits().settling();
    idleVoltageV = layout.limits().idleVoltageV();
    writtenV = new double[channels.length];
    Arrays.fill(writtenV, Double.NaN); // nothing is known to be written
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

  private record Change(int[] heaters, int[] channels, double[] voltageV) {}

  private Change change(double[] phaseRad) {
    int[] heaters = new int[channels.length];
    double[] voltageV = new double[channels.length];
    int count = 0;
    for (int i = 0; i < channels.length; i++) {
      double wanted = voltage(i, phaseRad[i]);
      if (wanted != writtenV[i]) { // also true for NaN
        heaters[count] = i;
        voltageV[count++] = wanted;
      }
    }
    int[] changedHeaters = Arrays.copyOf(heaters, count);
    int[] changedChannels = new int[count];
    for (int i = 0; i < count; i++) {
      changedChannels[i] = channels[changedHeaters[i]];
    }
    return new Change(changedHeaters, changedChannels, Arrays.copyOf(voltageV, count));
  }

  private double voltage(int heater, double phaseRad) {
    HeaterCalibration own = calibration.heaters().get(heater);
    return own.state().usable() ? own.curve().voltageV(phaseRad) : idleVoltageV;
  }

  private void remember(Change change) {
    for (int i = 0; i < change.heaters.length; i++) {
      writtenV[change.heaters[i]] = change.voltageV[i];
    }
  }
}
