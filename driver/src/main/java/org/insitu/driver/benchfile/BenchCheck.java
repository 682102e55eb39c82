package org.insitu.driver.benchfile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.benchfile.BenchSpec.Role;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.FibreSwitch;
import org.insitu.driver.instrument.HeaterSource;
import org.insitu.driver.instrument.Instrument;
import org.insitu.driver.instrument.Laser;
import org.insitu.driver.instrument.TapSource;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.safety.BenchFit;
import org.insitu.driver.safety.OwnerLock;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/**
 * Looks a bench over, instrument by instrument, and finds all that is wrong rather than the first.
 *
 * <p>Every heater is at 0 V and the laser dark throughout, and after it. Only {@link BenchExercise}
 * goes further.
 */
public final class BenchCheck implements AutoCloseable {
  // A heater at 0 V may show what its current meter is off by: 1 % of a 24 mA module.
  private static final double ZERO_CURRENT_A = 0.25e-3;

  /** How a finding is meant. */
  public enum Verdict {
    /** In order. */
    FINE,
    /** To be mended at the instrument or the chip. */
    WRONG,
    /** Not there, something else, or not what the file says: nothing works until it is mended. */
    MISSING,
    /** Could not be looked at because of something else. */
    SKIPPED
  }

  /**
   * One thing that was looked at.
   *
   * @param subject what, such as {@code heaters} or {@code switch}
   * @param verdict how it is
   * @param text what was found, and what to do if it is wrong
   */
  public record Finding(String subject, Verdict verdict, String text) {}

  private final BenchSpec spec;
  private final WireTrace trace;
  private final Consumer<Finding> listener;
  private final List<Finding> findings = new ArrayList<>();
  private final List<OwnerLock> locks = new ArrayList<>();
  private final Map<InstrumentSpec, Instrument> open = new LinkedHashMap<>();
  private volatile boolean stopped;

  /**
   * Prepares a check; nothing is opened yet.
   *
   * @param listener gets every finding at once
   */
  public BenchCheck(BenchSpec spec, WireTrace trace, Consumer<Finding> listener) {
    this.spec = spec;
    this.trace = trace;
    this.listener = listener;
  }

  /**
   * Connects to all instruments and looks at them.
   *
   * @param exercise whether each heater gets a small voltage, and the chip light
   * @return all findings in order
   */
  public List<Finding> run(boolean exercise) {
    spec.distinct().forEach(this::connect);
    Optional<HeaterSource> heaters = find(Role.HEATERS, HeaterSource.class);
    Optional<TapSource> taps = find(Role.TAPS, TapSource.class);
    Optional<FibreSwitch> fibreSwitch = find(Role.SWITCH, FibreSwitch.class);
    Optional<Laser> laser = find(Role.LASER, Laser.class);
    heaters.ifPresent(source -> look("heaters", () -> heaters(source)));
    laser.ifPresent(source -> look("laser", () -> laser(source)));
    fibreSwitch.ifPresent(source -> look("switch", () -> fibreSwitch(source)));
    taps.ifPresent(source -> look("taps", () -> taps(source)));
    if (exercise) {
      if (heaters.isPresent() && taps.isPresent() && fibreSwitch.isPresent() && sound()) {
        BenchExercise work =
            new BenchExercise(
                spec,
                heaters.get(),
                taps.get(),
                fibreSwitch.get(),
                laser,
                this::checkpoint,
                this::report);
        look("exercise", work::run);
        look("heaters", () -> zero(heaters.get()));
      } else {
        report("exercise", Verdict.SKIPPED, "mend what is wrong above first");
      }
    }
    return List.copyOf(findings);
  }

  /**
   * Brings heaters to 0 V and the laser to dark, and looks at nothing else.
   *
   * @return how it went; anything but fine means that the safe state is not confirmed
   */
  public List<Finding> zero() {
    for (Role role : List.of(Role.HEATERS, Role.LASER)) {
      InstrumentSpec instrument = spec.instruments().get(role);
      if (instrument != null && !open.containsKey(instrument)) {
        connect(instrument);
      }
    }
    find(Role.HEATERS, HeaterSource.class).ifPresent(source -> look("heaters", () -> zero(source)));
    find(Role.LASER, Laser.class)
        .ifPresent(
            laser ->
                look(
                    "laser",
                    () -> {
                      laser.setPower(0);
                      report("laser", Verdict.FINE, "its output is off");
                    }));
    return List.copyOf(findings);
  }

  /** Ends an exercise at its next step; from any thread. */
  public void stop() {
    stopped = true;
  }

  private void checkpoint() throws DeviceException {
    if (stopped) {
      throw new DeviceException.Rejected("stopped", null);
    }
  }

  private boolean sound() {
    return findings.stream().allMatch(finding -> finding.verdict() == Verdict.FINE);
  }

  private <T> Optional<T> find(Role role, Class<T> type) {
    return Optional.ofNullable(open.get(spec.instruments().get(role)))
        .filter(type::isInstance)
        .map(type::cast);
  }

