package org.insitu.trainer.digits;

import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.LaunchForm;

/**
 * Vectors of norm 1 with their classes, in single precision.
 *
 * @param form which values make up a vector; its ports are the length N of the vectors
 * @param features ports that carry a feature; the others are dark
 * @param vectors values of each vector, {@code [sample][value]}; vector by vector, because batches
 *     take them in random order
 * @param labels class of each vector
 */
public record FeatureSet(LaunchForm form, int features, float[][] vectors, byte[] labels) {
  /** Samples that are copied together: half a cache line of a batch, and arrays in registers. */
  private static final int TOGETHER = 8;

  /** Returns the number of vectors. */
  public int size() {
    return vectors.length;
  }

  /** Returns the length N of the vectors. */
  public int ports() {
    return form.ports();
  }

  /** Returns a vector: N real parts, then N imaginary parts. */
  public float[] vector(int sample) {
    float[] parts = new float[2 * ports()];
    form.expand(vectors[sample], parts);
    return parts;
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
    int[] value = form.value();
    boolean[] negated = form.negated();
    float[][] taken = new float[TOGETHER][];
    for (int start = first; start < last; start += start < whole ? TOGETHER : 1) {
      int count = start < whole ? TOGETHER : 1;
      for (int i = 0; i < count; i++) {
        taken[i] = vectors[samples[from + start + i]];
      }
      for (int part = 0; part < value.length; part++) {
        float[] row = part < ports() ? batch.re()[part] : batch.im()[part - ports()];
        for (int i = 0; i < count; i++) {
          float found = value[part] == LaunchForm.DARK ? 0 : taken[i][value[part]];
          row[start + i] = negated[part] ? 0 - found : found;
        }
      }
    }
  }
}
