package org.insitu.trainer.digits;

import org.insitu.mesh.engine.FloatBatch;

/**
 * Vectors of norm 1 with their classes, in single precision.
 *
 * @param ports length N of the vectors
 * @param features ports that carry a feature; the others are dark
 * @param vectors N real parts, then N imaginary parts, {@code [sample][2 N]}; vector by vector,
 *     because batches take them in random order
 * @param labels class of each vector
 */
public record FeatureSet(int ports, int features, float[][] vectors, byte[] labels) {
  /** Samples that are copied together: half a cache line of a batch, and arrays in registers. */
  private static final int TOGETHER = 8;

  /** Returns the number of vectors. */
  public int size() {
    return vectors.length;
  }

  /**
   * Copies vectors into places {@code first ... last - 1} of a batch.
   *
   * @param samples which vectors; Not modified
   * @param from which of {@code samples} comes to the batch's place 0
   * @param batch Modified
   */
  public void gather(int[] samples, int from, FloatBatch batch, int first, int last) {
    int whole = first + (last - first) / TOGETHER * TOGETHER;
    for (int start = first; start < whole; start += TOGETHER) {
      int at = from + start;
      copy(
          vectors[samples[at]],
          vectors[samples[at + 1]],
          vectors[samples[at + 2]],
          vectors[samples[at + 3]],
          vectors[samples[at + 4]],
          vectors[samples[at + 5]],
          vectors[samples[at + 6]],
          vectors[samples[at + 7]],
          batch,
          start);
    }
    for (int i = whole; i < last; i++) {
      float[] vector = vectors[samples[from + i]];
      for (int port = 0; port < ports; port++) {
        batch.re()[port][i] = vector[port];
        batch.im()[port][i] = vector[ports + port];
      }
    }
  }

  private void copy(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] e,
      float[] f,
      float[] g,
      float[] h,
      FloatBatch batch,
      int start) {
    for (int part = 0; part < 2; part++) {
      float[][] rows = part == 0 ? batch.re() : batch.im();
      for (int port = 0, at = part * ports; port < ports; port++, at++) {
        float[] row = rows[port];
        row[start] = a[at];
        row[start + 1] = b[at];
        row[start + 2] = c[at];
        row[start + 3] = d[at];
        row[start + 4] = e[at];
        row[start + 5] = f[at];
        row[start + 6] = g[at];
        row[start + 7] = h[at];
      }
    }
  }
}
