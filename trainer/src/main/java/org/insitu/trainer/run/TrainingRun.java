package org.insitu.trainer.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.RandomStreams;
import org.insitu.trainer.data.BiasEncoding;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.gradient.ChipLayers;
import org.insitu.trainer.gradient.GradientMode;
import org.insitu.trainer.gradient.InSituGradient;
import org.insitu.trainer.network.BatchGradient;
import org.insitu.trainer.network.NetworkModel;
import org.insitu.trainer.network.PhotonicNetwork;
import org.insitu.trainer.optimiser.IterateAverage;
import org.insitu.trainer.optimiser.Optimiser;

/**
 * One training run on a processor, from initial phases to the final evaluation.
 *
 * <p>With several starts, the first half of the iterations is a competition of independent initial
 * phases at the full learning rate: in every round each gets an equal share, then the half with the
 * lower loss of the training set, measured on the chip, goes on. Gradient descent on few phases
 * ends in poor minima for some initial phases, and this is how a chip finds out without a model.
 */
public final class TrainingRun {
  /** Last steps over which the spread of test accuracy is reported. */
  private static final int TAIL = 100;

  /** Steps between evaluations in the tail, unless the plan evaluates more often. */
  private static final int TAIL_EVAL_EVERY = 10;

  private final TrainingPlan plan;
  private final TaskData data;
  private final PhotonicNetwork network;
  private final PhotonicProcessor processor;
  private final List<RunListener> listeners;
  private final Optional<double[]> given;
  private final LongSupplier nanoTime;
  private final RunControl control;
  private final RunStatistics statistics = new RunStatistics();
  private final NetworkModel model;
  private final Evaluator evaluator;
  private final Optional<InSituGradient> insitu;
  private final BiasEncoding encoding;
  private final BatchOrder batches;
  private final RandomGenerator phaseStream;

  private ProcessorCounters countersAtStart = ProcessorCounters.ZERO;
  private long nanosAtStart;
  private int iteration;
  private double[] parameters;

  /**
   * Prepares a run; nothing is sent to the chip yet.
   *
   * @param processor chip or model; stays open, belongs to the caller
   * @param initialPhases phases to begin with [rad], in the order of {@link PhotonicNetwork}; empty
   *     draws them from the seed
   * @param listeners called on the thread of {@link #run}, in order
   * @param nanoTime monotonic clock [ns], as {@link System#nanoTime}
   * @throws IllegalArgumentException with one sentence if plan, data, phases and chip do not fit
   */
  public TrainingRun(
      TrainingPlan plan,
      TaskData data,
      PhotonicProcessor processor,
      Optional<double[]> initialPhases,
      List<RunListener> listeners,
      LongSupplier nanoTime) {
    if (plan.batch() > data.train().size()) {
      throw new IllegalArgumentException(
          "The batch of %d is larger than the training set of %d points; choose at most that many."
              .formatted(plan.batch(), data.train().size()));
    }
    this.plan = plan;
    this.data = data;
    this.processor = processor;
    this.listeners = List.copyOf(listeners);
    this.nanoTime = nanoTime;
    control = new RunControl(nanoTime);
    network = PhotonicNetwork.of(processor.mesh(), plan.layers(), data.train().classes());
    given = initialPhases.map(double[]::clone);
    if (given.isPresent() && given.get().length != network.parameters()) {
      throw new IllegalArgumentException(
          "%d initial phases do not fit the network of %d layers, which has %d."
              .formatted(given.get().length, plan.layers(), network.parameters()));
    }
    model = new NetworkModel(network);
    ChipLayers chip = new ChipLayers(network, new GatedProcessor(processor, control));
    evaluator = new Evaluator(chip, model, data);
    insitu =
        plan.gradient() == GradientMode.MODEL
            ? Optional.empty()
            : Optional.of(new InSituGradient(chip, plan.gradient(), plan.phases()));
    encoding = new BiasEncoding(network.mesh().ports(), data.train().features());
    batches = new BatchOrder(data.train().size(), RandomStreams.of(plan.seed(), "batches"));
    phaseStream = RandomStreams.of(plan.seed(), "initial phases");
    parameters = given.orElseGet(this::draw).clone();
  }

  /** Returns the switch that pauses, steps and stops this run, for any thread. */
  public RunControl control() {
    return control;
  }

  /** Returns the network that is trained. */
  public PhotonicNetwork network() {
    return network;
  }

  /**
   * Runs to the end, or until stopped. Call once.
   *
   * @throws ProcessorException if the chip failed
   * @throws IOException if a listener could not write its record
   */
  public RunSummary run() throws ProcessorException, IOException {
    nanosAtStart = nanoTime.getAsLong();
    countersAtStart = processor.counters();
    try {
      tell(new RunEvent.Started(plan, data, network, parameters.clone()));
      boolean stopped = false;
      try {
        train();
      } catch (CancellationException e) {
        stopped = true;
      }
      RunSummary summary = summary(stopped);
      tell(new RunEvent.Finished(summary, parameters.clone()));
      return summary;
    } catch (ProcessorException e) {
      tell(new RunEvent.Failed(e.getMessage()));
      throw e;
    }
  }

