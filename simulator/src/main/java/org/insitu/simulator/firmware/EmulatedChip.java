package org.insitu.simulator.firmware;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;
import org.insitu.simulator.faults.FaultPlan;

/**
 * The wiring between emulated instruments and the chip they share: which voltage channel drives
 * which heater, and what is broken about it. Tap number is column × rows + row. Safe for several
 * threads.
 */
public final class EmulatedChip implements AutoCloseable {
  private final Bench bench;
  private final ChipLayout layout;
  // The chip's channel that an instrument's channel is wired to.
  private final Map<Integer, Integer> wiring = new HashMap<>();
  private final Map<Integer, Double> voltageV = new TreeMap<>();
  private final Set<Integer> stuck = new HashSet<>();
  private final Set<Integer> deadTaps = new HashSet<>();
  private boolean wrongDirection;
  private Direction told = Direction.FORWARD;

  /**
   * Wires up a chip, each heater to the instrument's channel of the same number; closing this
   * closes the bench.
   *
   * @param plan only the permanent faults are taken
   */
  public EmulatedChip(Bench bench, FaultPlan plan) {
    this(bench, plan, bench.layout().channels());
  }

  /**
   * Wires up a chip; closing this closes the bench.
   *
   * @param plan only the permanent faults are taken; channels are the instrument's
   * @param instrumentChannel the instrument's channel for each heater of the layout
   */
  public EmulatedChip(Bench bench, FaultPlan plan, int[] instrumentChannel) {
    this.bench = bench;
    layout = bench.layout();
    for (int i = 0; i < instrumentChannel.length; i++) {
      wiring.put(instrumentChannel[i], layout.heaters().get(i).channel());
    }
    for (FaultPlan.Permanent fault : plan.permanent()) {
      switch (fault.kind()) {
        case STUCK -> stuck.add(fault.argument());
        case DEAD_TAP -> deadTaps.add(fault.argument());
        case WRONG_DIRECTION -> wrongDirection = true;
        default -> throw new IllegalArgumentException(fault + " is no permanent fault");
      }
    }
  }

  /** Returns the layout of the chip. */
  public ChipLayout layout() {
    return layout;
  }

  /** Returns the number of taps. */
  public int taps() {
    return layout.columns() * layout.rows();
  }

  /**
   * Sets voltages of channels; a channel without a heater only remembers its voltage.
   *
   * @throws IllegalArgumentException if the chip would not stand it; nothing was set
   */
  public synchronized void setVoltages(int[] channels, double[] volts) throws DeviceException {
    int[] wired = new int[channels.length];
    double[] wiredV = new double[channels.length];
    int count = 0;
    for (int i = 0; i < channels.length; i++) {
      Integer wire = wiring.get(channels[i]);
      if (wire != null && !stuck.contains(channels[i])) {
        wired[count] = wire;
        wiredV[count++] = volts[i];
      }
    }
    if (count > 0) {
      bench.setVoltages(Arrays.copyOf(wired, count), Arrays.copyOf(wiredV, count));
    }
    for (int i = 0; i < channels.length; i++) {
      if (!stuck.contains(channels[i])) {
        voltageV.put(channels[i], volts[i]);
      }
    }
  }

  /** Returns the voltage of a channel [V]. */
  public synchronized double voltage(int channel) {
    return voltageV.getOrDefault(channel, 0.0);
  }

  /** Returns the current of a channel [A]; 0 where no heater is connected. */
  public synchronized double current(int channel) {
    return wiring.containsKey(channel)
        ? voltage(channel) / layout.limits().heaterResistanceOhm()
        : 0;
  }

  /** Returns all channels that are not at 0 V, with their voltages [V]. */
  public synchronized Map<Integer, Double> live() {
    Map<Integer, Double> live = new HashMap<>(voltageV);
    live.values().removeIf(v -> v == 0);
    return live;
  }

  /** Returns the time on the chip, which passes when it settles, is read or is switched. */
  public synchronized Duration time() {
    return bench.counters().chipTime();
  }

  /** Lets time pass for the chip. */
  public synchronized void settle(Duration time) throws DeviceException {
    bench.settle(time);
  }

  /**
   * Reads taps.
   *
   * @param ranges first tap and number of taps, alternating
   * @return powers [W], range after range
   */
  public synchronized double[] readTaps(int[] ranges, int frames) throws DeviceException {
    int rows = layout.rows();
    int[] columns = new int[layout.columns()];
    int[] place = new int[layout.columns()];
    Arrays.fill(place, -1);
    int count = 0;
    int taps = 0;
    for (int r = 0; r < ranges.length; r += 2) {
      for (int tap = ranges[r]; tap < ranges[r] + ranges[r + 1]; tap++) {
        if (place[tap / rows] < 0) {
          place[tap / rows] = count;
          columns[count++] = tap / rows;
        }
      }
      taps += ranges[r + 1];
    }
    TapFrame frame = bench.readTaps(Arrays.copyOf(columns, count), frames);
    double[] powerW = new double[taps];
    int next = 0;
    for (int r = 0; r < ranges.length; r += 2) {
      for (int tap = ranges[r]; tap < ranges[r] + ranges[r + 1]; tap++) {
        powerW[next++] = deadTaps.contains(tap) ? 0 : frame.powerW()[place[tap / rows]][tap % rows];
      }
    }
    return powerW;
  }

  /** Moves the switch. */
  public synchronized void setDirection(Direction direction) throws DeviceException {
    told = direction;
    Direction real = direction;
    if (wrongDirection) {
      real = direction == Direction.FORWARD ? Direction.BACKWARD : Direction.FORWARD;
    }
    bench.setDirection(real);
  }

  /** Returns the direction that the switch believes to be in. */
  public synchronized Direction direction() {
    return told;
  }

  /** Sets the laser power at the chip [W]. */
  public synchronized void setLaserPower(double powerW) throws DeviceException {
    bench.setLaserPower(powerW);
  }

  @Override
  public synchronized void close() throws DeviceException {
    bench.close();
  }
}
