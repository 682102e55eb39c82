package org.insitu.driver;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipErrors;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.chip.PhaseCurve;
import org.insitu.mesh.processor.Direction;

/**
 * A see-through bench for tests: hidden curves, no noise, no time constants. The virtual chip with
 * its imperfections lives in the simulator, which the driver must not know.
 */
public final class GlassBench implements Bench {
  private final ChipLayout layout;
  private final ChipModel model;
  private final PhaseCurve[] curves;
  private final double[] voltageV;
  private final Set<Integer> stuck = new HashSet<>();
  private Direction direction = Direction.FORWARD;
  private long writes;
  private long reads;
  private long switches;
  private Duration time = Duration.ZERO;
  private boolean safe;
  private boolean failing;
  private double lowestV = Double.POSITIVE_INFINITY;
  private double highestV;

  /** Creates a bench whose curves follow from a seed. */
  public GlassBench(ChipLayout layout, long seed) {
    this(layout, seed, ChipErrors.none(layout));
  }

  /** Creates a bench with couplers and losses that are not perfect. */
  public GlassBench(ChipLayout layout, long seed, ChipErrors errors) {
    this.layout = layout;
    model = new ChipModel(layout, errors);
    SplittableRandom random = new SplittableRandom(seed);
    curves = new PhaseCurve[layout.heaters().size()];
    for (int i = 0; i < curves.length; i++) {
      double offset = random.nextDouble(2 * Math.PI);
      double slope = 0.6 * (0.95 + 0.1 * random.nextDouble());
      curves[i] = new PhaseCurve(offset, slope, 1e-3, -2e-5, 0, 5);
    }
    voltageV = new double[curves.length];
  }

  /** Makes a heater ignore its voltage. */
  public void stick(int heater) {
    stuck.add(heater);
  }

  /** Returns the lowest and highest voltage ever set. */
  public double[] voltageRange() {
    return new double[] {lowestV, highestV};
  }

  /** Returns whether the last thing asked for was the safe state. */
  public boolean isSafe() {
    return safe;
  }

  /** Returns a hidden curve. */
  public PhaseCurve curve(int heater) {
    return curves[heater];
  }

  @Override
  public String name() {
    return "glass";
  }

  @Override
  public String chipId() {
    return "glass";
  }

  @Override
  public ChipLayout layout() {
    return layout;
  }

  /** Makes the next write time out. */
  public void failNextWrite() {
    failing = true;
  }

  @Override
  public void setVoltages(int[] channels, double[] volts) throws DeviceException {
    if (failing) {
      failing = false;
      throw new DeviceException.Timeout("glass does not answer", null);
    }
    int[] known = layout.channels();
    for (int i = 0; i < channels.length; i++) {
      for (int heater = 0; heater < known.length; heater++) {
        if (known[heater] == channels[i]) {
          voltageV[heater] = volts[i];
        }
      }
      lowestV = Math.min(lowestV, volts[i]);
      highestV = Math.max(highestV, volts[i]);
    }
    writes += channels.length;
    safe = false;
  }

  @Override
  public void settle(Duration wait) {
    time = time.plus(wait);
  }

  @Override
  public TapFrame readTaps(int[] columns, int frames) {
    double[] phase = new double[curves.length];
    for (int i = 0; i < phase.length; i++) {
      phase[i] = curves[i].phaseRad(stuck.contains(i) ? 0 : voltageV[i]);
    }
    double[][] all = new double[layout.columns()][layout.rows()];
    model.tapPowers(direction, layout.entryRow(), phase, all);
    double[][] power = new double[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      power[i] = all[columns[i]];
    }
    reads += (long) columns.length * layout.rows() * frames;
    return new TapFrame(columns.clone(), power);
  }

  @Override
  public void setDirection(Direction wanted) {
    switches++;
    direction = wanted;
  }

  @Override
  public Direction direction() {
    return direction;
  }

  @Override
  public void setLaserPower(double powerW) {}

  @Override
  public BenchCounters counters() {
    return new BenchCounters(writes, reads, reads, switches, time);
  }

  @Override
  public void safeState() {
    Arrays.fill(voltageV, 0);
    safe = true;
  }

  @Override
  public void close() {
    safeState();
  }
}
