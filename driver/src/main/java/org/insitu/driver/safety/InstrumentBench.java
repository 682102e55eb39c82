package org.insitu.driver.safety;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.HeaterGuard;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.instrument.Instrument;
import org.insitu.driver.instrument.Laser;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.processor.Direction;

/**
 * A bench of real instruments. Nothing is written before all limits are checked, and the safe state
 * is believed only when it has been read back.
 *
 * <p>After {@link #safeState} the heaters are set up anew with the next voltage; after {@link
 * #close} nothing can be set any more.
 */
public final class InstrumentBench implements Bench {
  private static final Duration SLEW_STEP = Duration.ofMillis(10);
  // How long a lost heater source may take to come back before the loss is reported as final.
  private static final Duration RETURN_TIME = Duration.ofSeconds(3);
  private static final int READ_ATTEMPTS = 4;

  private final String name;
  private final ChipLayout layout;
  private final BenchRules rules;
  private final int[] instrumentChannel;
  private final Collection<OwnerLock> locks;
  private final HeaterGuard guard;
  private final long openedNanos = System.nanoTime();
  private final Connections connections;
  private Optional<DeviceException> unconfirmed = Optional.empty();
  private Direction direction;
  // False from the start of a change until it is confirmed.
  private boolean directed;
  private double laserW;
  private double wavelengthM;
  private boolean armed;
  private boolean closed;
  private long settledAheadNanos;
  // Last reading of the tap source's clock, and the time since the bench was opened by it.
  private Optional<Duration> clock = Optional.empty();
  private Duration elapsed = Duration.ZERO;
  private long heaterWrites;
  private long tapReads;
  private long frames;
  private long directionSwitches;

  /**
   * Brings instruments to the safe state and puts a bench in front of them. If that fails, they and
   * the locks are the caller's to close.
   *
   * @param layout the chip, with the limits to keep
   * @param instrumentChannel channel of the heater source for each heater of the layout
   * @param locks released when the bench is closed; a view, as an instrument that comes back at
   *     another port has another one
   */
  public InstrumentBench(
      String name,
      ChipLayout layout,
      BenchInstruments instruments,
      int[] instrumentChannel,
      BenchRules rules,
      Collection<OwnerLock> locks)
      throws DeviceException {
    this.name = name;
    this.layout = layout;
    connections = new Connections(instruments);
    this.instrumentChannel = instrumentChannel.clone();
    this.rules = rules;
    this.locks = locks;
    guard = new HeaterGuard(layout);
    List<String> misfits = BenchFit.misfits(layout, instruments, instrumentChannel, rules);
    if (!misfits.isEmpty()) {
      throw misfit(misfits.get(0));
    }
    instruments.heaters().zero();
    if (instruments.laser().isPresent()) {
      instruments.laser().get().setPower(0);
      wavelengthM = instruments.laser().get().tuning().wavelengthM();
    }
    instruments.fibreSwitch().setDirection(Direction.FORWARD);
    direction = Direction.FORWARD;
    directed = true;
    if (rules.storeDark()) {
      instruments.taps().storeDark();
    }
    arm();
    clock = instruments.taps().clock();
    connections.keepAlive();
  }

  private static DeviceException misfit(String message) {
    return new DeviceException.Rejected(message, null);
  }

