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
  /** Samples that share a cache line in a batch; written together. */
  private static final int LINE = 16;

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
    float[][] line = new float[LINE][];
    for (int start = first; start < last; start += LINE) {
      int width = Math.min(LINE, last - start);
      for (int i = 0; i < width; i++) {
        line[i] = vectors[samples[from + start + i]];
      }
      for (int port = 0; port < ports; port++) {
        float[] re = batch.re()[port];
        float[] im = batch.im()[port];
        for (int i = 0; i < width; i++) {
          re[start + i] = line[i][port];
          im[start + i] = line[i][ports + port];
        }
      }
    }
  }
}
