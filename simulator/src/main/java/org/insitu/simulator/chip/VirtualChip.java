package org.insitu.simulator.chip;

import java.time.Duration;
import java.util.Arrays;
import org.insitu.mesh.chip.ChipErrors;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.processor.Direction;

/**
 * A whole chip with its laser, switch and tap read-out, on a clock of its own. Time passes when
 * {@link #advance} is called, with every frame that is read, and when the direction changes;
 * nothing ever waits.
 *
 * <p>What a laboratory cannot see is not public: phases, curves, errors and responsivities are
 * found by measuring or not at all. The chip does not know limits; whoever drives it checks them.
 *
 * <p>Everything follows from layout, imperfections, seed and the calls made, to the last bit, on
 * every JDK. Every imperfection draws from a stream of its own, so that changing one leaves the
 * others as they were. Thread-safe: one call at a time.
 */
public final class VirtualChip {
  private final ChipLayout layout;
  private final ChipErrors errors;
  private final ChipModel model;
  private final HeaterPhases phases;
  private final TapReadout readout;
  private final Wandering laserDrift;
  private final double voltageStepV;
  private final long frameNanos;
  private final long switchNanos;
  private final double[][] lightW;

  private long nowNanos;
  private Direction direction = Direction.FORWARD;
  private double laserPowerW;

  /** Last column that {@link #lightW} is valid for, in the order of light; -1 if none is. */
  private int litColumn = -1;

  /**
   * Makes a chip. It starts with all heaters at 0 V, forward, in the dark.
   *
   * @throws IllegalArgumentException if the imperfections would make a heater's phase fall with its
   *     voltage
   */
  public VirtualChip(ChipLayout layout, Imperfections imperfections, long seed) {
    this.layout = layout;
    errors = errors(layout, imperfections, seed);
    model = new ChipModel(layout, errors);
    phases = new HeaterPhases(layout, imperfections, seed);
    readout = new TapReadout(layout, imperfections, seed);
    laserDrift =
        new Wandering(
            1,
            imperfections.laserDrift(),
            imperfections.laserDriftTime(),
            new RandomStream(seed, "laser drift"));
    voltageStepV =
        imperfections.dacBits() == 0
            ? 0
            : layout.limits().maxVoltageV() / ((1L << imperfections.dacBits()) - 1);
    frameNanos = imperfections.frameTime().toNanos();
    switchNanos = imperfections.switchTime().toNanos();
    lightW = new double[layout.columns()][layout.rows()];
  }

  private static ChipErrors errors(ChipLayout layout, Imperfections imperfections, long seed) {
    ChipErrors errors = ChipErrors.none(layout);
    RandomStream couplers = new RandomStream(seed, "coupler error");
    for (int i = 0; i < errors.couplerErrorRad().length; i++) {
      errors.couplerErrorRad()[i] = imperfections.couplerErrorRad() * couplers.normal();
    }
    RandomStream losses = new RandomStream(seed, "section loss");
    for (double[] column : errors.lossDb()) {
      for (int row = 0; row < column.length; row++) {
        double loss =
            imperfections.sectionLossDb() + imperfections.lossImbalanceDb() * losses.normal();
        column[row] = Math.max(0, loss);
      }
    }
    return errors;
  }

  /** Returns the layout. */
  public ChipLayout layout() {
    return layout;
  }

  /**
   * Sets heater voltages at the present time. They take the steps of the converter.
   *
   * @param heaters positions in {@link ChipLayout#heaters()}; Not modified
   * @param voltageV voltages [V], one per heater; Not modified
   * @throws IllegalArgumentException if a voltage is negative or not finite
   */
  public synchronized void setVoltages(int[] heaters, double[] voltageV) {
    double[] written = new double[heaters.length];
    for (int i = 0; i < heaters.length; i++) {
      if (!(voltageV[i] >= 0 && voltageV[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("voltage " + voltageV[i] + " V cannot be set");
      }
      written[i] =
          voltageStepV == 0 ? voltageV[i] : voltageStepV * Math.rint(voltageV[i] / voltageStepV);
    }
    phases.set(heaters, written);
  }

  /** Lets time pass. */
  public synchronized void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time cannot run backward by " + time);
    }
    advance(time.toNanos());
  }

  private void advance(long nanos) {
    nowNanos += nanos;
    phases.advance(nanos);
    laserDrift.advance(nanos);
  }

  /** Chooses the direction of light; if it changes, the time of the switch passes. */
  public synchronized void setDirection(Direction wanted) {
    if (wanted != direction) {
      direction = wanted;
      litColumn = -1;
      advance(switchNanos);
    }
  }

  /** Returns the direction of light. */
  public synchronized Direction direction() {
    return direction;
  }

  /** Sets the laser power at the chip [W]; 0 is dark. */
  public synchronized void setLaserPower(double powerW) {
    if (!(powerW >= 0 && powerW < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("laser power " + powerW + " W cannot be set");
    }
    laserPowerW = powerW;
  }

  /**
   * Reads frames, each of which takes its time and shows the light at its end. Once heaters have
   * settled, the frames after the first show the light at the end of the last.
   *
   * @param columns columns to read; Not modified
   * @param frames number of frames to average, at least 1
   * @param powerW mean readings [W], {@code [position in columns][row]}; Modified
   */
  public synchronized void readTaps(int[] columns, int frames, double[][] powerW) {
    if (frames < 1) {
      throw new IllegalArgumentException("at least 1 frame must be read, not " + frames);
    }
    for (double[] column : powerW) {
      Arrays.fill(column, 0);
    }
    int read = 0;
    while (read < frames) {
      // Frames of light that stands still differ only in noise, which adds up in one draw.
      int together = read > 0 && phases.steady() ? frames - read : 1;
      advance(together * frameNanos);
      light(columns);
      double laserW = laserPowerW * (1 + laserDrift.value(0));
      for (int i = 0; i < columns.length; i++) {
        readout.add(columns[i], lightW[columns[i]], laserW, together, powerW[i]);
      }
      read += together;
    }
    if (frames > 1) {
      for (double[] column : powerW) {
        for (int row = 0; row < column.length; row++) {
          column[row] /= frames;
        }
      }
    }
  }

  private void light(int[] columns) {
    boolean forward = direction == Direction.FORWARD;
    int stop = columns[0];
    for (int column : columns) {
      stop = forward ? Math.max(stop, column) : Math.min(stop, column);
    }
    boolean known = litColumn >= 0 && (forward ? stop <= litColumn : stop >= litColumn);
    if (phases.stale() || !known) {
      model.tapPowers(direction, layout.entryRow(), phases.phaseRad(), stop, lightW);
      litColumn = stop;
    }
  }

  /** Returns the time since the chip was made. */
  public synchronized Duration time() {
    return Duration.ofNanos(nowNanos);
  }

  /** Returns the errors of couplers and waveguides. For {@code VirtualChipTruth} in tests only. */
  ChipErrors trueErrors() {
    return errors;
  }

  /** Returns the heaters. For {@code VirtualChipTruth} in tests only. */
  HeaterPhases trueHeaters() {
    return phases;
  }

  /** Returns the read-out. For {@code VirtualChipTruth} in tests only. */
  TapReadout trueReadout() {
    return readout;
  }
}
