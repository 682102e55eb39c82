package org.insitu.trainer.large;

import java.util.Arrays;
import org.insitu.mesh.engine.FloatBatch;

/**
 * Shares of the light of each sample that leave by the ports of each class. Threads may work on
 * different samples side by side.
 */
final class ClassShares {
  /** Far below any power of interest; makes 0 / 0 a 0 where a sample is dark. */
  private static final float DARK = 1e-30f;

  private final int[] classOf;
  private final float[][] power;
  private final float[] perTotal;
  private final float[] mean;
  private final float[] none;

  ClassShares(int[] classOf, int classes, int samples) {
    this.classOf = classOf.clone();
    power = new float[classes][samples];
    perTotal = new float[samples];
    mean = new float[samples];
    none = new float[samples];
  }

  /**
   * Takes powers of samples {@code from ... to - 1}.
   *
   * @param output fields, {@code [port][sample]}; Not modified
   */
  void take(FloatBatch output, int from, int to) {
    Arrays.fill(perTotal, from, to, DARK);
    for (float[] ofClass : power) {
      Arrays.fill(ofClass, from, to, 0);
    }
    for (int port = 0; port < classOf.length; port++) {
      addPower(output.re()[port], output.im()[port], perTotal, from, to);
      if (classOf[port] != ReadOutPorts.NONE) {
        addPower(output.re()[port], output.im()[port], power[classOf[port]], from, to);
      }
    }
    for (int sample = from; sample < to; sample++) {
      perTotal[sample] = 1 / perTotal[sample];
    }
  }

  double share(int k, int sample) {
    return (double) power[k][sample] * perTotal[sample];
  }

  /**
   * Computes cotangents of the mean loss of the samples: dq_k/dP_j = ([port j is of class k] - q_k)
   * / P and dP_j/dRe(y) - i dP_j/dIm(y) = 2 conj(y). Does so for samples {@code from ... to - 1}.
   *
   * @param slopes dL/dq_k of every sample's own loss, {@code [class][sample]}; Not modified
   * @param output y; Not modified
   * @param samples number of samples that the mean is over
   * @param cotangent g; Modified
   */
  void cotangent(
      float[][] slopes, FloatBatch output, int samples, FloatBatch cotangent, int from, int to) {
    Arrays.fill(mean, from, to, 0);
    for (int k = 0; k < slopes.length; k++) {
      addProduct(slopes[k], power[k], perTotal, mean, from, to);
    }
    float scale = 2f / samples;
    for (int port = 0; port < classOf.length; port++) {
      float[] slope = classOf[port] == ReadOutPorts.NONE ? none : slopes[classOf[port]];
      scale(slope, output.re()[port], scale, cotangent.re()[port], from, to);
      scale(slope, output.im()[port], -scale, cotangent.im()[port], from, to);
    }
  }

  private void scale(float[] slope, float[] field, float scale, float[] into, int from, int to) {
    for (int i = from; i < to; i++) {
      into[i] = scale * (slope[i] - mean[i]) * perTotal[i] * field[i];
    }
  }

  private static void addPower(float[] re, float[] im, float[] sum, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] += re[i] * re[i] + im[i] * im[i];
    }
  }

  private static void addProduct(float[] a, float[] b, float[] c, float[] sum, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] += a[i] * b[i] * c[i];
    }
  }
}
