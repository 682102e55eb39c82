package org.insitu.trainer.large;

import org.insitu.mesh.engine.FloatBatch;

/** The activation between layers: x = |y|, for samples {@code from ... to - 1}. */
final class Magnitudes {
  /** Far below any amplitude of interest; makes 0 / 0 a 0 where a port is dark. */
  private static final float DARK = 1e-30f;

  private Magnitudes() {}

  /**
   * Computes x.
   *
   * @param output y; Not modified
   * @param input x, {@code [port][sample]}; Modified
   */
  static void take(FloatBatch output, float[][] input, int from, int to) {
    for (int port = 0; port < output.ports(); port++) {
      magnitude(output.re()[port], output.im()[port], input[port], from, to);
    }
  }

  /**
   * Turns dL/dx into the cotangent g = dL/dx e^{-i arg y}.
   *
   * @param derivative dL/dx, {@code [port][sample]}; Not modified
   * @param input x, same shape; Not modified
   * @param output y; Not modified
   * @param cotangent g; Modified
   */
  static void carryBack(
      float[][] derivative,
      float[][] input,
      FloatBatch output,
      FloatBatch cotangent,
      int from,
      int to) {
    for (int port = 0; port < output.ports(); port++) {
      turn(
          derivative[port],
          input[port],
          output.re()[port],
          output.im()[port],
          cotangent.re()[port],
          cotangent.im()[port],
          from,
          to);
    }
  }

  private static void magnitude(float[] re, float[] im, float[] magnitude, int from, int to) {
    for (int i = from; i < to; i++) {
      magnitude[i] = (float) Math.sqrt(re[i] * re[i] + im[i] * im[i]);
    }
  }

  private static void turn(
      float[] derivative,
      float[] magnitude,
      float[] re,
      float[] im,
      float[] intoRe,
      float[] intoIm,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float scale = derivative[i] / (magnitude[i] + DARK);
      intoRe[i] = scale * re[i];
      intoIm[i] = -scale * im[i];
    }
  }
}
