package org.insitu.trainer.large;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.engine.Electronics;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.LaunchForm;
import org.insitu.mesh.engine.NetworkEngine;
import org.insitu.mesh.engine.Team;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.trainer.digits.DigitImages;
import org.insitu.trainer.digits.FeatureSet;

/**
 * A network on the engine, with a read-out that makes no error and without loss: batches of many
 * samples per port go through all layers and back in small parts; {@link NetworkEngine#suits} says
 * from when on.
 */
public final class EngineNetwork implements PhotonicNetwork {
  private final LargePlan plan;
  private final LaunchForm launches;
  private final LargeNetwork network;
  private final NetworkEngine engine;
  private final List<Computer> computers;

  /** Results of the parts of a batch, by their first sample: added up in order. */
  private BoundedLoss.Score[] scores = {};

  /**
   * Creates a network in the bar state.
   *
   * @param errors imperfections of each layer, first to last, without loss
   * @param launches the form of the vectors that will come
   * @param exact whether gradients are those of the model; else in situ, by three passes with taps
   * @param team threads to use; belongs to the caller
   */
  public EngineNetwork(
      LargePlan plan, List<MeshErrors> errors, LaunchForm launches, boolean exact, Team team) {
    this.plan = plan;
    this.launches = launches;
    network = plan.network();
    engine = new NetworkEngine(network.mesh(), errors, launches, exact, team);
    computers = IntStream.range(0, team.size()).mapToObj(member -> new Computer()).toList();
  }

  /** What one thread computes between the meshes. */
  private final class Computer implements Electronics {
    private final int[] labels = new int[NetworkEngine.MOST_TOGETHER];
    private final float[][] slopes = new float[DigitImages.CLASSES][NetworkEngine.MOST_TOGETHER];
    private final ClassShares shares =
        new ClassShares(
            plan.readOut().of(plan.ports(), DigitImages.CLASSES),
            DigitImages.CLASSES,
            NetworkEngine.MOST_TOGETHER);
    private FeatureSet set;
    private int[] samples;
    private int from;
    private int batch;

    @Override
    public void launch(int first, int count, float[][] into) {
      for (int i = 0; i < count; i++) {
        int sample = samples[from + first + i];
        into[i] = set.vectors()[sample];
        labels[i] = set.labels()[sample];
      }
    }

    @Override
    public void activate(int count, FloatBatch output, float[][] input) {
      Magnitudes.take(output, input, 0, count);
    }

    @Override
    public void score(int first, int count, FloatBatch output) {
      shares.take(output, 0, count);
      scores[first] = plan.loss().score(shares, labels, plan.sharpness(), slopes, 0, count);
    }

    @Override
    public void differentiate(int first, int count, FloatBatch output, FloatBatch cotangent) {
      score(first, count, output);
      shares.cotangent(slopes, output, batch, cotangent, 0, count);
    }

    @Override
    public void carryBack(
        int count, float[][] derivative, float[][] input, FloatBatch output, FloatBatch cotangent) {
      Magnitudes.carryBack(derivative, input, output, cotangent, 0, count);
    }
  }

  @Override
  public void program(double[] parameters) {
    engine.program(
        IntStream.range(0, network.layers())
            .mapToObj(layer -> network.phases(parameters, layer))
            .toList());
  }

  @Override
  public BoundedLoss.Score evaluate(FeatureSet set, int[] samples, int from, int count) {
    face(set, samples, from, count);
    engine.transform(count, computers);
    return total();
  }

  @Override
  public BoundedLoss.Score differentiate(
      FeatureSet set, int[] samples, int from, int count, double[] gradient) {
    face(set, samples, from, count);
    List<MeshGradient> gradients = engine.gradient(count, computers);
    for (int layer = 0; layer < gradients.size(); layer++) {
      network.put(gradients.get(layer), layer, gradient);
    }
    return total();
  }

  private void face(FeatureSet set, int[] samples, int from, int count) {
    if (!set.form().equals(launches)) {
      throw new IllegalArgumentException("vectors of another form");
    }
    if (scores.length != count) {
      scores = new BoundedLoss.Score[count];
    }
    Arrays.fill(scores, null);
    for (Computer computer : computers) {
      computer.set = set;
      computer.samples = samples;
      computer.from = from;
      computer.batch = count;
    }
  }

  private BoundedLoss.Score total() {
    BoundedLoss.Score total = BoundedLoss.Score.NONE;
    for (BoundedLoss.Score score : scores) {
      total = score == null ? total : total.plus(score);
    }
    return total;
  }

  @Override
  public void close() {
    // Its threads belong to the caller.
  }
}
