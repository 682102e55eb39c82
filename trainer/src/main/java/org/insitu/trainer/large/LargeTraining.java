package org.insitu.trainer.large;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.RandomStreams;
import org.insitu.trainer.digits.FeatureSet;
import org.insitu.trainer.optimiser.Optimiser;

/** One run: from drawn phases through all epochs to the final evaluation. */
public final class LargeTraining {
  /** From here on a phase [rad] has fewer than six digits behind its whole turns. */
  private static final double LARGEST_PHASE = 1e9;

  private final LargePlan plan;
  private final PhotonicNetwork network;
  private final Optional<? extends PhotonicNetwork> exact;
  private final FeatureSet train;
  private final FeatureSet test;
  private final LongSupplier nanoTime;
  private final double[] gradient;
  private double[] parameters;
  private long steps;

  /** Told after every epoch. */
  public interface Listener {
    /** Takes note; epoch 0 is the state before training. */
    void on(EpochResult epoch) throws IOException;
  }

  /**
   * Prepares a run.
   *
   * @param network what is trained; belongs to the caller
   * @param exact the same network with exact gradients, to tell gradient errors; empty compares
   *     nothing
   * @param train vectors to train with
   * @param test vectors to test with
   * @param nanoTime monotonic clock [ns]
   * @throws IllegalArgumentException with one sentence if plan and data do not fit
   */
  public LargeTraining(
      LargePlan plan,
      PhotonicNetwork network,
      Optional<? extends PhotonicNetwork> exact,
      FeatureSet train,
      FeatureSet test,
      LongSupplier nanoTime) {
    if (plan.batch() > train.size()) {
      throw new IllegalArgumentException(
          "The batch of %d is larger than the training set of %d samples; choose at most that many."
              .formatted(plan.batch(), train.size()));
    }
    this.plan = plan;
    this.network = network;
    this.exact = exact;
    this.train = train;
    this.test = test;
    this.nanoTime = nanoTime;
    parameters = plan.network().initial(RandomStreams.of(plan.seed(), "initial phases"));
    gradient = new double[parameters.length];
  }

  /**
   * Runs to the end, or until stopped. Call once.
   *
   * @param stopped asked before every step
   * @param listener told after every epoch
   * @throws ProcessorException if a layer failed
   * @throws IOException if the listener could not write its record
   */
  public LargeSummary run(BooleanSupplier stopped, Listener listener)
      throws ProcessorException, IOException {
    long start = nanoTime.getAsLong();
    RandomGenerator order = RandomStreams.of(plan.seed(), "batches");
    int[] samples = RandomStreams.permutation(train.size(), order);
    Optimiser optimiser = plan.optimiser().create(parameters.length);
    EpochResult last = evaluated(0, Double.NaN, new Tally(), Double.NaN, Double.NaN, start);
    listener.on(last);
    double best = last.testError();
    boolean ended = false;
    int batches = (train.size() + plan.batch() - 1) / plan.batch();
    for (int epoch = 1; epoch <= plan.epochs() && !ended; epoch++) {
      long began = nanoTime.getAsLong();
      RandomStreams.shuffle(samples, order);
      Tally tally = new Tally();
      double rate = Double.NaN;
      double gradientError = Double.NaN;
      for (int batch = 0; batch < batches && !ended; batch++) {
        ended = stopped.getAsBoolean();
        if (!ended) {
          double progress =
              plan.schedule()
                  .factor((epoch - 1L) * batches + batch, (long) plan.epochs() * batches);
          rate = plan.learningRate() * progress;
          int from = batch * plan.batch();
          int count = Math.min(plan.batch(), train.size() - from);
          network.program(parameters);
          tally.add(network.differentiate(train, samples, from, count, gradient), count);
          if (batch == batches - 1 && exact.isPresent()) {
            gradientError = gradientError(exact.get(), samples, from, count);
          }
          requireFinite();
          optimiser.step(parameters, gradient, rate);
          steps++;
          requireMeaning();
        }
      }
      if (tally.samples > 0) {
        last = evaluated(epoch, rate, tally, gradientError, seconds(began), start);
        best = Math.min(best, last.testError());
        listener.on(last);
      }
    }
    double seconds = seconds(start);
    network.program(parameters);
    Tally all = evaluate(train);
    return new LargeSummary(last, all.loss(), all.error(), best, ended, seconds, parameters);
  }

  private double seconds(long start) {
    return (nanoTime.getAsLong() - start) * 1e-9;
  }

  private EpochResult evaluated(
      int epoch, double rate, Tally training, double gradientError, double trainSeconds, long start)
      throws ProcessorException {
    network.program(parameters);
    Tally tested = evaluate(test);
    if (!Double.isFinite(tested.loss())) {
      throw new DivergenceException(
          "the test loss after " + steps + " steps is not finite any more");
    }
    return new EpochResult(
        epoch,
        steps,
        rate,
        training.loss(),
        training.error(),
        tested.loss(),
        tested.error(),
        gradientError,
        trainSeconds,
        seconds(start));
  }

  private void requireFinite() {
    for (double derivative : gradient) {
      if (!Double.isFinite(derivative)) {
        throw new DivergenceException(
            "the gradient after " + steps + " steps is not finite any more");
      }
    }
  }

  private void requireMeaning() {
    for (double parameter : parameters) {
      if (!(Math.abs(parameter) < LARGEST_PHASE)) {
        throw new DivergenceException(
            "a phase has come to %.1e rad after %d steps".formatted(parameter, steps));
      }
    }
  }

  private double gradientError(PhotonicNetwork reference, int[] samples, int from, int count)
      throws ProcessorException {
    double[] expected = new double[gradient.length];
    reference.program(parameters);
    reference.differentiate(train, samples, from, count, expected);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < expected.length; i++) {
      ab += gradient[i] * expected[i];
      aa += gradient[i] * gradient[i];
      bb += expected[i] * expected[i];
    }
    return 1 - ab / Math.sqrt(aa * bb);
  }

  private Tally evaluate(FeatureSet set) throws ProcessorException {
    int[] samples = new int[set.size()];
    Arrays.setAll(samples, i -> i);
    Tally tally = new Tally();
    tally.add(network.evaluate(set, samples, 0, set.size()), set.size());
    return tally;
  }

  /** Sums over samples. */
  private static final class Tally {
    private double loss;
    private long correct;
    private long samples;

    void add(BoundedLoss.Score score, int count) {
      loss += score.sum();
      correct += score.correct();
      samples += count;
    }

    double loss() {
      return samples == 0 ? Double.NaN : loss / samples;
    }

    double error() {
      return samples == 0 ? Double.NaN : 1 - (double) correct / samples;
    }
  }
}