  private void train() throws ProcessorException, IOException {
    evaluate();
    Start start = new Start(0, parameters, plan.optimiser().create(network.parameters()));
    if (plan.roundIterations() > 0 && given.isEmpty()) {
      start = bestStart(start);
    }
    parameters = start.parameters;
    main(start.number, start.optimiser);
  }

  /** A beginning and how far it has come. */
  private static final class Start {
    private final int number;
    private final Optimiser optimiser;
    private double[] parameters;

    Start(int number, double[] parameters, Optimiser optimiser) {
      this.number = number;
      this.parameters = parameters;
      this.optimiser = optimiser;
    }
  }

  /** Lets starts compete: after every round the better half by loss on the chip goes on. */
  private Start bestStart(Start first) throws ProcessorException, IOException {
    List<Start> competing = new ArrayList<>(List.of(first));
    while (competing.size() < plan.starts()) {
      competing.add(
          new Start(competing.size(), draw(), plan.optimiser().create(network.parameters())));
    }
    double[] losses = new double[plan.starts()];
    while (competing.size() > 1) {
      int steps = plan.roundIterations() / competing.size();
      for (Start start : competing) {
        parameters = start.parameters;
        for (int i = 0; i < steps; i++) {
          step(start.number, start.optimiser, plan.learningRate());
          evaluateWhenDue();
        }
        start.parameters = parameters;
        losses[start.number] = evaluator.trainLoss(parameters);
      }
      competing.sort(
          Comparator.<Start>comparingDouble(start -> losses[start.number])
              .thenComparingInt(start -> start.number));
      competing = new ArrayList<>(competing.subList(0, (competing.size() + 1) / 2));
    }
    tell(new RunEvent.StartChosen(competing.get(0).number, losses));
    return competing.get(0);
  }

  private void main(int start, Optimiser optimiser) throws ProcessorException, IOException {
    int steps = plan.iterations() - iteration;
    IterateAverage average = new IterateAverage(parameters.length);
    for (int i = 0; i < steps; i++) {
      step(start, optimiser, plan.learningRate() * plan.schedule().factor(i, steps));
      if (i >= steps - plan.averageLast()) {
        average.add(parameters);
      }
      if (i < steps - 1) {
        evaluateWhenDue();
      }
    }
    if (average.count() > 0) {
      parameters = average.mean();
    }
    if (steps > 0) {
      evaluate();
    }
  }

  private void step(int start, Optimiser optimiser, double learningRate)
      throws ProcessorException, IOException {
    control.pass();
    int[] samples = batches.next(plan.batch());
    ComplexBatch input = encoding.encode(data.train().points(), samples);
    int[] labels = data.train().select(samples).labels();
    BatchGradient exact = model.gradient(parameters, input, labels, plan.gradient().sumScale());
    BatchGradient followed =
        insitu.isPresent() ? insitu.get().measure(parameters, input, labels) : exact;
    OptionalDouble error =
        insitu.isPresent()
            ? OptionalDouble.of(followed.directionError(exact))
            : OptionalDouble.empty();
    error.ifPresent(statistics::gradientError);
    double[] next = parameters.clone();
    optimiser.step(next, followed.gradient(), learningRate);
    parameters = next;
    iteration++;
    // Before the listeners hear of it: a step they ask for is the next one.
    control.iterationDone();
    tell(
        new RunEvent.IterationDone(
            iteration,
            start,
            followed.loss(),
            (double) followed.correct() / samples.length,
            error,
            learningRate,
            followed.gradient(),
            exact.gradient(),
            parameters,
            counters(),
            elapsed()));
    tell(new RunEvent.TapMaps(iteration, followed.taps(), exact.taps()));
  }

  private void evaluateWhenDue() throws ProcessorException, IOException {
    boolean tail = iteration > plan.iterations() - TAIL && iteration % TAIL_EVAL_EVERY == 0;
    if (tail || iteration % plan.evalEvery() == 0) {
      evaluate();
    }
  }

  private void evaluate() throws ProcessorException, IOException {
    Accuracies accuracies = evaluator.evaluate(parameters);
    statistics.evaluated(iteration, accuracies);
    tell(new RunEvent.Evaluated(iteration, accuracies, parameters, counters(), elapsed()));
  }

  private double[] draw() {
    return plan.initial().of(network, phaseStream);
  }

  private RunSummary summary(boolean stopped) {
    return new RunSummary(
        plan,
        iteration,
        stopped,
        statistics.last(),
        statistics.bestTestAccuracy(),
        statistics.gradientErrorMedian(),
        statistics.spreadAfter(Math.max(0, iteration - TAIL)),
        counters(),
        elapsed());
  }

  private ProcessorCounters counters() {
    return processor.counters().since(countersAtStart);
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - nanosAtStart);
  }

  private void tell(RunEvent event) throws IOException {
    for (RunListener listener : listeners) {
      listener.on(event);
    }
  }
}
