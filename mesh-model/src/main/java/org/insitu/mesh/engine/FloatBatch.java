package org.insitu.mesh.engine;

import org.insitu.mesh.linear.ComplexBatch;

/**
 * A batch of complex vectors in single precision, {@code [port][sample]}. Mutable; owned by whoever
 * made it.
 *
 * @param re real parts, {@code [port][sample]}
 * @param im imaginary parts, same shape
 */
public record FloatBatch(float[][] re, float[][] im) {
  /**
   * Wraps the arrays without copying.
   *
   * @throws IllegalArgumentException if the shapes differ or the arrays are ragged
   */
  public FloatBatch {
    if (re.length == 0 || re.length != im.length) {
      throw new IllegalArgumentException(
          "real part has " + re.length + " ports, imaginary part " + im.length);
    }
    for (int port = 0; port < re.length; port++) {
      if (re[port].length != re[0].length || im[port].length != re[0].length) {
        throw new IllegalArgumentException("port " + port + " has another number of samples");
      }
    }
  }

  /** Returns a batch of zeros. */
  public static FloatBatch zeros(int ports, int samples) {
    return new FloatBatch(new float[ports][samples], new float[ports][samples]);
  }

  /** Returns a rounded copy. */
  public static FloatBatch of(ComplexBatch batch) {
    FloatBatch rounded = zeros(batch.ports(), batch.samples());
    for (int port = 0; port < batch.ports(); port++) {
      for (int sample = 0; sample < batch.samples(); sample++) {
        rounded.re[port][sample] = (float) batch.re()[port][sample];
        rounded.im[port][sample] = (float) batch.im()[port][sample];
      }
    }
    return rounded;
  }

  /** Returns a copy in double precision. */
  public ComplexBatch toDouble() {
    ComplexBatch copy = ComplexBatch.zeros(ports(), samples());
    for (int port = 0; port < ports(); port++) {
      for (int sample = 0; sample < samples(); sample++) {
        copy.set(port, sample, re[port][sample], im[port][sample]);
      }
    }
    return copy;
  }

  /** Returns the number of ports (rows). */
  public int ports() {
    return re.length;
  }

  /** Returns the number of vectors. */
  public int samples() {
    return re[0].length;
  }
}
