package org.insitu.gui.model;

import java.math.BigDecimal;
import java.nio.file.Path;
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
 * @param task point set; does not count if there is a file
 * @param csv CSV file with points, as it was typed; empty for a generated point set
 * @param startPhases phases.json to begin with, as it was typed; blank draws them from the seed
 * @param gradient where the gradient comes from
 * @param phases where output phases come from
 * @param optimiser kind of step
 * @param texts numbers as they were typed
 */
public record TrainingForm(
    SyntheticTask task,
    Optional<String> csv,
    String startPhases,
    GradientMode gradient,
    PhaseSource phases,
    OptimiserKind optimiser,
    Map<Entry, String> texts) {
  /** The numbers of the form. */
  public enum Entry {
    /** Steps. */
    ITERATIONS("Iterations", 1, 1_000_000, true),
    /** Points per step. */
    BATCH("Batch", 1, 1_000_000, true),
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

    /**
     * Returns what is allowed, for the user.
     *
     * @param most the largest value that is allowed here
     */
    String range(double most) {
      return (whole ? "a whole number from " : "a number from ")
          + "%s to %s".formatted(text(low), text(most));
    }

    private static String text(double value) {
      return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Returns the value, or empty if it is not allowed. */
    Optional<Double> parse(String typed, double most) {
      return TypedNumber.parse(typed)
          .filter(value -> value >= low && value <= most)
          .filter(value -> !whole || value == Math.rint(value));
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
        SyntheticTask.MOONS,
        Optional.empty(),
        "",
        plan.gradient(),
        plan.phases(),
        plan.optimiser(),
        texts);
  }

  /**
   * Returns the numbers that are wrong, each with what is allowed.
   *
   * @param files what the files of the form hold
   */
  public Map<Entry, String> mistakes(TrainingFiles files) {
    Map<Entry, String> mistakes = new EnumMap<>(Entry.class);
    for (Entry number : Entry.values()) {
      if (number.parse(texts.getOrDefault(number, ""), most(number, files)).isEmpty()) {
        mistakes.put(number, number.label() + " must be " + range(number, files) + ".");
      }
    }
    return mistakes;
  }

  /** Returns what is allowed for a number, for the user. */
  public String range(Entry number, TrainingFiles files) {
    return number.range(most(number, files));
  }

  private double most(Entry number, TrainingFiles files) {
    if (number != Entry.BATCH) {
      return number.high;
    }
    return csv.isEmpty() ? TaskData.TRAIN_SIZE : files.trainPoints().orElse((int) number.high);
  }

  /**
   * Returns the plan.
   *
   * @param files what the files of the form hold; phases to begin with tell the number of layers
   * @throws IllegalArgumentException with one sentence if a number is wrong
   */
  public TrainingPlan plan(TrainingFiles files) {
    for (String mistake : mistakes(files).values()) {
      throw new IllegalArgumentException(mistake);
    }
    return TrainingPlan.builder(csv.map(String::strip).orElse(task.id()))
        .gradient(gradient)
        .phases(phases)
        .optimiser(optimiser)
        .iterations((int) value(Entry.ITERATIONS))
        .batch((int) value(Entry.BATCH))
        .learningRate(value(Entry.LEARNING_RATE))
        .layers(files.layers().orElse((int) value(Entry.LAYERS)))
        .seed(seed())
        .build();
  }

  /** Returns a short name for the task, fit for a folder. */
  public String name() {
    if (csv.isEmpty()) {
      return task.id();
    }
    Path file = Path.of(csv.get().strip()).getFileName();
    String name = file == null ? "run" : file.toString();
    return name.toLowerCase(Locale.ROOT).endsWith(".csv")
        ? name.substring(0, name.length() - ".csv".length())
        : name;
  }

  /** Returns the seed; 0 if it is wrong. */
  long seed() {
    return Entry.SEED
        .parse(texts.getOrDefault(Entry.SEED, ""), Entry.SEED.high)
        .orElse(0.0)
        .longValue();
  }

  private double value(Entry number) {
    return number.parse(texts.get(number), number.high).orElseThrow();
  }
}
