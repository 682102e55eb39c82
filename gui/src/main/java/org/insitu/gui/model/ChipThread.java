package org.insitu.gui.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.calibration.CalibrationProblem;
import org.insitu.driver.calibration.CalibrationSettings;
import org.insitu.driver.device.DeviceException;
import org.insitu.gui.model.Alarm.Severity;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.LabState.Link;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.ProcessorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the bench, and the safe state that does not wait for it.
 *
 * <p>All methods return at once; how it went is in {@link #state} and in the log.
 */
final class ChipThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChipThread.class);

  /** How long work may take to come home when the window closes; one operation takes less. */
  private static final long PATIENCE_SECONDS = 5;

  /** Work for the chip thread. */
  interface Task {
    void run(WatchedBench bench) throws ProcessorException, IOException;
  }

  private final BenchOpener opener;
  private final Identifier identifier;
  private final AlarmLog log;
  private final ExecutorService worker = executor("insitu-chip");
  private final ExecutorService safety = executor("insitu-safe-state");
  private final AtomicReference<LabState> state = new AtomicReference<>(LabState.NONE);
  private final AtomicReference<Optional<ChipTelemetry>> telemetry =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean peeking = new AtomicBoolean();
  private final AtomicInteger safing = new AtomicInteger();
  private volatile Optional<WatchedBench> bench = Optional.empty();
  private volatile Runnable cancel = () -> {};

  ChipThread(BenchOpener opener, AlarmLog log) {
    this.opener = opener;
    identifier = new Identifier(opener);
    this.log = log;
  }

  private static ExecutorService executor(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  LabState state() {
    return state.get();
  }

  Optional<ChipTelemetry> telemetry() {
    return telemetry.get();
  }

  void change(UnaryOperator<LabState> to) {
    state.updateAndGet(to);
  }

  Optional<Identification> identification() {
    return identifier.latest();
  }

  /** Asks the instruments of a bench who they are; there must be no chip. */
  void identify(String chip, long seed) {
    LabState before = state.get();
    boolean free = before.link() == Link.DISCONNECTED || before.link() == Link.LOST;
    if (!free
        || before.activity() != Activity.IDLE
        || !state.compareAndSet(before, before.with(Activity.IDENTIFYING))) {
      log.add(Severity.WARNING, "The chip is in use; disconnect it, then identify.");
      return;
    }
    identifier.begin(chip);
    worker.execute(
        () -> {
          Identification asked = identifier.ask(chip, seed);
          change(now -> now.with(Activity.IDLE));
          boolean fine = asked.failure().isEmpty() && asked.wrong() == 0;
          log.add(fine ? Severity.INFO : Severity.ERROR, asked.sentence());
        });
  }

  /** Opens a chip and lights it; one that is open is closed first. */
  void connect(String chip, long seed) {
    LabState before = state.get();
    if (before.link() == Link.CONNECTING || before.activity() != Activity.IDLE) {
      log.add(Severity.WARNING, "The chip is busy (" + before.activity().text() + "); stop first.");
      return;
    }
    state.set(
        new LabState(
            Link.CONNECTING, Activity.IDLE, chip, Optional.empty(), Optional.empty(), true));
    worker.execute(
        () -> {
          release();
          open(chip, seed);
        });
  }

  private void open(String chip, long seed) {
    Optional<Bench> opened = Optional.empty();
    try {
      Bench real = opener.open(chip, seed);
      opened = Optional.of(real);
      WatchedBench watched = new WatchedBench(real, seen -> telemetry.set(Optional.of(seen)));
      bench = Optional.of(watched);
      List<Finding> answered = opener.describe(real);
      light(watched);
      identifier.answered(real.name(), answered);
      state.set(
          new LabState(
              Link.CONNECTED,
              Activity.IDLE,
              real.name(),
              Optional.of(real.layout()),
              Optional.empty(),
              false));
      log.add(Severity.INFO, "Connected to %s.".formatted(real.name()));
    } catch (DeviceException | RuntimeException failure) {
      String what = sentence(failure);
      // What is wrong with a file is told with its name.
      String how =
          (what.contains(chip) ? "Could not connect: %s" : "Could not connect to " + chip + ": %s")
              .formatted(what);
      if (opened.isPresent()) {
        close(opened.get(), how);
      } else {
        log.add(Severity.ERROR, how);
      }
      bench = Optional.empty();
      telemetry.set(Optional.empty());
      state.set(LabState.NONE);
    }
  }

  /** Heaters to their idle voltage, laser on, all taps read once. */
  static void light(Bench bench) throws DeviceException {
    ChipLayout layout = bench.layout();
    double[] idle = new double[layout.heaters().size()];
    Arrays.fill(idle, layout.limits().idleVoltageV());
    bench.setDirection(Direction.FORWARD);
    bench.setLaserPower(CalibrationSettings.REFINED.laserPowerW());
    bench.setVoltages(layout.channels(), idle);
    readAll(bench);
    if (bench instanceof WatchedBench watched) {
      watched.publish();
    }
  }

  /** Reads every tap, once the heaters have settled. */
  static void readAll(Bench bench) throws DeviceException {
    bench.settle(bench.layout().limits().settling());
    bench.readTaps(IntStream.range(0, bench.layout().columns()).toArray(), 1);
  }

  /** Closes a bench that failed; tells why and how that went in one alarm. */
  private void close(Bench open, String why) {
    try {
      open.close();
      log.add(Severity.ERROR, why + ". It was closed again, its heaters are at 0 V.");
    } catch (DeviceException unconfirmed) {
      log.add(
          Severity.DANGER,
          "%s. It is not confirmed that its heaters are at 0 V (%s); switch off their supply by hand."
              .formatted(why, unconfirmed.getMessage()));
    }
  }

  /** Ends what runs and lets the chip go, in the safe state. */
  void disconnect() {
    cancel.run();
    worker.execute(this::release);
  }

  private void release() {
    Optional<WatchedBench> open = bench;
    bench = Optional.empty();
    if (open.isPresent()) {
      try {
        open.get().close();
        log.add(
            Severity.INFO,
            "Disconnected from %s; its heaters are at 0 V.".formatted(open.get().name()));
      } catch (DeviceException unconfirmed) {
        danger(open.get(), unconfirmed);
      }
    }
    telemetry.set(Optional.empty());
    state.updateAndGet(now -> now.link() == Link.CONNECTING ? now : LabState.NONE);
  }

  /** Sets what ends the work that runs now; must return at once. */
  void onCancel(Runnable how) {
    cancel = how;
  }

  /** Asks the work that runs now to end. */
  void cancel() {
    cancel.run();
  }

  /**
   * Has work done, if the chip is ready; says so if it is not.
   *
   * @return whether it was taken
   */
  boolean work(Activity activity, Task task) {
    LabState now = state.get();
    // One move of the user's hand may follow the other before it is done.
    boolean next =
        now.link() == Link.CONNECTED
            && now.activity() == Activity.MANUAL
            && activity == Activity.MANUAL;
    boolean taken =
        (now.ready() || next)
            && safing.get() == 0
            && state.compareAndSet(now, now.with(activity).withSafe(false));
    if (!taken) {
      log.add(
          Severity.WARNING,
          now.link() == Link.CONNECTED
              ? "The chip is busy (%s); stop that first.".formatted(now.activity().text())
              : "There is no chip; connect one first.");
      return false;
    }
    worker.execute(() -> carryOut(task));
    return true;
  }

  /**
   * Has a reading done if the chip is ready and lit and the last one is done; else does nothing.
   */
  void peek(Task task) {
    LabState now = state.get();
    if (now.ready() && !now.safe() && safing.get() == 0 && peeking.compareAndSet(false, true)) {
      worker.execute(
          () -> {
            try {
              if (bench.isPresent() && attempt(bench.get(), task)) {
                bench.get().publish();
              }
            } finally {
              peeking.set(false);
            }
          });
    }
  }

  private void carryOut(Task task) {
    if (bench.isEmpty()) {
      change(now -> now.with(Activity.IDLE));
      return;
    }
    WatchedBench chip = bench.get();
    chip.arm();
    boolean there = attempt(chip, task);
    cancel = () -> {};
    change(now -> now.with(Activity.IDLE));
    if (there) {
      if (chip.halted()) {
        confirmSafe(chip);
      }
      chip.publish();
    }
  }

  /** Does work and tells how it failed, if it did; returns whether the chip is still there. */
  private boolean attempt(WatchedBench chip, Task task) {
    try {
      task.run(chip);
    } catch (CancellationException stopped) {
      LOG.debug("stopped", stopped);
    } catch (DeviceException.LinkLost lost) {
      lose(chip, lost);
      return false;
    } catch (ProcessorException failure) {
      log.add(Severity.ERROR, failure.getMessage());
    } catch (IOException failure) {
      log.add(Severity.ERROR, failure.getMessage());
    } catch (CalibrationProblem | IllegalArgumentException mistake) {
      log.add(Severity.ERROR, mistake.getMessage());
    } catch (RuntimeException fault) {
      LOG.error("a fault of the program", fault);
      log.add(Severity.ERROR, sentence(fault));
    }
    return true;
  }

  private void lose(WatchedBench chip, DeviceException.LinkLost lost) {
    bench = Optional.empty();
    telemetry.set(Optional.empty());
    close(chip, "Lost %s: %s".formatted(chip.name(), lost.getMessage()));
    change(now -> now.with(Activity.IDLE).with(Link.LOST));
  }

  /** Brings the chip to the safe state now, whatever it does. */
  void safeState() {
    if (bench.isEmpty()) {
      log.add(Severity.INFO, "There is no chip whose heaters could be on.");
      return;
    }
    WatchedBench chip = bench.get();
    safing.incrementAndGet();
    chip.halt();
    cancel.run();
    safety.execute(
        () -> {
          confirmSafe(chip);
          // Once more behind the last operation of the chip thread, which may have been under way.
          worker.execute(
              () -> {
                try {
                  if (bench.isPresent() && bench.get() == chip) {
                    chip.safeState();
                    chip.publish();
                  }
                } catch (DeviceException unconfirmed) {
                  danger(chip, unconfirmed);
                } finally {
                  safing.decrementAndGet();
                }
              });
        });
  }

  private void confirmSafe(WatchedBench chip) {
    try {
      chip.safeState();
      // Told at once: what was under way may take seconds to end.
      telemetry.updateAndGet(seen -> seen.map(ChipTelemetry::safe));
      boolean told = state.getAndUpdate(now -> now.withSafe(true)).safe();
      if (!told) {
        log.add(
            Severity.INFO,
            "Safe state: the heaters of %s are at 0 V, its laser is dark.".formatted(chip.name()));
      }
    } catch (DeviceException unconfirmed) {
      danger(chip, unconfirmed);
    }
  }

  private void danger(Bench chip, DeviceException unconfirmed) {
    log.add(
        Severity.DANGER,
        "It is not confirmed that the heaters of %s are at 0 V (%s); switch off their supply by hand."
            .formatted(chip.name(), unconfirmed.getMessage()));
  }

  /** Returns why something failed, for the user. */
  static String sentence(Exception failure) {
    boolean ours =
        failure instanceof NullPointerException
            || failure instanceof IndexOutOfBoundsException
            || failure instanceof IllegalStateException
            || failure.getMessage() == null;
    return ours
        ? "this is a fault of insitu, not yours: %s; please report it.".formatted(failure)
        : failure.getMessage();
  }

  /**
   * Ends what runs, brings the chip to the safe state and lets it go. Waits for it; twice is
   * harmless.
   */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      disconnect();
      worker.shutdown();
    }
    try {
      if (!worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        bench.ifPresent(this::confirmSafe);
      }
    } catch (InterruptedException e) {
      bench.ifPresent(this::confirmSafe);
      Thread.currentThread().interrupt();
    }
    safety.shutdown();
  }
}
