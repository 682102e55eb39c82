package org.insitu.trainer.network;

import java.util.List;

/**
 * Loss and gradient of one batch, measured or computed.
 *
 * @param loss mean loss
 * @param correct samples classified rightly
 * @param gradient derivative of the mean loss by every phase, in the order of {@link
 *     PhotonicNetwork}
 * @param taps tap maps per layer
 */
public record BatchGradient(double loss, int correct, double[] gradient, List<LayerTaps> taps) {
  /**
   * Returns 1 - cos of the angle between this gradient and another: 0 if they agree, 1 if they are
   * at right angles, 2 if they are opposite; 1 if either is zero.
   */
  public double directionError(BatchGradient other) {
    double product = 0;
    double square = 0;
    double otherSquare = 0;
    for (int i = 0; i < gradient.length; i++) {
      product += gradient[i] * other.gradient[i];
      square += gradient[i] * gradient[i];
      otherSquare += other.gradient[i] * other.gradient[i];
    }
    double norm = Math.sqrt(square) * Math.sqrt(otherSquare);
    // Rounding can push the cosine of equal gradients above 1.
    return norm > 0 ? Math.max(0, 1 - product / norm) : 1;
  }

  /** Returns the Euclidean norm of the gradient. */
  public double norm() {
    double square = 0;
    for (double value : gradient) {
      square += value * value;
    }
    return Math.sqrt(square);
  }
}
