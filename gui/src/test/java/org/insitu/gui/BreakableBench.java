package org.insitu.gui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.device.DeviceException;
import org.insitu.gui.model.BenchOpener;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/** A virtual bench whose link can be cut, and that remembers what its heaters were told. */
final class BreakableBench implements Bench {
  private final Bench bench;
  private final double[] voltageV;
  private final List<Integer> channels = new ArrayList<>();
  private volatile boolean waiting;
  private volatile CountDownLatch reading = new CountDownLatch(0);
  private volatile boolean cut;
  private volatile boolean gone;
  private volatile boolean laserBroken;
  private volatile boolean closed;
  private volatile Optional<LaserTuning> tuned = Optional.empty();

  BreakableBench(Bench bench) {
    this.bench = bench;
    for (int channel : bench.layout().channels()) {
      channels.add(channel);
    }
    voltageV = new double[channels.size()];
  }

  /** Opens virtual chips that can be broken; the last one opened is {@link #last}. */
  static final class Opener implements BenchOpener {
    private volatile BreakableBench last;
    private final AtomicBoolean brokenLaser = new AtomicBoolean();
    private volatile Optional<LaserTuning> tuning = Optional.empty();

    private final AnyBench benches = new AnyBench();

    @Override
    public List<String> names() {
      return benches.names();
    }

    @Override
    public Bench open(String chip, long seed) {
      last = new BreakableBench(benches.open(chip, seed));
      last.laserBroken = brokenLaser.get();
      last.tuned = tuning;
      return last;
    }

    @Override
    public List<Finding> identify(String chip, long seed, Consumer<Finding> listener)
        throws DeviceException {
      return benches.identify(chip, seed, listener);
    }

    @Override
    public List<Finding> describe(Bench open) {
      return benches.describe(((BreakableBench) open).bench);
    }

    BreakableBench last() {
      return last;
    }

    /** Gives chips that are opened from now on another laser. */
    void tunable(LaserTuning newTuning) {
      tuning = Optional.of(newTuning);
    }

    void breakLasers() {
      brokenLaser.set(true);
    }
  }

  void cut() {
    cut = true;
  }

  /** As {@link #cut}, and closing cannot reach the heaters either. */
  void goAway() {
    gone = true;
    cut = true;
  }

  /** Makes reading taps wait, as a slow instrument does, until the gate is open. */
  void hold(CountDownLatch gate) {
    reading = gate;
  }

  boolean closed() {
    return closed;
  }

  /** Returns the highest voltage of any heater [V]. */
  synchronized double highestV() {
    return Arrays.stream(voltageV).max().orElseThrow();
  }

  /** Returns whether a reading waits at the gate. */
  boolean waiting() {
    return waiting;
  }

  private void passGate() throws DeviceException {
    try {
      waiting = true;
      reading.await();
      waiting = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException.LinkLost("interrupted while reading taps", e);
    }
  }

  private void requireLink() throws DeviceException {
    if (cut) {
      throw new DeviceException.LinkLost("the cable was pulled; plug it in and reconnect", null);
    }
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
    return bench.layout();
  }

  @Override
  public synchronized void setVoltages(int[] which, double[] newVoltageV) throws DeviceException {
    requireLink();
    bench.setVoltages(which, newVoltageV);
    for (int i = 0; i < which.length; i++) {
      voltageV[channels.indexOf(which[i])] = newVoltageV[i];
    }
  }

  @Override
  public void settle(Duration time) throws DeviceException {
    requireLink();
    bench.settle(time);
  }

  @Override
  public TapFrame readTaps(int[] columns, int frames) throws DeviceException {
    passGate();
    requireLink();
    return bench.readTaps(columns, frames);
  }

  @Override
  public void setDirection(Direction direction) throws DeviceException {
    requireLink();
    bench.setDirection(direction);
  }

  @Override
  public Direction direction() {
    return bench.direction();
  }

  @Override
  public void setLaserPower(double powerW) throws DeviceException {
    requireLink();
    if (laserBroken) {
      throw new DeviceException.Timeout("the laser does not answer; switch it on", null);
    }
    bench.setLaserPower(powerW);
  }

  @Override
  public double maxLaserPowerW() {
    return bench.maxLaserPowerW();
  }

  @Override
  public Optional<LaserTuning> tuning() {
    return tuned.or(bench::tuning);
  }

  @Override
  public void setWavelength(double wavelengthM) throws DeviceException {
    requireLink();
    if (tuned.isEmpty()) {
      bench.setWavelength(wavelengthM);
    } else {
      tuned.get().require(wavelengthM);
      tuned = Optional.of(tuned.get().with(wavelengthM));
    }
  }

  @Override
  public BenchCounters counters() {
    return bench.counters();
  }

  @Override
  public synchronized void safeState() throws DeviceException {
    requireLink();
    bench.safeState();
    Arrays.fill(voltageV, 0);
  }

  @Override
  public synchronized void close() throws DeviceException {
    closed = true;
    if (gone) {
      requireLink();
    }
    bench.close();
    Arrays.fill(voltageV, 0);
  }
}
