package org.insitu.gui.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/**
 * Looks over the shoulder of whoever works with a bench: remembers voltages and tap powers, tells
 * them at most every {@link #INTERVAL_NANOS}, and can be halted from any thread, after which
 * nothing is energised until it is armed again.
 */
final class WatchedBench implements Bench {
  /** A little more than 30 Hz, the rate of the screen. */
  private static final long INTERVAL_NANOS = 30_000_000;

  private final Bench bench;
  private final ChipLayout layout;
  private final Consumer<ChipTelemetry> viewer;
  private final Map<Integer, Integer> heaterOfChannel = new HashMap<>();
  private final double[] voltageV;
  private final double[][] tapW;
  private final long[] readAt;
  private long readings;
  private double laserPowerW;
  private long published;
  private volatile boolean halted;
  private volatile boolean zeroed;
  private final AtomicLong epoch = new AtomicLong();

  WatchedBench(Bench bench, Consumer<ChipTelemetry> viewer) {
    this.bench = bench;
    this.viewer = viewer;
    layout = bench.layout();
    int[] channels = layout.channels();
    for (int heater = 0; heater < channels.length; heater++) {
      heaterOfChannel.put(channels[heater], heater);
    }
    voltageV = new double[channels.length];
    tapW = new double[layout.columns()][layout.rows()];
    readAt = new long[layout.columns()];
    Arrays.fill(readAt, -1);
    published = System.nanoTime() - INTERVAL_NANOS;
  }

  /** Refuses everything from now on, on any thread; {@link #arm} ends it. */
  void halt() {
    halted = true;
  }

  /** Allows work again. */
  void arm() {
    halted = false;
  }

  boolean halted() {
    return halted;
  }

  @Override
  public String name() {
    return bench.name();
  }

  @Override
  public String chipId() {
    return bench.chipId();
  }

  @Override
  public ChipLayout layout() {
    return layout;
  }

  @Override
  public void setVoltages(int[] channels, double[] newVoltageV) throws DeviceException {
    requireArmed();
    bench.setVoltages(channels, newVoltageV);
    written(channels, newVoltageV);
    publishIfDue();
  }

  @Override
  public void settle(Duration time) throws DeviceException {
    requireArmed();
    bench.settle(time);
  }

  @Override
  public TapFrame readTaps(int[] columns, int frames) throws DeviceException {
    requireArmed();
    return read(bench.readTaps(columns, frames));
  }

  @Override
  public TapFrame setSettleRead(
      int[] channels, double[] newVoltageV, Duration settling, int[] columns, int frames)
      throws DeviceException {
    requireArmed();
    TapFrame frame = bench.setSettleRead(channels, newVoltageV, settling, columns, frames);
    written(channels, newVoltageV);
    return read(frame);
  }

  @Override
  public void setDirection(Direction direction) throws DeviceException {
    requireArmed();
    if (direction != bench.direction()) {
      Arrays.fill(readAt, -1); // what was read tells nothing about light from the other side
    }
    bench.setDirection(direction);
  }

  @Override
  public Direction direction() {
    return bench.direction();
  }

  @Override
  public void setLaserPower(double powerW) throws DeviceException {
    requireArmed();
    bench.setLaserPower(powerW);
    laserPowerW = powerW;
    publishIfDue();
  }

  @Override
  public double maxLaserPowerW() {
    return bench.maxLaserPowerW();
  }

  @Override
  public Optional<LaserTuning> tuning() {
    return bench.tuning();
  }

  @Override
  public void setWavelength(double wavelengthM) throws DeviceException {
    requireArmed();
    bench.setWavelength(wavelengthM);
    publishIfDue();
  }

  @Override
  public BenchCounters counters() {
    return bench.counters();
  }

  @Override
  public void safeState() throws DeviceException {
    bench.safeState();
    zeroed = true;
    epoch.incrementAndGet();
  }

  /** Returns how often the chip was brought to the safe state: what was written before is gone. */
  long epoch() {
    return epoch.get();
  }

  @Override
  public void close() throws DeviceException {
    halted = true;
    bench.close();
    zeroed = true;
  }

  /** Returns the voltage of every heater [V], in the order of the layout. On the chip thread. */
  double[] voltageV() {
    forgetIfZeroed();
    return voltageV.clone();
  }

  /** Tells what is known now. On the chip thread. */
  void publish() {
    forgetIfZeroed();
    published = System.nanoTime();
    double[][] taps = new double[tapW.length][];
    long[] age = new long[tapW.length];
    for (int column = 0; column < taps.length; column++) {
      taps[column] = tapW[column].clone();
      age[column] = readAt[column] < 0 ? -1 : readings - readAt[column];
    }
    viewer.accept(
        new ChipTelemetry(
            layout,
            voltageV.clone(),
            taps,
            age,
            bench.direction(),
            new ChipTelemetry.Light(laserPowerW, bench.maxLaserPowerW(), bench.tuning()),
            bench.counters().chipTime().toNanos() * 1e-9));
  }

  private void publishIfDue() {
    if (System.nanoTime() - published >= INTERVAL_NANOS) {
      publish();
    }
  }

  private void requireArmed() {
    if (halted) {
      throw new CancellationException("the chip was brought to the safe state");
    }
  }

  private void written(int[] channels, double[] newVoltageV) {
    forgetIfZeroed();
    for (int i = 0; i < channels.length; i++) {
      voltageV[heaterOfChannel.get(channels[i])] = newVoltageV[i];
    }
  }

  private TapFrame read(TapFrame frame) {
    readings++;
    for (int i = 0; i < frame.columns().length; i++) {
      System.arraycopy(frame.powerW()[i], 0, tapW[frame.columns()[i]], 0, layout.rows());
      readAt[frame.columns()[i]] = readings;
    }
    publishIfDue();
    return frame;
  }

  private void forgetIfZeroed() {
    if (zeroed) {
      zeroed = false;
      Arrays.fill(voltageV, 0);
      for (double[] column : tapW) {
        Arrays.fill(column, 0);
      }
      Arrays.fill(readAt, -1);
      laserPowerW = 0;
    }
  }
}