  private void arm() throws DeviceException {
    double[] maxV = new double[instrumentChannel.length];
    double[] maxA = new double[instrumentChannel.length];
    Arrays.fill(maxV, layout.limits().maxVoltageV());
    Arrays.fill(maxA, rules.maxCurrentA());
    connections.now().heaters().arm(instrumentChannel, maxV, maxA);
    guard.writtenZero();
    armed = true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String chipId() {
    return layout.name() + " on " + connections.now().heaters().identity();
  }

  @Override
  public ChipLayout layout() {
    return layout;
  }

  /** Returns the instruments, for a report. */
  public synchronized List<Instrument> instruments() {
    return connections.now().distinct();
  }

  /** Returns what went wrong on all links and was mended. */
  public synchronized LinkReport report() {
    return connections.report();
  }

  @Override
  public synchronized void setVoltages(int[] channels, double[] voltageV) throws DeviceException {
    int[] heaters = checked(channels, voltageV);
    ramp(heaters, voltageV);
    write(heaters, voltageV);
    heaterWrites += heaters.length;
  }

  private void write(int[] heaters, double[] voltageV) throws DeviceException {
    guard.writing(heaters, voltageV);
    connections.on(
        connections.now().heaters(), source -> source.setVoltages(wired(heaters), voltageV));
    guard.written(heaters, voltageV);
  }

  /** Returns the heaters of channels that may all get their voltages. */
  private int[] checked(int[] channels, double[] voltageV) throws DeviceException {
    requireOpen();
    int[] heaters = guard.check(channels, voltageV);
    double ohm = layout.limits().heaterResistanceOhm();
    for (int i = 0; i < heaters.length; i++) {
      if (voltageV[i] / ohm > rules.maxCurrentA() * (1 + 1e-9)) {
        Heater heater = layout.heaters().get(heaters[i]);
        throw new SafetyLimitException(
            "%s would take %.4g mA at %s V, over the limit of %.4g mA; nothing was written"
                .formatted(
                    heater.name(),
                    1000 * voltageV[i] / ohm,
                    voltageV[i],
                    1000 * rules.maxCurrentA()));
      }
    }
    if (!armed) {
      arm();
    }
    return heaters;
  }

  private int[] wired(int[] heaters) {
    return Arrays.stream(heaters).map(heater -> instrumentChannel[heater]).toArray();
  }

  /** Goes most of the way in steps that keep the slew limit. */
  private void ramp(int[] heaters, double[] voltageV) throws DeviceException {
    if (rules.slewVPerS() == 0) {
      return;
    }
    double largest = 0;
    double[] fromV = new double[heaters.length];
    for (int i = 0; i < heaters.length; i++) {
      fromV[i] = guard.voltageV(heaters[i]);
      largest = Math.max(largest, Math.abs(voltageV[i] - fromV[i]));
    }
    double perStep = rules.slewVPerS() * SLEW_STEP.toNanos() / 1e9;
    int steps = (int) Math.ceil(largest / perStep);
    double[] betweenV = new double[heaters.length];
    for (int step = 1; step < steps; step++) {
      for (int i = 0; i < heaters.length; i++) {
        betweenV[i] = fromV[i] + (voltageV[i] - fromV[i]) * step / steps;
      }
      write(heaters, betweenV);
      settle(SLEW_STEP);
    }
  }

  @Override
  public synchronized void settle(Duration time) throws DeviceException {
    requireOpen();
    if (time.isNegative()) {
      throw new IllegalArgumentException("cannot settle for " + time);
    }
    if (!time.isZero()) {
      long start = System.nanoTime();
      connections.on(connections.now().taps(), source -> source.settle(time));
      settled(time, start);
    }
  }

  /** An emulated chip settles ahead of real time. */
  private void settled(Duration time, long startNanos) {
    settledAheadNanos += Math.max(0, time.toNanos() - (System.nanoTime() - startNanos));
  }

  @Override
  public synchronized TapFrame readTaps(int[] columns, int count) throws DeviceException {
    return settleRead(Duration.ZERO, columns, count);
  }

  /** Reads again what was read while the heaters had lost their voltages. */
  private TapFrame settleRead(Duration settling, int[] columns, int count) throws DeviceException {
    requireOpen();
    int[] ranges = ranges(columns, count);
    Duration wait = settling;
    for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
      double[] powerW = read(wait, ranges, count);
      if (connections.now().heaters() == connections.now().taps() || !restored()) {
        return frame(columns, count, powerW);
      }
      wait = layout.limits().settling();
    }
    throw misfit(
        connections.now().heaters().linkName()
            + " loses its voltages again and again; check its supply");
  }

  private double[] read(Duration wait, int[] ranges, int count) throws DeviceException {
    double[][] powerW = new double[1][];
    if (wait.isZero()) {
      connections.on(
          connections.now().taps(), source -> powerW[0] = source.readTaps(ranges, count));
    } else {
      long start = System.nanoTime();
      connections.on(
          connections.now().taps(),
          source -> powerW[0] = source.settleAndRead(wait, ranges, count));
      settled(wait, start);
    }
    return powerW[0];
  }

