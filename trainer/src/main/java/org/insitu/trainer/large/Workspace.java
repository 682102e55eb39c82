package org.insitu.trainer.large;

import java.util.Arrays;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.Team;
import org.insitu.trainer.digits.DigitImages;
import org.insitu.trainer.digits.FeatureSet;

/**
 * What one batch needs on its way through a network and back, shared out among threads by samples.
 */
final class Workspace {
  /** Samples that one thread takes at a time; sums are added up in the order of these parts. */
  private static final int PART = 152;

  final FloatBatch[] inputs;
  final FloatBatch[] outputs;
  final FloatBatch cotangent;
  final FloatBatch adjoint;
  final int[] labels;
  private final ClassShares shares;
  private final float[][] slopes;
  private final Team team;

  /** Work on samples {@code from ... to - 1}. */
  private interface Work {
    void on(int from, int to);
  }

  Workspace(LargePlan plan, int samples, Team team) {
    this.team = team;
    inputs = new FloatBatch[plan.layers()];
    outputs = new FloatBatch[plan.layers()];
    for (int layer = 0; layer < plan.layers(); layer++) {
      inputs[layer] = FloatBatch.zeros(plan.ports(), samples);
      outputs[layer] = FloatBatch.zeros(plan.ports(), samples);
    }
    cotangent = FloatBatch.zeros(plan.ports(), samples);
    adjoint = FloatBatch.zeros(plan.ports(), samples);
    labels = new int[samples];
    shares =
        new ClassShares(
            plan.readOut().of(plan.ports(), DigitImages.CLASSES), DigitImages.CLASSES, samples);
    slopes = new float[DigitImages.CLASSES][samples];
  }

  /** Takes the samples numbered {@code samples[from]} and following. */
  void load(FeatureSet set, int[] samples, int from) {
    inParts(
        (first, last) -> {
          set.gather(samples, from, inputs[0], first, last);
          for (int i = first; i < last; i++) {
            labels[i] = set.labels()[samples[from + i]];
          }
        });
  }

  private void inParts(Work work) {
    team.run(
        parts(),
        (part, member) -> work.on(PART * part, Math.min(PART * (part + 1), labels.length)));
  }

  private int parts() {
    return (labels.length + PART - 1) / PART;
  }

  /** Computes the next layer's input x = |y|. */
  void activate(int layer) {
    FloatBatch output = outputs[layer];
    float[][] input = inputs[layer + 1].re();
    inParts((from, to) -> Magnitudes.take(output, input, from, to));
  }

  /** Scores the output of the last layer. */
  BoundedLoss.Score score(LargePlan plan) {
    FloatBatch output = outputs[outputs.length - 1];
    BoundedLoss.Score[] scores = new BoundedLoss.Score[parts()];
    inParts(
        (from, to) -> {
          shares.take(output, from, to);
          scores[from / PART] =
              plan.loss().score(shares, labels, plan.sharpness(), slopes, from, to);
        });
    return Arrays.stream(scores).reduce(BoundedLoss.Score.NONE, BoundedLoss.Score::plus);
  }

  /** Computes the cotangent at the output of the last layer from what was scored. */
  void differentiateLoss() {
    FloatBatch output = outputs[outputs.length - 1];
    inParts((from, to) -> shares.cotangent(slopes, output, labels.length, cotangent, from, to));
  }

  /** Turns the adjoint at a layer's input into the cotangent g = Re(x_adj) e^{-i arg y} below. */
  void carryBack(int layer) {
    inParts(
        (from, to) ->
            Magnitudes.carryBack(
                adjoint.re(), inputs[layer].re(), outputs[layer - 1], cotangent, from, to));
  }
}
