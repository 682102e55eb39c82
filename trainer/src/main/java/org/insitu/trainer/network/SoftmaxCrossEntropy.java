package org.insitu.trainer.network;

import org.insitu.mesh.linear.ComplexBatch;

/** Softmax cross entropy on the summed port powers: L = -ln(exp(z_label) / Σ_k exp(z_k)). */
public final class SoftmaxCrossEntropy {
  private SoftmaxCrossEntropy() {}

  /**
   * Loss of a batch.
   *
   * @param meanLoss mean over the samples
   * @param correct samples whose largest logit is that of their label
   * @param cotangent dL/dx_{L+1} of each sample (not divided by their number), real, {@code
   *     [port][sample]}
   */
  public record Loss(double meanLoss, int correct, ComplexBatch cotangent) {}

  /**
   * Computes loss and cotangent.
   *
   * @param groups ports of each class
   * @param output magnitudes x_{L+1} ≥ 0, {@code [port][sample]}; Not modified
   * @param labels class of each sample
   */
  public static Loss evaluate(PortGroups groups, ComplexBatch output, int[] labels) {
    if (labels.length != output.samples()) {
      throw new IllegalArgumentException(
          labels.length + " labels, " + output.samples() + " samples");
    }
    ComplexBatch cotangent = ComplexBatch.zeros(output.ports(), output.samples());
    double total = 0;
    int correct = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      double[] logits = logits(groups, output, sample);
      int label = labels[sample];
      total += logSumExp(logits) - logits[label];
      correct += argMax(logits) == label ? 1 : 0;
      double[] probabilities = softmax(logits);
      for (int port = 0; port < output.ports(); port++) {
        int group = groups.classOf(port);
        double slope = probabilities[group] - (group == label ? 1 : 0);
        // dz/dx = 2 x
        cotangent.re()[port][sample] = 2 * output.re()[port][sample] * slope;
      }
    }
    return new Loss(total / labels.length, correct, cotangent);
  }

  /** Returns the class of each sample: its largest logit, the first one of equals. */
  public static int[] classify(PortGroups groups, ComplexBatch output) {
    int[] classes = new int[output.samples()];
    for (int sample = 0; sample < classes.length; sample++) {
      classes[sample] = argMax(logits(groups, output, sample));
    }
    return classes;
  }

  /** Returns the probability of each class, {@code [class][sample]}. */
  public static double[][] probabilities(PortGroups groups, ComplexBatch output) {
    double[][] result = new double[groups.classes()][output.samples()];
    for (int sample = 0; sample < output.samples(); sample++) {
      double[] probabilities = softmax(logits(groups, output, sample));
      for (int group = 0; group < probabilities.length; group++) {
        result[group][sample] = probabilities[group];
      }
    }
    return result;
  }

  private static double[] logits(PortGroups groups, ComplexBatch output, int sample) {
    double[] logits = new double[groups.classes()];
    for (int port = 0; port < output.ports(); port++) {
      double field = output.re()[port][sample];
      logits[groups.classOf(port)] += field * field;
    }
    return logits;
  }

  private static int argMax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  // StrictMath below: the same loss on every JDK.

  private static double logSumExp(double[] values) {
    double largest = values[argMax(values)];
    double sum = 0;
    for (double value : values) {
      sum += StrictMath.exp(value - largest);
    }
    return largest + StrictMath.log(sum);
  }

  private static double[] softmax(double[] values) {
    double norm = logSumExp(values);
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = StrictMath.exp(values[i] - norm);
    }
    return result;
  }
}
