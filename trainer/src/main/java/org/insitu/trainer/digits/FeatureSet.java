package org.insitu.trainer.digits;

import java.util.Arrays;
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
    int[] value = form.value();
    boolean[] negated = form.negated();
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
          value,
          negated,
          batch,
          start);
    }
    for (int i = whole; i < last; i++) {
      float[] vector = vector(samples[from + i]);
      for (int port = 0; port < ports(); port++) {
        batch.re()[port][i] = vector[port];
        batch.im()[port][i] = vector[ports() + port];
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
      int[] value,
      boolean[] negated,
      FloatBatch batch,
      int start) {
    for (int part = 0; part < value.length; part++) {
      float[] row = part < ports() ? batch.re()[part] : batch.im()[part - ports()];
      int of = value[part];
      if (of == LaunchForm.DARK) {
        Arrays.fill(row, start, start + TOGETHER, 0);
      } else {
        // Adding 0 makes 0 of -0.
        float sign = negated[part] ? -1 : 1;
        row[start] = sign * a[of] + 0f;
        row[start + 1] = sign * b[of] + 0f;
        row[start + 2] = sign * c[of] + 0f;
        row[start + 3] = sign * d[of] + 0f;
        row[start + 4] = sign * e[of] + 0f;
        row[start + 5] = sign * f[of] + 0f;
        row[start + 6] = sign * g[of] + 0f;
        row[start + 7] = sign * h[of] + 0f;
      }
    }
  }
}
