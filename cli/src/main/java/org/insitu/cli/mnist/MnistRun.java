package org.insitu.cli.mnist;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.insitu.cli.console.UserMistake;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.engine.LaunchForm;
import org.insitu.mesh.engine.Team;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.simulator.processor.VirtualProcessor;
import org.insitu.trainer.digits.FeatureSet;
import org.insitu.trainer.large.DivergenceException;
import org.insitu.trainer.large.EngineLayer;
import org.insitu.trainer.large.EngineNetwork;
import org.insitu.trainer.large.LargePlan;
import org.insitu.trainer.large.LargeSummary;
import org.insitu.trainer.large.LargeTraining;
import org.insitu.trainer.large.LayeredNetwork;
import org.insitu.trainer.large.PhotonicLayer;
import org.insitu.trainer.large.PhotonicNetwork;
import org.insitu.trainer.large.ProcessorLayer;
import org.insitu.trainer.run.Decimals;

/** One run: puts layers with their errors under a training. */
public final class MnistRun {
  private MnistRun() {}

  /**
   * Trains.
   *
   * @param threads threads of the engine
   * @param stopped asked before every step
   * @param listener told after every epoch
   */
  public static LargeSummary train(
      MnistOptions options,
      FeatureSet train,
      FeatureSet test,
      int threads,
      BooleanSupplier stopped,
      LargeTraining.Listener listener)
      throws ProcessorException, IOException {
    LargePlan plan = options.plan();
    check(plan, train);
    try (Team team = new Team(threads);
        PhotonicNetwork network = network(options, plan, train.form(), team)) {
      return new LargeTraining(plan, network, Optional.empty(), train, test, System::nanoTime)
          .run(stopped, listener);
    } catch (DivergenceException diverged) {
      throw new UserMistake(diverged.getMessage(), diverged);
    }
  }

  /** Refuses a batch that is larger than the training set. */
  static void check(LargePlan plan, FeatureSet train) {
    if (plan.batch() > train.size()) {
      throw new UserMistake(
          "the batch of %d is larger than the training set of %d images; choose at most that many"
              .formatted(plan.batch(), train.size()));
    }
  }

  private static PhotonicNetwork network(
      MnistOptions options, LargePlan plan, LaunchForm launches, Team team) {
    Mesh mesh = plan.network().mesh();
    List<ArmImbalance> imbalances = new ArrayList<>();
    List<MeshErrors> errors = new ArrayList<>();
    for (int layer = 0; layer < plan.layers(); layer++) {
      // Static errors are the device's own: the same for every order of samples and every noise.
      SplittableRandom random = new SplittableRandom(31 * plan.seed() + layer);
      imbalances.add(ArmImbalance.sample(mesh, options.imbalanceDb(), random));
      errors.add(
          new MeshErrors(
              normal(mesh, options.couplerErrorRad(), random),
              normal(mesh, options.couplerErrorRad(), random),
              new double[mesh.nodeCount()]));
    }
    if (options.goesThroughAtOnce()) {
      return new EngineNetwork(plan, errors, launches, options.usesModel(), team);
    }
    List<PhotonicLayer> layers = new ArrayList<>();
    for (int layer = 0; layer < plan.layers(); layer++) {
      layers.add(layer(options, plan, mesh, layer, errors.get(layer), imbalances.get(layer), team));
    }
    return new LayeredNetwork(plan, layers, team);
  }

  private static PhotonicLayer layer(
      MnistOptions options,
      LargePlan plan,
      Mesh mesh,
      int layer,
      MeshErrors errors,
      ArmImbalance imbalance,
      Team team) {
    if (options.usesModel()) {
      return EngineLayer.ofModel(mesh, errors, team);
    }
    if (options.usesEngineAlone()) {
      return new EngineLayer(mesh, errors, imbalance, team);
    }
    return new ProcessorLayer(
        new VirtualProcessor(mesh, errors, imbalance, options.noise(layer), team.size()),
        plan.gradient(),
        plan.measurement());
  }

  private static double[] normal(Mesh mesh, double deviation, SplittableRandom random) {
    double[] values = new double[mesh.nodeCount()];
    Arrays.setAll(values, node -> deviation * random.nextGaussian());
    return values;
  }

  /** Returns the entries of summary.json, also what {@code --json} prints; in order. */
  public static Map<String, Object> report(
      String data, LargePlan plan, String version, LargeSummary summary) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("task", "mnist");
    entries.put("data", data);
    entries.put("seed", plan.seed());
    entries.put("version", version);
    entries.put("trainAccuracy", rounded(1 - summary.trainError()));
    entries.put("testAccuracy", rounded(1 - summary.last().testError()));
    entries.put("testError", rounded(summary.last().testError()));
    entries.put("bestTestError", rounded(summary.bestTestError()));
    entries.put("testLoss", rounded(summary.last().testLoss()));
    entries.put("trainError", rounded(summary.trainError()));
    entries.put("trainLoss", rounded(summary.trainLoss()));
    entries.put("epochs", summary.last().epoch());
    entries.put("iterations", summary.last().steps());
    entries.put("optimizer", plan.optimiser().id());
    entries.put("gradient", plan.gradient().id());
    entries.put("wallSeconds", Decimals.rounded(summary.seconds(), 6));
    entries.put("stopped", summary.stopped());
    return entries;
  }

  private static double rounded(double value) {
    return Decimals.rounded(value, 9);
  }
}