  private boolean restored() throws DeviceException {
    boolean[] restored = new boolean[1];
    connections.on(connections.now().heaters(), source -> restored[0] = source.restored());
    return restored[0];
  }

  @Override
  public synchronized TapFrame setSettleRead(
      int[] channels, double[] voltageV, Duration settling, int[] columns, int count)
      throws DeviceException {
    boolean oneBoard =
        connections.now().heaters() == connections.now().taps()
            && connections.now().heaters() instanceof BoardInstrument;
    if (oneBoard && rules.slewVPerS() == 0 && channels.length > 0) {
      BoardInstrument board = (BoardInstrument) connections.now().heaters();
      int[] ranges = ranges(columns, count);
      if (board.fitsStep(channels.length, ranges.length)) {
        int[] heaters = checked(channels, voltageV);
        long start = System.nanoTime();
        double[][] powerW = new double[1][];
        guard.writing(heaters, voltageV);
        connections.on(
            board,
            source -> powerW[0] = source.step(wired(heaters), voltageV, settling, ranges, count));
        settled(settling, start);
        guard.written(heaters, voltageV);
        heaterWrites += heaters.length;
        return frame(columns, count, powerW[0]);
      }
    }
    ranges(columns, count);
    setVoltages(channels, voltageV);
    return settleRead(settling, columns, count);
  }

