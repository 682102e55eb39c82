package org.insitu.trainer.large;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.insitu.mesh.engine.Team;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.digits.FeatureSet;

/** A network that sends whole batches through one layer after the other, whatever the layers. */
public final class LayeredNetwork implements PhotonicNetwork {
  /** Samples evaluated together: two blocks of the engine. */
  private static final int EVALUATION_BATCH = 600;

  private final LargePlan plan;
  private final LargeNetwork network;
  private final List<? extends PhotonicLayer> layers;
  private final Team team;

  /** By number of samples: batches, their rest, what is evaluated at a time, and its rest. */
  private final Map<Integer, Workspace> workspaces = new HashMap<>();

  /**
   * Puts layers together.
   *
   * @param layers first to last; closed with the network
   * @param team threads that share out what lies between the layers; belongs to the caller
   */
  public LayeredNetwork(LargePlan plan, List<? extends PhotonicLayer> layers, Team team) {
    this.plan = plan;
    this.layers = List.copyOf(layers);
    this.team = team;
    network = plan.network();
  }

  @Override
  public void program(double[] parameters) throws ProcessorException {
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).program(network.phases(parameters, layer));
    }
  }

  @Override
  public BoundedLoss.Score evaluate(FeatureSet set, int[] samples, int from, int count)
      throws ProcessorException {
    BoundedLoss.Score score = BoundedLoss.Score.NONE;
    for (int first = 0; first < count; first += EVALUATION_BATCH) {
      Workspace at = workspace(Math.min(EVALUATION_BATCH, count - first));
      forward(set, samples, from + first, at);
      score = score.plus(at.score(plan));
    }
    return score;
  }

  private Workspace workspace(int samples) {
    return workspaces.computeIfAbsent(samples, count -> new Workspace(plan, count, team));
  }

  private void forward(FeatureSet set, int[] samples, int from, Workspace at)
      throws ProcessorException {
    at.load(set, samples, from);
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).forward(at.inputs[layer], at.outputs[layer]);
      if (layer + 1 < layers.size()) {
        at.activate(layer);
      }
    }
  }

  @Override
  public BoundedLoss.Score differentiate(
      FeatureSet set, int[] samples, int from, int count, double[] gradient)
      throws ProcessorException {
    Workspace at = workspace(count);
    forward(set, samples, from, at);
    BoundedLoss.Score score = at.score(plan);
    at.differentiateLoss();
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      network.put(
          layers
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
    return score;
  }

  @Override
  public void close() throws ProcessorException {
    for (PhotonicLayer layer : layers) {
      layer.close();
    }
  }
}
