package org.insitu.gui.model;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationFile;
import org.insitu.driver.calibration.CalibrationSettings;
import org.insitu.driver.calibration.Calibrator;
import org.insitu.driver.chip.CalibratedChip;
import org.insitu.driver.chip.ReadSettings;
import org.insitu.driver.device.DeviceException;
import org.insitu.gui.model.Alarm.Severity;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.run.RunDirectory;
import org.insitu.trainer.run.RunEvent;
import org.insitu.trainer.run.RunInfo;
import org.insitu.trainer.run.RunListener;
import org.insitu.trainer.run.RunSummary;
import org.insitu.trainer.run.TrainingPlan;
import org.insitu.trainer.run.TrainingRun;

/**
 * Everything the window can ask of a chip. Methods return at once; how it went shows in {@link
 * #state}, the monitors and the log.
 */
public final class Laboratory implements AutoCloseable {
  private final ChipThread chip;
  private final AlarmLog log;
  private final BenchOpener opener;
  private final Optional<Path> runFolder;
  private final String version;
  private volatile Optional<TrainingMonitor> training = Optional.empty();
  private volatile Optional<CalibrationMonitor> calibrating = Optional.empty();
  private volatile Optional<FidelityMonitor> fidelity = Optional.empty();
  private volatile Optional<CalibrationOrigin> origin = Optional.empty();
  private volatile Optional<DriftReport> drift = Optional.empty();
  private volatile Known phases = new Known(Optional.empty(), Optional.empty());
  private final ManualControl manual;
  private final RunLibrary runs;

  /**
   * Creates a laboratory without a chip.
   *
   * @param runFolder where runs are recorded, each in a folder of its own; empty records nothing
   * @param version version of this program, for the records
   */
  public Laboratory(BenchOpener opener, AlarmLog log, Optional<Path> runFolder, String version) {
    this.opener = opener;
    this.log = log;
    this.runFolder = runFolder;
    this.version = version;
    chip = new ChipThread(opener, log);
    manual = new ManualControl(chip, log);
    runs = new RunLibrary(log, runFolder);
  }

  /** Returns the chips that can be chosen without a file. */
  public List<String> chips() {
    return opener.names();
  }

  /** Returns how things stand. */
  public LabState state() {
    return chip.state();
  }

  /** Returns what was last written to and read from the chip; empty without a chip. */
  public Optional<ChipTelemetry> telemetry() {
    return chip.telemetry();
  }

  /** Returns the log. */
  public AlarmLog log() {
    return log;
  }

  /** Returns the last run, running or over. */
  public Optional<TrainingMonitor> training() {
    return training;
  }

  /** Returns the last calibration, running or over. */
  public Optional<CalibrationMonitor> calibrating() {
    return calibrating;
  }

  /** Returns the last fidelity test, running or over. */
  public Optional<FidelityMonitor> fidelity() {
    return fidelity;
  }

  /** Returns what the user's hand can do. */
  public ManualControl manual() {
    return manual;
  }

  /** Asks the instruments of a bench who they are; there must be no chip connected. */
  public void identify(String name, long seed) {
    chip.identify(name, seed);
  }

  /** Returns what the instruments answered, asked last or when the chip was connected. */
  public Optional<Identification> identification() {
    return chip.identification();
  }

  /** Returns the recorded runs. */
  public RunLibrary runs() {
    return runs;
  }

  /** Opens a chip and lights it. */
  public void connect(String name, long seed) {
    chip.connect(name, seed);
  }

  /** Ends what runs and lets the chip go, in the safe state. */
  public void disconnect() {
    chip.disconnect();
  }

  /** Brings the chip to the safe state now, whatever it does; ends what runs. */
  public void safeState() {
    chip.safeState();
  }

  /** Ends what runs; the chip stays connected and lit. */
  public void stop() {
    chip.cancel();
  }

  /** Sets heaters to their idle voltage, the laser on, and reads all taps. */
  public void light() {
    chip.work(Activity.MANUAL, ChipThread::light);
  }

  // ---- calibration

  /** Calibrates every heater. */
  public void calibrate() {
    chip.work(Activity.CALIBRATING, bench -> calibrated(bench, Optional.empty()));
  }

  /** Calibrates some heaters again, positions in the layout. */
  public void recalibrate(Set<Integer> heaters) {
    chip.work(Activity.CALIBRATING, bench -> calibrated(bench, Optional.of(heaters)));
  }

