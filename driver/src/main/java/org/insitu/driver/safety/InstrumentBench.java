package org.insitu.driver.safety;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.HeaterGuard;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.instrument.Instrument;
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
  private static final Duration RETURN_POLL = Duration.ofMillis(100);
  private static final int READ_ATTEMPTS = 4;

  private final String name;
  private final ChipLayout layout;
  private final BenchRules rules;
  private final int[] instrumentChannel;
  private final List<OwnerLock> locks;
  private final HeaterGuard guard;
  private final long openedNanos = System.nanoTime();
  private final Set<Instrument> lost = new LinkedHashSet<>();
  private BenchInstruments instruments;
  private SignOfLife signOfLife;
  // What the links that were lost had counted.
  private LinkReport gone = LinkReport.NONE;
  private Direction direction;
  private double laserW;
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
   * @param locks released when the bench is closed
   */
  public InstrumentBench(
      String name,
      ChipLayout layout,
      BenchInstruments instruments,
      int[] instrumentChannel,
      BenchRules rules,
      List<OwnerLock> locks)
      throws DeviceException {
    this.name = name;
    this.layout = layout;
    this.instruments = instruments;
    this.instrumentChannel = instrumentChannel.clone();
    this.rules = rules;
    this.locks = List.copyOf(locks);
    guard = new HeaterGuard(layout);
    List<String> misfits = BenchFit.misfits(layout, instruments, instrumentChannel, rules);
    if (!misfits.isEmpty()) {
      throw misfit(misfits.get(0));
    }
    instruments.heaters().zero();
    if (instruments.laser().isPresent()) {
      instruments.laser().get().setPower(0);
    }
    instruments.fibreSwitch().setDirection(Direction.FORWARD);
    direction = Direction.FORWARD;
    if (rules.storeDark()) {
      instruments.taps().storeDark();
    }
    arm();
    clock = instruments.taps().clock();
    signOfLife = new SignOfLife(instruments.boards());
  }

  private static DeviceException misfit(String message) {
    return new DeviceException.Rejected(message, null);
  }

  private void arm() throws DeviceException {
    double[] maxV = new double[instrumentChannel.length];
    double[] maxA = new double[instrumentChannel.length];
    Arrays.fill(maxV, layout.limits().maxVoltageV());
    Arrays.fill(maxA, rules.maxCurrentA());
    instruments.heaters().arm(instrumentChannel, maxV, maxA);
    guard.writtenZero();
    armed = true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String chipId() {
    return layout.name() + " on " + instruments.heaters().identity();
  }

  @Override
  public ChipLayout layout() {
    return layout;
  }

  /** Returns the instruments, for a report. */
  public synchronized List<Instrument> instruments() {
    return instruments.distinct();
  }

  /** Returns what went wrong on all links and was mended. */
  public synchronized LinkReport report() {
    LinkReport sum = gone;
    for (Instrument instrument : instruments.distinct()) {
      sum = sum.plus(instrument.report());
    }
    return sum;
  }

  @Override
  public synchronized void setVoltages(int[] channels, double[] voltageV) throws DeviceException {
    int[] heaters = checked(channels, voltageV);
    ramp(heaters, voltageV);
    on(instruments.heaters(), source -> source.setVoltages(wired(heaters), voltageV));
    guard.written(heaters, voltageV);
    heaterWrites += heaters.length;
  }

  private interface Operation<T> {
    void run(T instrument) throws DeviceException;
  }

  /** Remembers whose link is lost, for the safe state to open it again. */
  private <T extends Instrument> void on(T instrument, Operation<T> operation)
      throws DeviceException {
    try {
      operation.run(instrument);
    } catch (DeviceException.LinkLost e) {
      lost.add(instrument);
      throw e;
    }
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
      on(instruments.heaters(), source -> source.setVoltages(wired(heaters), betweenV));
      guard.written(heaters, betweenV);
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
      on(instruments.taps(), source -> source.settle(time));
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
      if (instruments.heaters() == instruments.taps() || !restored()) {
        return frame(columns, count, powerW);
      }
      wait = layout.limits().settling();
    }
    throw misfit(
        instruments.heaters().linkName() + " loses its voltages again and again; check its supply");
  }

  private double[] read(Duration wait, int[] ranges, int count) throws DeviceException {
    double[][] powerW = new double[1][];
    if (wait.isZero()) {
      on(instruments.taps(), source -> powerW[0] = source.readTaps(ranges, count));
    } else {
      long start = System.nanoTime();
      on(instruments.taps(), source -> powerW[0] = source.settleAndRead(wait, ranges, count));
      settled(wait, start);
    }
    return powerW[0];
  }

  private boolean restored() throws DeviceException {
    boolean[] restored = new boolean[1];
    on(instruments.heaters(), source -> restored[0] = source.restored());
    return restored[0];
  }

  @Override
  public synchronized TapFrame setSettleRead(
      int[] channels, double[] voltageV, Duration settling, int[] columns, int count)
      throws DeviceException {
    boolean oneBoard =
        instruments.heaters() == instruments.taps()
            && instruments.heaters() instanceof BoardInstrument;
    if (oneBoard && rules.slewVPerS() == 0 && channels.length > 0) {
      BoardInstrument board = (BoardInstrument) instruments.heaters();
      int[] ranges = ranges(columns, count);
      if (board.fitsStep(channels.length, ranges.length)) {
        int[] heaters = checked(channels, voltageV);
        long start = System.nanoTime();
        double[][] powerW = new double[1][];
        on(
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
    if (wanted == direction) {
      return;
    }
    // Heaters keep their voltages: nothing is written to them until the light is back.
    double lit = laserW;
    if (rules.blankLaser() && lit > 0) {
      setLaserPower(0);
    }
    on(instruments.fibreSwitch(), source -> source.setDirection(wanted));
    direction = wanted;
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
    if (instruments.laser().isEmpty()) {
      throw misfit("bench " + name + " has no laser; add one to its file");
    }
    double emittedW =
        rules.laserLossDb() == 0 ? powerW : powerW * Math.pow(10, rules.laserLossDb() / 10);
    on(instruments.laser().get(), source -> source.setPower(emittedW));
    laserW = powerW;
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
        Duration now = instruments.taps().clock().orElse(clock.get());
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
    long giveUp = System.nanoTime() + RETURN_TIME.toNanos();
    DeviceException failure =
        safe(instruments.heaters(), now -> now.heaters().zero(), giveUp, null);
    if (failure == null) {
      guard.writtenZero();
    }
    if (instruments.laser().isPresent()) {
      DeviceException before = failure;
      failure =
          safe(
              instruments.laser().get(),
              now -> now.laser().orElseThrow().setPower(0),
              giveUp,
              before);
      laserW = failure == before ? 0 : laserW;
    }
    // Nothing depends on the others now; they are opened again for what may follow.
    for (Instrument instrument : List.copyOf(lost)) {
      failure = safe(instrument, now -> {}, giveUp, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Makes one instrument safe, over a new link if the old one is gone and comes back.
   *
   * @param action what makes it safe, on the instruments as they are then
   * @param earlier failure of another instrument, or null
   * @return the failures so far, or null
   */
  private DeviceException safe(
      Instrument instrument,
      Operation<BenchInstruments> action,
      long giveUpNanos,
      DeviceException earlier) {
    Instrument current = instrument;
    DeviceException failure = null;
    boolean first = true;
    do {
      if (!first) {
        LockSupport.parkNanos(RETURN_POLL.toNanos());
      }
      try {
        if (!first || lost.contains(current)) {
          current = reopened(current);
        }
        action.run(instruments);
        return earlier;
      } catch (DeviceException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
      first = false;
    } while (System.nanoTime() - giveUpNanos < 0);
    if (earlier != null) {
      earlier.addSuppressed(failure);
      return earlier;
    }
    return failure;
  }

  private Instrument reopened(Instrument instrument) throws DeviceException {
    instrument.close();
    Instrument fresh = instruments.reconnect().open(instrument);
    gone = gone.plus(instrument.report());
    lost.remove(instrument);
    instruments = instruments.with(instrument, fresh);
    signOfLife.close();
    signOfLife = new SignOfLife(instruments.boards());
    return fresh;
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
    signOfLife.close();
    try {
      safeState();
    } finally {
      List<Instrument> all = instruments.distinct();
      for (int i = all.size() - 1; i >= 0; i--) {
        all.get(i).close();
      }
      locks.forEach(OwnerLock::close);
    }
  }
}
