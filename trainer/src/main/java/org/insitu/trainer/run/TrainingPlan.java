package org.insitu.trainer.run;

import java.util.OptionalInt;
import org.insitu.trainer.gradient.GradientMode;
import org.insitu.trainer.gradient.PhaseSource;
import org.insitu.trainer.network.InitialPhases;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.optimiser.Schedule;

/**
 * Everything that decides how a run goes, apart from the chip.
 *
 * @param task name of the task, for the record
 * @param gradient where the gradient comes from
 * @param phases where the phases of output fields come from
 * @param iterations steps in all, those of discarded starts included; 0 only evaluates
 * @param batch points per step, at least 1
 * @param optimiser kind of step
 * @param learningRate step size [rad], positive
 * @param schedule how the step size goes over the main part
 * @param layers layers of the network, at least 1
 * @param seed seed of points, initial phases and batches
 * @param evalEvery steps between evaluations, at least 1
 * @param initial how the network begins
 * @param starts independent beginnings that compete during the first half of the iterations; round
 *     by round the half with the lower loss on the chip goes on. 1 tries none
 * @param averageLast iterates at the end whose mean is the result; 0 or 1 takes the last one
 */
public record TrainingPlan(
    String task,
    GradientMode gradient,
    PhaseSource phases,
    int iterations,
    int batch,
    OptimiserKind optimiser,
    double learningRate,
    Schedule schedule,
    int layers,
    long seed,
    int evalEvery,
    InitialPhases initial,
    int starts,
    int averageLast) {
  /** Below this many steps a start tells nothing about where it leads. */
  private static final int LEAST_TRIAL = 20;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException with one sentence for the user
   */
  public TrainingPlan {
    atLeast("iterations", iterations, 0);
    atLeast("batch", batch, 1);
    atLeast("layers", layers, 1);
    atLeast("eval-every", evalEvery, 1);
    atLeast("starts", starts, 1);
    atLeast("average", averageLast, 0);
    if (!(learningRate > 0) || learningRate == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "The learning rate must be a positive number, not %s.".formatted(learningRate));
    }
  }

  /** Returns the defaults for a task, a builder to change them. */
  public static Builder builder(String task) {
    return new Builder(task);
  }

  /**
   * Returns the steps of each round of the competition of starts, shared equally among those still
   * in it; 0 if there is no choice among starts.
   */
  public int roundIterations() {
    int rounds = rounds();
    int each = rounds == 0 ? 0 : iterations / 2 / rounds;
    return each / Math.max(1, starts) >= LEAST_TRIAL ? each : 0;
  }

  /** Returns the rounds that leave one start when each halves their number. */
  private int rounds() {
    return starts <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(starts - 1);
  }

  /** Returns the steps of the main part. */
  public int mainIterations() {
    int spent = 0;
    int competing = roundIterations() == 0 ? 1 : starts;
    while (competing > 1) {
      spent += roundIterations() / competing * competing;
      competing = (competing + 1) / 2;
    }
    return iterations - spent;
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The option %s must be at least %d, not %d.".formatted(name, least, value));
    }
  }

  /**
   * Collects options; what is not set keeps its default.
   *
   * <p>The defaults were chosen on seeds from 101 on, so that descent from some of eight starts
   * finds a good minimum of all tasks. Batches stay small, because the gradient of a single sample
   * is not small where training has converged, so its direction is measured well.
   */
  public static final class Builder {
    private final String task;
    private GradientMode gradient = GradientMode.ANALOG;
    private PhaseSource phases = PhaseSource.MEASURED;
    private int iterations = 8000;
    private int batch = 4;
    private OptimiserKind optimiser = OptimiserKind.ADAM;
    private double learningRate = Double.NaN;
    private Schedule schedule = Schedule.COSINE;
    private int layers = 3;
    private long seed = 1;
    private int evalEvery = 200;
    private InitialPhases initial = InitialPhases.HAAR;
    private int starts = 8;
    private OptionalInt averageLast = OptionalInt.empty();

    private Builder(String task) {
      this.task = task;
    }

    /** Sets where the gradient comes from. */
    public Builder gradient(GradientMode value) {
      gradient = value;
      return this;
    }

    /** Sets where the phases of output fields come from. */
    public Builder phases(PhaseSource value) {
      phases = value;
      return this;
    }

    /** Sets the number of steps. */
    public Builder iterations(int value) {
      iterations = value;
      return this;
    }

    /** Sets the points per step. */
    public Builder batch(int value) {
      batch = value;
      return this;
    }

    /** Sets the optimiser; its own learning rate counts unless one is set. */
    public Builder optimiser(OptimiserKind value) {
      optimiser = value;
      return this;
    }

    /** Sets the step size [rad]. */
    public Builder learningRate(double value) {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException("The learning rate must be a positive number, not NaN.");
      }
      learningRate = value;
      return this;
    }

    /** Sets the schedule of the step size. */
    public Builder schedule(Schedule value) {
      schedule = value;
      return this;
    }

    /** Sets the number of layers. */
    public Builder layers(int value) {
      layers = value;
      return this;
    }

    /** Sets the seed. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets the steps between evaluations. */
    public Builder evalEvery(int value) {
      evalEvery = value;
      return this;
    }

    /** Sets how the network begins. */
    public Builder initial(InitialPhases value) {
      initial = value;
      return this;
    }

    /** Sets the number of beginnings that are tried. */
    public Builder starts(int value) {
      starts = value;
      return this;
    }

    /** Sets the number of last iterates that are averaged; a tenth of all unless set. */
    public Builder averageLast(int value) {
      averageLast = OptionalInt.of(value);
      return this;
    }

    /**
     * Returns the plan.
     *
     * @throws IllegalArgumentException with one sentence for the user if an option is out of range
     */
    public TrainingPlan build() {
      double rate = Double.isNaN(learningRate) ? optimiser.defaultLearningRate() : learningRate;
      return new TrainingPlan(
          task,
          gradient,
          phases,
          iterations,
          batch,
          optimiser,
          rate,
          schedule,
          layers,
          seed,
          evalEvery,
          initial,
          starts,
          averageLast.orElse(iterations / 10));
    }
  }
}