  private void connect(InstrumentSpec instrument) {
    String roles = roles(instrument);
    try {
      BenchFile.lock(spec, instrument).ifPresent(locks::add);
      Instrument connected = BenchFile.connect(spec, instrument, trace);
      open.put(instrument, connected);
      report(roles, Verdict.FINE, "%s at %s".formatted(connected.identity(), instrument.link()));
    } catch (DeviceException e) {
      report(roles, Verdict.MISSING, "line %d: %s".formatted(instrument.line(), e.getMessage()));
    }
  }

  private String roles(InstrumentSpec instrument) {
    return spec.roles(instrument).stream().map(Role::id).collect(Collectors.joining("+"));
  }

  private interface Look {
    void run() throws DeviceException;
  }

  private void look(String subject, Look look) {
    try {
      look.run();
    } catch (DeviceException e) {
      report(subject, Verdict.WRONG, e.getMessage());
    }
  }

  private void report(String subject, Verdict verdict, String text) {
    Finding finding = new Finding(subject, verdict, text);
    findings.add(finding);
    listener.accept(finding);
  }

  private void report(Finding finding) {
    report(finding.subject(), finding.verdict(), finding.text());
  }

  private void heaters(HeaterSource source) throws DeviceException {
    zero(source);
    List<String> misfits =
        BenchFit.heaters(spec.layout(), source, spec.instrumentChannel(), spec.rules());
    if (!misfits.isEmpty()) {
      misfits.forEach(misfit -> report("heaters", Verdict.MISSING, misfit));
      return;
    }
    int[] channels = spec.instrumentChannel();
    double[] currentA = source.readCurrents(channels);
    int drawing = 0;
    for (int i = 0; i < channels.length; i++) {
      if (Math.abs(currentA[i]) > ZERO_CURRENT_A) {
        drawing++;
        report(
            "heaters",
            Verdict.WRONG,
            "%s on channel %d shows %.3f mA at 0 V; check its wiring for another supply"
                .formatted(spec.layout().heaters().get(i).name(), channels[i], 1000 * currentA[i]));
      }
    }
    double[] maxV = new double[channels.length];
    double[] maxA = new double[channels.length];
    Arrays.fill(maxV, spec.layout().limits().maxVoltageV());
    Arrays.fill(maxA, spec.rules().maxCurrentA());
    source.arm(channels, maxV, maxA);
    source.zero();
    if (drawing == 0) {
      report(
          "heaters",
          Verdict.FINE,
          String.format(
              Locale.ROOT,
              "%d heaters draw nothing; limits of %.4g V and %.4g mA are kept by the instrument",
              channels.length,
              maxV[0],
              1000 * maxA[0]));
    }
  }

  private void zero(HeaterSource source) throws DeviceException {
    source.zero();
    report("heaters", Verdict.FINE, "%d channels read 0 V".formatted(source.channels()));
  }

  private void laser(Laser laser) throws DeviceException {
    laser.setPower(0);
    double emittedW = spec.rules().maxLaserPowerW() * Math.pow(10, spec.rules().laserLossDb() / 10);
    if (emittedW > laser.maxPowerW()) {
      report(
          "laser",
          Verdict.WRONG,
          String.format(
              Locale.ROOT,
              "it gives at most %.4g mW, but maxLaserPowerMilliwatts with lossDb asks for %.4g mW; lower the limit in the bench file",
              1000 * laser.maxPowerW(),
              1000 * emittedW));
    } else {
      report(
          "laser",
          Verdict.FINE,
          String.format(
              Locale.ROOT,
              "dark; can give %.4g to %.4g mW; is at %s nm and has %s",
              1000 * laser.minPowerW(),
              1000 * laser.maxPowerW(),
              LaserTuning.nm(laser.tuning().wavelengthM()),
              laser.tuning().range()));
    }
  }

  private void fibreSwitch(FibreSwitch fibreSwitch) throws DeviceException {
    for (Direction direction : List.of(Direction.BACKWARD, Direction.FORWARD)) {
      fibreSwitch.setDirection(direction);
    }
    report("switch", Verdict.FINE, "goes BACKWARD and FORWARD, and reads back so");
  }

  private void taps(TapSource source) throws DeviceException {
    ChipLayout layout = spec.layout();
    List<String> misfits = BenchFit.taps(layout, source);
    if (!misfits.isEmpty()) {
      misfits.forEach(misfit -> report("taps", Verdict.MISSING, misfit));
      return;
    }
    source.settle(Duration.ofMillis(1));
    double[] darkW = source.readTaps(new int[] {0, layout.columns() * layout.rows()}, 1);
    double worst = Arrays.stream(darkW).map(Math::abs).max().orElse(0);
    report(
        "taps",
        Verdict.FINE,
        String.format(
            Locale.ROOT, "%d taps read; in the dark at most %.3g uW", darkW.length, 1e6 * worst));
  }

  @Override
  public void close() {
    open.values().forEach(Instrument::close);
    locks.forEach(OwnerLock::close);
  }
}