  private Calibration calibrated(WatchedBench bench, Optional<Set<Integer>> heaters)
      throws DeviceException {
    CalibrationMonitor monitor = new CalibrationMonitor();
    calibrating = Optional.of(monitor);
    chip.onCancel(monitor::cancel);
    Calibrator calibrator = new Calibrator(bench, CalibrationSettings.REFINED, monitor);
    Optional<Calibration> old = chip.state().calibration();
    Calibration calibration =
        heaters.isPresent() && old.isPresent()
            ? calibrator.recalibrate(old.get(), heaters.get())
            : calibrator.run();
    chip.onCancel(() -> {});
    origin = Optional.of(CalibrationOrigin.now(bench.counters().chipTime(), log.now()));
    chip.change(now -> now.with(calibration));
    int total = calibration.heaters().size();
    int failed = calibration.failed().size();
    log.add(
        failed == 0 ? Severity.INFO : Severity.WARNING,
        failed == 0
            ? "Calibrated %d of %d heaters.".formatted(total, total)
            : "Calibrated %d of %d heaters; those that failed are marked in the Calibrate tab."
                .formatted(total - failed, total));
    ChipThread.light(bench);
    return calibration;
  }

  /** Takes a calibration from a file, if it was made on this chip. */
  public void loadCalibration(Path file) {
    chip.work(
        Activity.CALIBRATING,
        bench -> {
          Calibration calibration = CalibrationFile.read(file);
          calibration.requireFor(bench.chipId(), bench.layout());
          origin = Optional.of(CalibrationOrigin.file(file));
          chip.change(now -> now.with(calibration));
          log.add(Severity.INFO, "Loaded the calibration %s.".formatted(file));
          warnIfDetuned(bench, calibration);
        });
  }

  /** Writes the calibration to a file. */
  public void saveCalibration(Path file) {
    Optional<Calibration> calibration = chip.state().calibration();
    chip.work(
        Activity.CALIBRATING,
        bench -> {
          if (calibration.isPresent()) {
            CalibrationFile.write(calibration.get(), file);
            log.add(Severity.INFO, "Saved the calibration as %s.".formatted(file));
          }
        });
  }

  /** Measures by how much the phases have wandered since the calibration. */
  public void measureDrift() {
    chip.work(
        Activity.DRIFT,
        bench -> {
          Optional<Calibration> known = chip.state().calibration();
          if (known.isEmpty() || !known.get().optics().measured()) {
            log.add(
                Severity.ERROR,
                "Drift needs a calibration that has measured couplers and taps, whose errors it would be taken for; press Calibrate all.");
            return;
          }
          Calibration calibration = known.get();
          double[] rad =
              new CalibratedChip(bench, calibration, ReadSettings.REFINED).measureDrift();
          Duration chipTime = bench.counters().chipTime();
          DriftReport report =
              new DriftReport(
                  calibration,
                  rad,
                  origin.map(made -> made.ageSeconds(chipTime, log.now())).orElse(0.0),
                  origin.flatMap(CalibrationOrigin::chipTime).isPresent());
          drift = Optional.of(report);
          log.add(
              Severity.INFO,
              String.format(
                  Locale.ROOT,
                  "Drift since the calibration: rms %.1f mrad, largest %.1f mrad at %s.",
                  1e3 * report.rmsRad(),
                  1e3 * report.driftRad()[report.largest()],
                  calibration.heaters().get(report.largest()).heater().name()));
          ChipThread.readAll(bench);
        });
  }

  /** Returns the drift measured last, if the calibration in use is the one it is against. */
  public Optional<DriftReport> drift() {
    Optional<Calibration> now = state().calibration();
    return drift.filter(report -> now.equals(Optional.of(report.calibration())));
  }

  /** Programs random unitaries and compares what comes out with mathematics. */
  public void testFidelity(int unitaries, long seed) {
    chip.work(
        Activity.TESTING,
        bench -> {
          FidelityMonitor monitor = new FidelityMonitor(unitaries);
          fidelity = Optional.of(monitor);
          CalibratedChip processor = processor(bench, Activity.TESTING);
          chip.onCancel(monitor::cancel);
          monitor.run(processor, seed);
        });
  }

  // ---- training

  /** Trains; calibrates first if there is no calibration. */
  public void train(TrainingForm form) {
    chip.work(Activity.TRAINING, bench -> train(form, bench));
  }

