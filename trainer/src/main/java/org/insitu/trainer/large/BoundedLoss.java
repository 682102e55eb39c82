package org.insitu.trainer.large;

import java.util.Locale;

/**
 * Losses of the share of light that leaves by the ports of each class, q_k = P_k / P with the power
 * P_k of the class's ports and P of all ports. Shares are bounded and need no calibrated power; so
 * are these losses: they cannot run away with the logits.
 */
public enum BoundedLoss {
  /** Cross entropy of the softmax of s q, with sharpness s. */
  SOFTMAX {
    @Override
    double at(double[] share, int label, double sharpness, double[] slope) {
      double norm = 0;
      for (int k = 0; k < share.length; k++) {
        slope[k] = StrictMath.exp(sharpness * (share[k] - 1));
        norm += slope[k];
      }
      for (int k = 0; k < share.length; k++) {
        slope[k] = sharpness * (slope[k] / norm - (k == label ? 1 : 0));
      }
      return StrictMath.log(norm) - sharpness * (share[label] - 1);
    }
  },
  /** Σ (q_k - [k is the label])²; sharpness has no part in it. */
  SQUARED {
    @Override
    double at(double[] share, int label, double sharpness, double[] slope) {
      double loss = 0;
      for (int k = 0; k < share.length; k++) {
        double deviation = share[k] - (k == label ? 1 : 0);
        loss += deviation * deviation;
        slope[k] = 2 * deviation;
      }
      return loss;
    }
  };

  /**
   * Result on a batch.
   *
   * @param sum loss added over the samples
   * @param correct samples whose class has the largest share, the first one of equals
   */
  public record Score(double sum, int correct) {
    /** Result on no sample. */
    static final Score NONE = new Score(0, 0);

    /** Returns the result on both batches. */
    Score plus(Score other) {
      return new Score(sum + other.sum, correct + other.correct);
    }
  }

  /** Returns the loss of one sample and writes dL/dq_k to {@code slope}. */
  abstract double at(double[] share, int label, double sharpness, double[] slope);

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Scores samples {@code from ... to - 1}.
   *
   * @param shares of y; Not modified
   * @param labels class of each sample; Not modified
   * @param sharpness s, positive
   * @param slopes dL/dq_k of every sample's own loss, {@code [class][sample]}; Modified
   */
  Score score(
      ClassShares shares, int[] labels, double sharpness, float[][] slopes, int from, int to) {
    int classes = slopes.length;
    double[] share = new double[classes];
    double[] slope = new double[classes];
    double sum = 0;
    int correct = 0;
    for (int sample = from; sample < to; sample++) {
      for (int k = 0; k < classes; k++) {
        share[k] = shares.share(k, sample);
      }
      correct += largest(share) == labels[sample] ? 1 : 0;
      sum += at(share, labels[sample], sharpness, slope);
      for (int k = 0; k < classes; k++) {
        slopes[k][sample] = (float) slope[k];
      }
    }
    return new Score(sum, correct);
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }
}
