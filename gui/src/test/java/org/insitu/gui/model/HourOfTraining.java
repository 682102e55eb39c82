package org.insitu.gui.model;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.TapMap;
import org.insitu.trainer.run.Accuracies;
import org.insitu.trainer.run.RunControl;
import org.insitu.trainer.run.RunEvent;

/** All that a run of an hour tells the window, in a few seconds. */
public final class HourOfTraining {
  /** The virtual chip of four ports makes fewer. */
  private static final int STEPS_PER_SECOND = 100;

  private static final int SECONDS = 3600;
  private static final int EVALUATED_EVERY = 10;
  private static final int PHASES = 36;
  private static final int NODES = 6;

  private final TrainingMonitor monitor = new TrainingMonitor(new RunControl(System::nanoTime));
  private final AlarmLog log = new AlarmLog(Clock.systemUTC());
  private final SplittableRandom random = new SplittableRandom(1);
  private ChipTelemetry telemetry;

  /** Returns what the window would show. */
  public TrainingMonitor monitor() {
    return monitor;
  }

  /** Returns the chip as it was seen last. */
  public ChipTelemetry telemetry() {
    return telemetry;
  }

  /** Returns how many steps the hour has. */
  public static int steps() {
    return STEPS_PER_SECOND * SECONDS;
  }

  /** Tells the first second. */
  public void begin(ChipLayout layout) throws IOException {
    run(layout, 1, STEPS_PER_SECOND);
  }

  /** Tells the rest of the hour. */
  public void rest(ChipLayout layout) throws IOException {
    run(layout, STEPS_PER_SECOND + 1, steps());
  }

  private void run(ChipLayout layout, int first, int last) throws IOException {
    for (int step = first; step <= last; step++) {
      Duration elapsed = Duration.ofSeconds(step / STEPS_PER_SECOND);
      ProcessorCounters counters = new ProcessorCounters(step, step, step, step, elapsed);
      monitor.on(
          new RunEvent.IterationDone(
              step,
              0,
              random.nextDouble(),
              random.nextDouble(),
              OptionalDouble.of(random.nextDouble()),
              0.01,
              numbers(PHASES),
              numbers(PHASES),
              numbers(PHASES),
              counters,
              elapsed));
      monitor.on(new RunEvent.TapMaps(step, taps(), taps()));
      telemetry = seen(layout);
      if (step % EVALUATED_EVERY == 0) {
        Accuracies accuracies =
            new Accuracies(
                random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble());
        monitor.on(new RunEvent.Evaluated(step, accuracies, numbers(PHASES), counters, elapsed));
      }
      if (step % (60 * STEPS_PER_SECOND) == 0) {
        log.add(Alarm.Severity.INFO, "A minute has passed at step %d.".formatted(step));
      }
    }
  }

  private ChipTelemetry seen(ChipLayout layout) {
    double[][] taps = new double[layout.columns()][];
    Arrays.setAll(taps, column -> numbers(layout.rows()));
    return new ChipTelemetry(
        layout,
        numbers(layout.heaters().size()),
        taps,
        new long[layout.columns()],
        Direction.FORWARD,
        new ChipTelemetry.Light(1e-3, 1, Optional.empty()),
        1);
  }

  private List<LayerTaps> taps() {
    TapMap map = new TapMap(numbers(NODES), numbers(NODES));
    return List.of(new LayerTaps(Optional.of(map), Optional.of(map), map, Optional.empty()));
  }

  private double[] numbers(int count) {
    double[] numbers = new double[count];
    Arrays.setAll(numbers, i -> random.nextDouble());
    return numbers;
  }
}
