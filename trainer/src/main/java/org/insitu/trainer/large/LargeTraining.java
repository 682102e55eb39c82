package org.insitu.trainer.large;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.engine.Team;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.RandomStreams;
import org.insitu.trainer.digits.FeatureSet;
import org.insitu.trainer.optimiser.Optimiser;

/** One run: from drawn phases through all epochs to the final evaluation. */
public final class LargeTraining {
  /** Samples evaluated together: two blocks of the engine. */
  private static final int EVALUATION_BATCH = 600;

  /** From here on a phase [rad] has fewer than six digits behind its whole turns. */
  private static final double LARGEST_PHASE = 1e9;

  private final LargePlan plan;
  private final LargeNetwork network;
  private final List<? extends PhotonicLayer> layers;
  private final List<? extends PhotonicLayer> exact;
  private final FeatureSet train;
  private final FeatureSet test;
  private final Team team;
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
   * @param layers one per layer of the network, first to last; belong to the caller
   * @param exact the same network with exact gradients, to tell gradient errors; empty compares
   *     nothing
   * @param train vectors to train with
   * @param test vectors to test with
   * @param team threads that share out what lies between the layers; belongs to the caller
   * @param nanoTime monotonic clock [ns]
   * @throws IllegalArgumentException with one sentence if plan and data do not fit
   */
  public LargeTraining(
      LargePlan plan,
      List<? extends PhotonicLayer> layers,
      List<? extends PhotonicLayer> exact,
      FeatureSet train,
      FeatureSet test,
      Team team,
      LongSupplier nanoTime) {
    if (plan.batch() > train.size()) {
      throw new IllegalArgumentException(
          "The batch of %d is larger than the training set of %d samples; choose at most that many."
              .formatted(plan.batch(), train.size()));
    }
    this.plan = plan;
    this.layers = List.copyOf(layers);
    this.exact = List.copyOf(exact);
    this.train = train;
    this.test = test;
    this.team = team;
    this.nanoTime = nanoTime;
    network = plan.network();
    gradient = new double[network.parameters()];
    parameters = network.initial(RandomStreams.of(plan.seed(), "initial phases"));
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
    Optimiser optimiser = plan.optimiser().create(network.parameters());
    EpochResult last = evaluated(0, Double.NaN, new Tally(), Double.NaN, start);
    listener.on(last);
    double best = last.testError();
    boolean ended = false;
    Workspace workspace = new Workspace(plan, plan.batch(), team);
    int rest = train.size() % plan.batch();
    Workspace remainder = rest == 0 ? workspace : new Workspace(plan, rest, team);
    int batches = (train.size() + plan.batch() - 1) / plan.batch();
    for (int epoch = 1; epoch <= plan.epochs() && !ended; epoch++) {
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
          Workspace at = batch == batches - 1 ? remainder : workspace;
          differentiate(layers, samples, batch * plan.batch(), at, tally);
          if (batch == batches - 1 && !exact.isEmpty()) {
            gradientError = gradientError(samples, batch * plan.batch(), at);
          }
          requireFinite();
          optimiser.step(parameters, gradient, rate);
          steps++;
          requireMeaning();
        }
      }
      if (tally.samples > 0) {
        last = evaluated(epoch, rate, tally, gradientError, start);
        best = Math.min(best, last.testError());
        listener.on(last);
      }
    }
    double seconds = seconds(start);
    program(layers);
    Tally all = evaluate(train);
    return new LargeSummary(last, all.loss(), all.error(), best, ended, seconds, parameters);
  }

  private double seconds(long start) {
    return (nanoTime.getAsLong() - start) * 1e-9;
  }

  private EpochResult evaluated(
      int epoch, double rate, Tally training, double gradientError, long start)
      throws ProcessorException {
    program(layers);
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
        seconds(start));
  }

  private void program(List<? extends PhotonicLayer> stack) throws ProcessorException {
    for (int layer = 0; layer < stack.size(); layer++) {
      stack.get(layer).program(network.phases(parameters, layer));
    }
  }

  /** Computes the gradient of one batch's mean loss. */
  private void differentiate(
      List<? extends PhotonicLayer> stack, int[] samples, int from, Workspace at, Tally tally)
      throws ProcessorException {
    program(stack);
    at.load(train, samples, from);
    for (int layer = 0; layer < stack.size(); layer++) {
      stack.get(layer).forward(at.inputs[layer], at.outputs[layer]);
      if (layer + 1 < stack.size()) {
        at.activate(layer);
      }
    }
    int top = stack.size() - 1;
    tally.add(at.score(plan), at.labels.length);
    at.differentiateLoss();
    for (int layer = top; layer >= 0; layer--) {
      network.put(
          stack
              .get(layer)
              .backward(
                  at.inputs[layer],
                  at.outputs[layer],
                  at.cotangent,
                  layer > 0 ? Optional.of(at.adjoint) : Optional.empty()),
          layer,
          gradient);
      if (layer > 0) {
        at.carryBack(layer);
      }
    }
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

  private double gradientError(int[] samples, int from, Workspace at) throws ProcessorException {
    double[] followed = gradient.clone();
    differentiate(exact, samples, from, at, new Tally());
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < followed.length; i++) {
      ab += followed[i] * gradient[i];
      aa += followed[i] * followed[i];
      bb += gradient[i] * gradient[i];
    }
    System.arraycopy(followed, 0, gradient, 0, followed.length);
    return 1 - ab / Math.sqrt(aa * bb);
  }

  private Tally evaluate(FeatureSet set) throws ProcessorException {
    Tally tally = new Tally();
    int[] samples = new int[set.size()];
    Arrays.setAll(samples, i -> i);
    Workspace full = new Workspace(plan, Math.min(EVALUATION_BATCH, set.size()), team);
    for (int from = 0; from < set.size(); from += EVALUATION_BATCH) {
      int count = Math.min(EVALUATION_BATCH, set.size() - from);
      Workspace at = count == full.labels.length ? full : new Workspace(plan, count, team);
      at.load(set, samples, from);
      for (int layer = 0; layer < layers.size(); layer++) {
        layers.get(layer).forward(at.inputs[layer], at.outputs[layer]);
        if (layer + 1 < layers.size()) {
          at.activate(layer);
        }
      }
      tally.add(at.score(plan), count);
    }
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
