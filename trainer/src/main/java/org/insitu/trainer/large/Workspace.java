package org.insitu.trainer.large;

import org.insitu.mesh.engine.FloatBatch;
import org.insitu.trainer.digits.DigitImages;
import org.insitu.trainer.digits.FeatureSet;

/** What one batch needs on its way through a network and back. */
final class Workspace {
  /** Far below any amplitude of interest; makes 0 / 0 a 0 where a port is dark. */
  private static final float DARK = 1e-30f;

  final FloatBatch[] inputs;
  final FloatBatch[] outputs;
  final FloatBatch cotangent;
  final FloatBatch adjoint;
  final int[] labels;
  private final ClassShares shares;
  private final float[][] slopes;

  Workspace(LargePlan plan, int samples) {
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
    set.gather(samples, from, inputs[0]);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = set.labels()[samples[from + i]];
    }
  }

  /** Computes the next layer's input x = |y|. */
  void activate(int layer) {
    for (int port = 0; port < outputs[layer].ports(); port++) {
      magnitude(outputs[layer].re()[port], outputs[layer].im()[port], inputs[layer + 1].re()[port]);
    }
  }

  /** Scores the output of the last layer. */
  BoundedLoss.Score score(LargePlan plan) {
    shares.take(outputs[outputs.length - 1]);
    return plan.loss().score(shares, labels, plan.sharpness(), slopes);
  }

  /** Computes the cotangent at the output of the last layer from what was scored. */
  void differentiateLoss() {
    shares.cotangent(slopes, outputs[outputs.length - 1], cotangent);
  }

  /** Turns the adjoint at a layer's input into the cotangent g = Re(x_adj) e^{-i arg y} below. */
  void carryBack(int layer) {
    for (int port = 0; port < adjoint.ports(); port++) {
      turn(
          adjoint.re()[port],
          inputs[layer].re()[port],
          outputs[layer - 1].re()[port],
          outputs[layer - 1].im()[port],
          cotangent.re()[port],
          cotangent.im()[port]);
    }
  }

  private static void magnitude(float[] re, float[] im, float[] magnitude) {
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = (float) Math.sqrt(re[i] * re[i] + im[i] * im[i]);
    }
  }

  private static void turn(
      float[] adjoint, float[] magnitude, float[] re, float[] im, float[] intoRe, float[] intoIm) {
    for (int i = 0; i < adjoint.length; i++) {
      float scale = adjoint[i] / (magnitude[i] + DARK);
      intoRe[i] = scale * re[i];
      intoIm[i] = -scale * im[i];
    }
  }
}
