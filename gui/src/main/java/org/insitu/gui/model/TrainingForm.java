package org.insitu.gui.model;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.gradient.GradientMode;
import org.insitu.trainer.gradient.PhaseSource;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.run.TrainingPlan;

/**
 * What the user fills in to train.
 *
 * @param task point set
 * @param gradient where the gradient comes from
 * @param phases where output phases come from
 * @param optimiser kind of step
 * @param texts numbers as they were typed
 */
public record TrainingForm(
    SyntheticTask task,
    GradientMode gradient,
    PhaseSource phases,
    OptimiserKind optimiser,
    Map<Entry, String> texts) {
  /** The numbers of the form. */
  public enum Entry {
    /** Steps. */
    ITERATIONS("Iterations", 1, 1_000_000, true),
    /** Points per step. */
    BATCH("Batch", 1, TaskData.TRAIN_SIZE, true),
    /** Step size. */
    LEARNING_RATE("Learning rate", 1e-6, 10, false),
    /** Layers. */
    LAYERS("Layers", 1, 20, true),
    /** Seed of points, phases and batches. */
    SEED("Seed", 0, 1e15, true);

    private final String label;
    private final double low;
    private final double high;
    private final boolean whole;

    Entry(String label, double low, double high, boolean whole) {
      this.label = label;
      this.low = low;
      this.high = high;
      this.whole = whole;
    }

    /** Returns its name for the user. */
    public String label() {
      return label;
    }

    /** Returns what is allowed, for the user. */
    public String range() {
      String form = high < 1e9 ? "%s to %s" : "%s or more";
      return (whole ? "a whole number from " : "a number from ")
          + form.formatted(text(low), text(high));
    }

    private static String text(double value) {
      return value == Math.rint(value)
          ? String.format(Locale.ROOT, "%.0f", value)
          : String.valueOf(value);
    }

    /** Returns the value, or empty if it is not allowed. */
    Optional<Double> parse(String typed) {
      try {
        double value = Double.parseDouble(typed.strip());
        boolean good = value >= low && value <= high && (!whole || value == Math.rint(value));
        return good ? Optional.of(value) : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /** Returns what the form holds at first. */
  public static TrainingForm initial() {
    TrainingPlan plan = TrainingPlan.builder(SyntheticTask.MOONS.id()).build();
    Map<Entry, String> texts = new EnumMap<>(Entry.class);
    texts.put(Entry.ITERATIONS, String.valueOf(plan.iterations()));
    texts.put(Entry.BATCH, String.valueOf(plan.batch()));
    texts.put(Entry.LEARNING_RATE, String.valueOf(plan.learningRate()));
    texts.put(Entry.LAYERS, String.valueOf(plan.layers()));
    texts.put(Entry.SEED, String.valueOf(plan.seed()));
    return new TrainingForm(
        SyntheticTask.MOONS, plan.gradient(), plan.phases(), plan.optimiser(), texts);
  }

  /** Returns the numbers that are wrong, each with what is allowed. */
  public Map<Entry, String> mistakes() {
    Map<Entry, String> mistakes = new EnumMap<>(Entry.class);
    for (Entry number : Entry.values()) {
      if (number.parse(texts.getOrDefault(number, "")).isEmpty()) {
        mistakes.put(number, number.label() + " must be " + number.range() + ".");
      }
    }
    return mistakes;
  }

  /**
   * Returns the plan.
   *
   * @throws IllegalArgumentException with one sentence if a number is wrong
   */
  public TrainingPlan plan() {
    for (String mistake : mistakes().values()) {
      throw new IllegalArgumentException(mistake);
    }
    return TrainingPlan.builder(task.id())
        .gradient(gradient)
        .phases(phases)
        .optimiser(optimiser)
        .iterations((int) value(Entry.ITERATIONS))
        .batch((int) value(Entry.BATCH))
        .learningRate(value(Entry.LEARNING_RATE))
        .layers((int) value(Entry.LAYERS))
        .seed((long) value(Entry.SEED))
        .build();
  }

  /** Returns the points of the task. */
  public TaskData data() {
    return TaskData.generate(task, (long) value(Entry.SEED));
  }

  private double value(Entry number) {
    return number.parse(texts.get(number)).orElseThrow();
  }
}
