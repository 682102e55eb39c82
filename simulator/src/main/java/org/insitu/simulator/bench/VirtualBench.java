package org.insitu.simulator.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.HeaterGuard;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;
import org.insitu.simulator.chip.VirtualChip;

/** A bench with a virtual chip on it. Never fails, and takes no real time. */
public final class VirtualBench implements Bench {
  /** Highest power of the published bench's laser: 4.25 mW. */
  public static final double MAX_LASER_POWER_W = 4.25e-3;

  /**
   * Wavelength of the published chip's calibration. The virtual chip is its phases and splittings
   * at this wavelength and has no dispersion, so that its laser stays there.
   */
  public static final double WAVELENGTH_M = 1560e-9;

  private final String name;
  private final String chipId;
  private final VirtualChip chip;
  private final Object lock = new Object();
  private final HeaterGuard guard;
  private final int[] allHeaters;
  private final Duration openedAt;
  private long heaterWrites;
  private long tapReads;
  private long frames;
  private long directionSwitches;
  private boolean closed;

  /**
   * Opens a bench in the safe state.
   *
   * @param name name for the user
   * @param chipId identity of the chip, see {@link Bench#chipId}
   */
  public VirtualBench(String name, String chipId, VirtualChip chip) {
    this.name = name;
    this.chipId = chipId;
    this.chip = chip;
    guard = new HeaterGuard(chip.layout());
    allHeaters = IntStream.range(0, chip.layout().heaters().size()).toArray();
    openedAt = chip.time();
    safeState();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String chipId() {
    return chipId;
  }

  @Override
  public ChipLayout layout() {
    return chip.layout();
  }

  @Override
  public void setVoltages(int[] channels, double[] voltageV) {
    synchronized (lock) {
      requireOpen();
      int[] heaters = guard.check(channels, voltageV);
      chip.setVoltages(heaters, voltageV);
      guard.written(heaters, voltageV);
      heaterWrites += heaters.length;
    }
  }

  @Override
  public void settle(Duration time) {
    synchronized (lock) {
      requireOpen();
      chip.advance(time);
    }
  }

  @Override
  public TapFrame readTaps(int[] columns, int count) {
    synchronized (lock) {
      requireOpen();
      if (columns.length == 0) {
        throw new IllegalArgumentException("no column to read");
      }
      for (int column : columns) {
        if (column < 0 || column >= layout().columns()) {
          throw new IllegalArgumentException(
              "column %d is not on the chip, which has %d".formatted(column, layout().columns()));
        }
      }
      double[][] powerW = new double[columns.length][layout().rows()];
      chip.readTaps(columns, count, powerW);
      frames += count;
      tapReads += (long) count * columns.length * layout().rows();
      return new TapFrame(columns.clone(), powerW);
    }
  }

  @Override
  public void setDirection(Direction direction) {
    synchronized (lock) {
      requireOpen();
      if (direction != chip.direction()) {
        chip.setDirection(direction);
        directionSwitches++;
      }
    }
  }

  @Override
  public Direction direction() {
    return chip.direction();
  }

  @Override
  public void setLaserPower(double powerW) {
    synchronized (lock) {
      requireOpen();
      if (!(powerW >= 0 && powerW <= MAX_LASER_POWER_W)) {
        throw new SafetyLimitException(
            "laser power %s W is outside the limits of 0..%s W; nothing has changed"
                .formatted(powerW, MAX_LASER_POWER_W));
      }
      chip.setLaserPower(powerW);
    }
  }

  @Override
  public double maxLaserPowerW() {
    return MAX_LASER_POWER_W;
  }

  @Override
  public Optional<LaserTuning> tuning() {
    return Optional.of(LaserTuning.fixed(WAVELENGTH_M, "a virtual chip has no dispersion"));
  }

  @Override
  public BenchCounters counters() {
    synchronized (lock) {
      return new BenchCounters(
          heaterWrites, tapReads, frames, directionSwitches, chip.time().minus(openedAt));
    }
  }

  @Override
  public void safeState() {
    synchronized (lock) {
      double[] zero = new double[allHeaters.length];
      Arrays.fill(zero, 0);
      chip.setVoltages(allHeaters, zero);
      chip.setLaserPower(0);
      guard.writtenZero();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("bench " + name + " is closed");
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      safeState();
      closed = true;
    }
  }
}
