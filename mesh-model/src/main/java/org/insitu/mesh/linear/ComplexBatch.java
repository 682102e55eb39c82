package org.insitu.mesh.linear;

/**
 * A batch of complex vectors as structure of arrays, {@code [port][sample]}, real and imaginary
 * parts apart. Mutable; owned by whoever made it.
 *
 * @param re real parts, {@code [port][sample]}
 * @param im imaginary parts, same shape
 */
public record ComplexBatch(double[][] re, double[][] im) {
  /**
   * Wraps the arrays without copying.
   *
   * @throws IllegalArgumentException if the shapes differ or the arrays are ragged
   */
  public ComplexBatch {
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
  public static ComplexBatch zeros(int ports, int samples) {
    return new ComplexBatch(new double[ports][samples], new double[ports][samples]);
  }

  /** Returns the number of ports (rows). */
  public int ports() {
    return re.length;
  }

  /** Returns the number of vectors. */
  public int samples() {
    return re[0].length;
  }

  /** Returns |v|² of one vector. */
  public double squaredNorm(int sample) {
    double sum = 0;
    for (int port = 0; port < re.length; port++) {
      sum += re[port][sample] * re[port][sample] + im[port][sample] * im[port][sample];
    }
    return sum;
  }

  /** Sets one entry. */
  public void set(int port, int sample, double real, double imaginary) {
    re[port][sample] = real;
    im[port][sample] = imaginary;
  }

  /** Returns a deep copy. */
  public ComplexBatch copy() {
    ComplexBatch copy = zeros(ports(), samples());
    for (int port = 0; port < re.length; port++) {
      System.arraycopy(re[port], 0, copy.re[port], 0, samples());
      System.arraycopy(im[port], 0, copy.im[port], 0, samples());
    }
    return copy;
  }
}
