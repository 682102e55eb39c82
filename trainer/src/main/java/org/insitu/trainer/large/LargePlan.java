package org.insitu.trainer.large;

import java.util.LinkedHashMap;
import java.util.Map;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.trainer.digits.ImageFeatures;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.optimiser.Schedule;

/**
 * Everything that decides about a run but the data and the imperfections.
 *
 * @param topology arrangement of each mesh
 * @param ports ports N of each layer, at least the number of classes
 * @param layers number of layers
 * @param trainsGamma whether output phases are trained
 * @param features what of an image is sent in
 * @param readOut which ports stand for which class
 * @param loss what is minimised
 * @param sharpness factor s between shares of light and logits
 * @param gradient where derivatives come from
 * @param measurement what is sent through a processor
 * @param optimiser how steps are made
 * @param learningRate its rate [rad]
 * @param schedule how the rate goes over the run
 * @param batch samples per step
 * @param epochs passes over all training samples, 0 only evaluates
 * @param seed of initial phases and of the order of samples
 */
public record LargePlan(
    Topology topology,
    int ports,
    int layers,
    boolean trainsGamma,
    ImageFeatures features,
    ReadOutPorts readOut,
    BoundedLoss loss,
    double sharpness,
    LargeGradient gradient,
    LargeMeasurement measurement,
    OptimiserKind optimiser,
    double learningRate,
    Schedule schedule,
    int batch,
    int epochs,
    long seed) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException with one sentence if a number is out of range
   */
  public LargePlan {
    require(layers >= 1, "A network has at least 1 layer, not %s.", layers);
    require(batch >= 1, "A batch has at least 1 sample, not %s.", batch);
    require(epochs >= 0, "A run has at least 0 epochs, not %s.", epochs);
    require(learningRate > 0, "A learning rate is above 0, not %s.", learningRate);
    require(sharpness > 0, "The sharpness of the softmax is above 0, not %s.", sharpness);
  }

  private static void require(boolean met, String sentence, Object found) {
    if (!met) {
      throw new IllegalArgumentException(sentence.formatted(found));
    }
  }

  /** Returns the network. */
  public LargeNetwork network() {
    return new LargeNetwork(Mesh.of(topology, ports), layers, trainsGamma);
  }

  /** Returns the entries of run.yaml, in order. */
  public Map<String, Object> entries() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("mesh", topology.id());
    entries.put("ports", ports);
    entries.put("layers", layers);
    entries.put("gamma", trainsGamma ? "trained" : "fixed");
    entries.put("features", features.id());
    entries.put("readOut", readOut.id());
    entries.put("loss", loss.id());
    entries.put("sharpness", sharpness);
    entries.put("gradient", gradient.id());
    entries.put("measure", measurement.id());
    entries.put("optimizer", optimiser.id());
    entries.put("learningRate", learningRate);
    entries.put("schedule", schedule.id());
    entries.put("batch", batch);
    entries.put("epochs", epochs);
    entries.put("seed", seed);
    return entries;
  }
}
