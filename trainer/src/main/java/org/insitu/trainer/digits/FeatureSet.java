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
  /** Returns the number of vectors. */
  public int size() {
    return vectors.length;
  }

  /**
   * Copies vectors into a batch.
   *
   * @param samples which vectors; Not modified
   * @param from first of {@code samples} to take
   * @param batch as many vectors as it holds are taken; Modified
   */
  public void gather(int[] samples, int from, FloatBatch batch) {
    int count = batch.samples();
    for (int sample = 0; sample < count; sample++) {
      float[] vector = vectors[samples[from + sample]];
      for (int port = 0; port < ports; port++) {
        batch.re()[port][sample] = vector[port];
        batch.im()[port][sample] = vector[ports + port];
      }
    }
  }
}