  private void train(TrainingForm form, WatchedBench bench) throws ProcessorException, IOException {
    // Everything that the user may have got wrong comes before the first volt.
    TrainingFiles files = TrainingFiles.read(form, bench.layout().mesh());
    if (files.problem().isPresent()) {
      throw new IllegalArgumentException(files.problem().get());
    }
    TrainingPlan plan = form.plan(files);
    TaskData data = files.data().orElseGet(() -> TaskData.generate(form.task(), plan.seed()));
    CalibratedChip processor = processor(bench, Activity.TRAINING);
    Optional<RunDirectory> record = record(form, bench);
    List<RunListener> listeners = new ArrayList<>();
    record.ifPresent(directory -> listeners.addAll(List.of(directory, calibrationFor(directory))));
    // The monitor needs the run's switch, the run its listeners; the list is copied last.
    MonitorSlot slot = new MonitorSlot();
    listeners.add(slot);
    TrainingRun run =
        new TrainingRun(plan, data, processor, files.phases(), listeners, System::nanoTime);
    TrainingMonitor monitor = new TrainingMonitor(run.control());
    slot.monitor = monitor;
    training = Optional.of(monitor);
    chip.onCancel(run.control()::stop);
    try {
      RunSummary summary = run.run();
      log.add(Severity.INFO, told(form, summary, record));
    } catch (ProcessorException | IOException | RuntimeException failure) {
      monitor.broke(failure.getMessage());
      throw failure;
    } finally {
      if (record.isPresent()) {
        record.get().close();
      }
    }
  }

  private static final class MonitorSlot implements RunListener {
    private RunListener monitor = event -> {};

    @Override
    public void on(RunEvent event) throws IOException {
      monitor.on(event);
    }
  }

  /** Keeps the calibration with the run that uses it, as the command line does. */
  private RunListener calibrationFor(RunDirectory directory) {
    Optional<Calibration> used = chip.state().calibration();
    return event -> {
      if (event instanceof RunEvent.Started && used.isPresent()) {
        CalibrationFile.write(used.get(), directory.path().resolve("calibration.json"));
      }
    };
  }

  private Optional<RunDirectory> record(TrainingForm form, WatchedBench bench) throws IOException {
    if (runFolder.isEmpty()) {
      return Optional.empty();
    }
    String stem = form.name() + "-seed" + form.seed();
    Path folder = runFolder.get().resolve(stem);
    for (int number = 2; java.nio.file.Files.exists(folder); number++) {
      folder = runFolder.get().resolve(stem + "-" + number);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("startedFrom", "window");
    details.put("chipId", bench.chipId());
    details.put("calibration", "calibration.json");
    if (!form.startPhases().isBlank()) {
      details.put("fromPhases", form.startPhases().strip());
    }
    return Optional.of(RunDirectory.at(folder, false, new RunInfo(bench.name(), version, details)));
  }

  private static String told(TrainingForm form, RunSummary summary, Optional<RunDirectory> record) {
    String accuracy =
        summary
            .last()
            .map(
                last ->
                    " test accuracy %.1f %% on the chip, %.1f %% on the model;"
                        .formatted(100 * last.test(), 100 * last.digitalTest()))
            .orElse("");
    return "%s %s after %d of %d iterations:%s %s"
        .formatted(
            form.name(),
            summary.stopped() ? "stopped" : "finished",
            summary.iterations(),
            summary.plan().iterations(),
            accuracy,
            record.map(at -> "recorded in " + at.path() + ".").orElse("not recorded."));
  }

  private void warnIfDetuned(WatchedBench bench, Calibration calibration) {
    calibration.detuned(bench.tuning()).ifPresent(warning -> log.add(Severity.WARNING, warning));
  }

  /** Returns why the calibration in use is not for the light of now; empty if it is. */
  public Optional<String> detuned() {
    return state()
        .calibration()
        .flatMap(now -> now.detuned(telemetry().flatMap(seen -> seen.laser().tuning())));
  }

  /** Returns the chip as a processor; calibrates it if need be. */
  private CalibratedChip processor(WatchedBench bench, Activity activity) throws DeviceException {
    Optional<Calibration> known = chip.state().calibration();
    Calibration calibration;
    if (known.isPresent()) {
      calibration = known.get();
    } else {
      chip.change(now -> now.with(Activity.CALIBRATING));
      calibration = calibrated(bench, Optional.empty());
      chip.change(now -> now.with(activity));
    }
    calibration.requireUsable();
    warnIfDetuned(bench, calibration);
    return new CalibratedChip(bench, calibration, ReadSettings.REFINED);
  }

  /** Returns what tells phases from voltages; empty without a calibration. */
  public Optional<HeaterPhases> phases() {
    Optional<Calibration> now = state().calibration();
    Known known = phases;
    if (!known.calibration.equals(now)) {
      known = new Known(now, now.map(HeaterPhases::new));
      phases = known;
    }
    return known.phases;
  }

  /** Made once for each calibration. */
  private record Known(Optional<Calibration> calibration, Optional<HeaterPhases> phases) {}

  /** Ends what runs, brings the chip to the safe state and lets it go. Waits for it. */
  @Override
  public void close() {
    chip.close();
    runs.close();
  }
}
