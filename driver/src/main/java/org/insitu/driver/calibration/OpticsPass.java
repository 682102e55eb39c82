package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/**
 * Measures what sweeps of single heaters cannot tell apart: the splitting errors of the couplers,
 * the responsivities of the taps, and what both did to the curves of the heaters.
 *
 * <p>The heaters go to random phases, light comes from the left and then from the right, and all
 * taps are read. One {@link TwinFitter} explains all readings at once.
 */
final class OpticsPass {
  /** The phases are part of the procedure, not of the chip: any seed does. */
  private static final long SEED = 4_1;

  /** Shares are predicted no worse than this if the model holds; sweeps alone leave about 0.01. */
  private static final double WORST_RESIDUAL = 0.05;

  private final Bench bench;
  private final CalibrationListener listener;

  OpticsPass(Bench bench, CalibrationListener listener) {
    this.bench = bench;
    this.listener = listener;
  }

  /**
   * Measures, and moves the curves of the heaters to what explains the readings best.
   *
   * @param calibration the calibration so far
   * @param readings how many random settings for each direction
   * @param frames tap frames averaged per reading
   * @return the better calibration; the same, its optics unknown, if the model explains nothing
   */
  Calibration run(Calibration calibration, int readings, int frames) throws DeviceException {
    if (!calibration.usable()) {
      return calibration;
    }
    ChipLayout layout = bench.layout();
    List<TwinReading> data = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (Direction direction : Direction.values()) {
      bench.setDirection(direction);
      for (int i = 0; i < readings; i++) {
        listener.optics(data.size() + 1, readings * Direction.values().length);
        data.add(read(calibration, direction, frames, random));
      }
    }
    bench.setDirection(Direction.FORWARD);
    TwinFitter.Twin twin = new TwinFitter(layout, data).fit();
    if (twin.optics().residual() > WORST_RESIDUAL) {
      return calibration;
    }
    List<HeaterCalibration> heaters = new ArrayList<>();
    for (int i = 0; i < calibration.heaters().size(); i++) {
      heaters.add(
          calibration.heaters().get(i).moved(twin.offsetRad()[i], 1 + twin.slopeError()[i]));
    }
    return calibration.with(heaters, twin.optics());
  }

  private TwinReading read(
      Calibration calibration, Direction direction, int frames, SplittableRandom random)
      throws DeviceException {
    ChipLayout layout = bench.layout();
    DriveSolver solver = calibration.solver();
    int count = layout.heaters().size();
    double[] phase = new double[count];
    for (int i = 0; i < count; i++) {
      double wanted = random.nextDouble(2 * Math.PI);
      phase[i] = solver.canSet(i) ? wanted : calibration.heaters().get(i).idlePhaseRad();
    }
    double[] drive = solver.drive(phase);
    double[] voltage = new double[count];
    for (int i = 0; i < count; i++) {
      voltage[i] = solver.canSet(i) ? solver.voltageV(i, drive[i]) : layout.limits().idleVoltageV();
    }
    int[] columns = IntStream.range(0, layout.columns()).toArray();
    double[][] power =
        bench
            .setSettleRead(layout.channels(), voltage, layout.limits().settling(), columns, frames)
            .powerW();
    return new TwinReading(direction, phase, drive, power);
  }
}
