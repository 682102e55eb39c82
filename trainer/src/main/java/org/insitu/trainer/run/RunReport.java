package org.insitu.trainer.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.network.PhotonicNetwork;

/** A run as the entries of {@code summary.json} and {@code run.yaml}. */
public final class RunReport {
  /** First entry of run.yaml; directories written before it was there have none. */
  static final String FORMAT = "insitu run 1";

  private RunReport() {}

  /** Returns the entries of summary.json, also what {@code train --json} prints; in order. */
  public static Map<String, Object> summary(RunInfo info, RunSummary summary) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("task", summary.plan().task());
    entries.put("chip", info.chip());
    entries.put("seed", summary.plan().seed());
    entries.put("version", info.version());
    entries.put("trainAccuracy", summary.last().map(Accuracies::train).orElse(null));
    entries.put("testAccuracy", summary.last().map(Accuracies::test).orElse(null));
    entries.put("bestTestAccuracy", boxed(summary.bestTestAccuracy()));
    entries.put("digitalTestAccuracy", summary.last().map(Accuracies::digitalTest).orElse(null));
    entries.put("gradientErrorMedian", boxed(summary.gradientErrorMedian()));
    entries.put("iterations", summary.iterations());
    ProcessorCounters counters = summary.counters();
    entries.put("launches", counters.launches());
    entries.put("heaterWrites", counters.heaterWrites());
    entries.put("tapReads", counters.tapReads());
    entries.put("directionSwitches", counters.directionSwitches());
    entries.put("chipSeconds", Decimals.rounded(counters.chipTime().toNanos() * 1e-9, 9));
    entries.put("wallSeconds", Decimals.rounded(summary.elapsed().toNanos() * 1e-9, 6));
    entries.put("trainLoss", summary.last().map(Accuracies::trainLoss).orElse(null));
    entries.put("gradient", summary.plan().gradient().id());
    entries.put("phases", summary.plan().phases().id());
    entries.put("stopped", summary.stopped());
    entries.put("spreadLast100", summary.spread().map(RunReport::spread).orElse(null));
    return entries;
  }

  private static Map<String, Object> spread(RunSummary.Spread spread) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("evaluations", spread.evaluations());
    entries.put("min", spread.min());
    entries.put("max", spread.max());
    entries.put("standardDeviation", Decimals.rounded(spread.standardDeviation(), 6));
    return entries;
  }

  private static Object boxed(OptionalDouble value) {
    return value.isPresent() ? Decimals.rounded(value.getAsDouble(), 9) : null;
  }

  /** Returns the entries of run.yaml: all it takes to repeat the run; in order. */
  static Map<String, Object> description(
      RunInfo info, TrainingPlan plan, TaskData data, PhotonicNetwork network) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("version", info.version());
    root.put("chip", info.chip());
    root.put("plan", plan(plan));
    Map<String, Object> points = new LinkedHashMap<>();
    points.put("name", data.name());
    points.put("trainPoints", data.train().size());
    points.put("testPoints", data.test().size());
    points.put("features", data.train().featureNames());
    points.put("classes", data.train().classNames());
    points.put(
        "scaling", Map.of("shift", data.scaling().shift(), "factor", data.scaling().factor()));
    root.put("data", points);
    Map<String, Object> mesh = new LinkedHashMap<>();
    mesh.put("topology", network.mesh().topology().id());
    mesh.put("ports", network.mesh().ports());
    mesh.put("phases", network.parameters());
    root.put("network", mesh);
    root.put("details", info.details());
    return root;
  }

  private static Map<String, Object> plan(TrainingPlan plan) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("task", plan.task());
    entries.put("gradient", plan.gradient().id());
    entries.put("phases", plan.phases().id());
    entries.put("iterations", plan.iterations());
    entries.put("batch", plan.batch());
    entries.put("optimizer", plan.optimiser().id());
    entries.put("learningRate", plan.learningRate());
    entries.put("schedule", plan.schedule().id());
    entries.put("layers", plan.layers());
    entries.put("seed", plan.seed());
    entries.put("evalEvery", plan.evalEvery());
    entries.put("initial", plan.initial().id());
    entries.put("starts", plan.starts());
    entries.put("averageLast", plan.averageLast());
    return entries;
  }

  /** Columns of metrics.csv; the last two are times, all others follow from the seed. */
  static final List<String> COLUMNS =
      List.of(
          "iteration",
          "start",
          "loss",
          "batchAccuracy",
          "gradientError",
          "gradientNorm",
          "learningRate",
          "trainAccuracy",
          "testAccuracy",
          "digitalTestAccuracy",
          "trainLoss",
          "launches",
          "heaterWrites",
          "tapReads",
          "directionSwitches",
          "chipSeconds",
          "wallSeconds");
}