  /** Tap number is column × rows + row; neighbouring columns make one range. */
  private int[] ranges(int[] columns, int count) {
    if (columns.length == 0 || count < 1) {
      throw new IllegalArgumentException(
          "%d columns and %d frames to read".formatted(columns.length, count));
    }
    int rows = layout.rows();
    int[] ranges = new int[2 * columns.length];
    int used = 0;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0 || columns[i] >= layout.columns()) {
        throw new IllegalArgumentException(
            "column %d is not on the chip, which has %d".formatted(columns[i], layout.columns()));
      }
      if (i > 0 && columns[i] == columns[i - 1] + 1) {
        ranges[used - 1] += rows;
      } else {
        ranges[used++] = columns[i] * rows;
        ranges[used++] = rows;
      }
    }
    return Arrays.copyOf(ranges, used);
  }

  private TapFrame frame(int[] columns, int count, double[] powerW) {
    int rows = layout.rows();
    double[][] byColumn = new double[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      byColumn[i] = Arrays.copyOfRange(powerW, i * rows, (i + 1) * rows);
    }
    frames += count;
    tapReads += (long) count * powerW.length;
    return new TapFrame(columns.clone(), byColumn);
  }

  @Override
  public synchronized void setDirection(Direction wanted) throws DeviceException {
    requireOpen();
    if (wanted == direction && directed) {
      return;
    }
    // Heaters keep their voltages: nothing is written to them until the light is back.
    double lit = laserW;
    if (rules.blankLaser() && lit > 0) {
      setLaserPower(0);
    }
    directed = false;
    connections.on(connections.now().fibreSwitch(), source -> source.setDirection(wanted));
    direction = wanted;
    directed = true;
    directionSwitches++;
    settle(rules.switchGuard());
    if (rules.blankLaser() && lit > 0) {
      setLaserPower(lit);
    }
  }

  @Override
  public synchronized Direction direction() {
    return direction;
  }

  @Override
  public synchronized void setLaserPower(double powerW) throws DeviceException {
    requireOpen();
    if (!(powerW >= 0 && powerW <= rules.maxLaserPowerW())) {
      throw new SafetyLimitException(
          "laser power %s W is outside the limits of 0..%s W; nothing has changed"
              .formatted(powerW, rules.maxLaserPowerW()));
    }
    if (connections.now().laser().isEmpty()) {
      throw misfit("bench " + name + " has no laser; add one to its file");
    }
    double emittedW =
        rules.laserLossDb() == 0 ? powerW : powerW * Math.pow(10, rules.laserLossDb() / 10);
    Laser laser = connections.now().laser().get();
    if (powerW > 0 && !laser.tuning().at(wavelengthM)) {
      // Its link was lost and opened again, so that it is where its file says.
      connections.on(laser, source -> source.setWavelength(wavelengthM));
    }
    connections.on(laser, source -> source.setPower(emittedW));
    laserW = powerW;
  }

  @Override
  public double maxLaserPowerW() {
    return rules.maxLaserPowerW();
  }

  @Override
  public synchronized Optional<LaserTuning> tuning() {
    return connections.now().laser().map(laser -> laser.tuning().with(wavelengthM));
  }

  @Override
  public synchronized void setWavelength(double newWavelengthM) throws DeviceException {
    requireOpen();
    if (connections.now().laser().isEmpty()) {
      throw misfit("bench " + name + " has no laser; add one to its file");
    }
    connections.on(connections.now().laser().get(), source -> source.setWavelength(newWavelengthM));
    wavelengthM = newWavelengthM;
    if (laserW > 0) {
      // Confirmed at the new wavelength, where the laser may not give as much.
      setLaserPower(laserW);
    }
  }

  @Override
  public synchronized BenchCounters counters() {
    return new BenchCounters(heaterWrites, tapReads, frames, directionSwitches, time());
  }

  /** The time of the tap source, on whose clock the bench settles; else that of the computer. */
  private Duration time() {
    if (clock.isEmpty()) {
      return Duration.ofNanos(System.nanoTime() - openedNanos + settledAheadNanos);
    }
    if (!closed) {
      try {
        Duration now = connections.now().taps().clock().orElse(clock.get());
        // A board that was rebooted counts from 0 again.
        boolean forward = now.compareTo(clock.get()) >= 0;
        elapsed = elapsed.plus(forward ? now.minus(clock.get()) : now);
        clock = Optional.of(now);
      } catch (DeviceException e) {
        // The next operation meets the same failure and reports it; until then time stands still.
        return elapsed;
      }
    }
    return elapsed;
  }

  @Override
  public synchronized void safeState() throws DeviceException {
    armed = false;
    // Until it is read back; a failure of the program itself leaves it at that.
    unconfirmed = Optional.of(misfit("the safe state of " + name + " was not reached"));
    long giveUp = System.nanoTime() + RETURN_TIME.toNanos();
    Optional<DeviceException> dark;
    Optional<DeviceException> cold = Optional.empty();
    try {
      cold = connections.makeSafe(connections.now().heaters(), now -> now.heaters().zero(), giveUp);
      if (cold.isEmpty()) {
        guard.writtenZero();
      }
    } finally {
      dark = darken(giveUp);
    }
    if (!closed) {
      // Nothing depends on the others now; they are opened again for what may follow.
      connections.reopenLost(giveUp);
    }
    unconfirmed = cold.isPresent() ? cold : dark;
    if (cold.isPresent()) {
      dark.ifPresent(cold.get()::addSuppressed);
    }
    if (unconfirmed.isPresent()) {
      throw unconfirmed.get();
    }
  }

  /** Returns why the laser may not be dark; empty if it is, or there is none. */
  private Optional<DeviceException> darken(long giveUpNanos) {
    if (connections.now().laser().isEmpty()) {
      return Optional.empty();
    }
    Optional<DeviceException> failure =
        connections.makeSafe(
            connections.now().laser().get(),
            now -> now.laser().orElseThrow().setPower(0),
            giveUpNanos);
    laserW = failure.isEmpty() ? 0 : laserW;
    return failure;
  }

  /**
   * Returns why the safe state that was last asked for, by {@link #safeState} or {@link #close}, is
   * not confirmed; empty if it is.
   */
  public synchronized Optional<DeviceException> unconfirmed() {
    return unconfirmed;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("bench " + name + " is closed");
    }
  }

  @Override
  public synchronized void close() throws DeviceException {
    if (closed) {
      return;
    }
    closed = true;
    connections.letDie();
    try {
      safeState();
    } finally {
      connections.close();
      locks.forEach(OwnerLock::close);
    }
  }
}
