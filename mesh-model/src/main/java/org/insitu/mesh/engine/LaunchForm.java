package org.insitu.mesh.engine;

import java.util.Arrays;

/**
 * Which real values launches are made of: each real or imaginary part at a port is one of the
 * values, with its sign or the other one, or it is dark. What is written twice is multiplied once.
 *
 * <p>Fourier coefficients of an image, for one, come in conjugate pairs.
 *
 * @param values number of values of a launch, at least 1
 * @param value which of them makes each part: real parts of all ports, then imaginary parts; {@link
 *     #DARK} for none
 * @param negated whether a part has the other sign, as many entries
 */
public record LaunchForm(int values, int[] value, boolean[] negated) {
  /** Marks a part that is always 0. */
  public static final int DARK = -1;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if lengths differ or are odd, or a value is not one of them
   */
  public LaunchForm {
    value = value.clone();
    negated = negated.clone();
    if (values < 1 || value.length % 2 != 0 || value.length != negated.length) {
      throw new IllegalArgumentException(
          "%d values, %d parts, %d signs".formatted(values, value.length, negated.length));
    }
    for (int of : value) {
      if (of < DARK || of >= values) {
        throw new IllegalArgumentException("value %d of %d".formatted(of, values));
      }
    }
  }

  /** Returns the form in which every part is a value of its own, real parts first. */
  public static LaunchForm ofComplex(int ports) {
    int[] value = new int[2 * ports];
    Arrays.setAll(value, part -> part);
    return new LaunchForm(2 * ports, value, new boolean[2 * ports]);
  }

  /** Returns the form in which real parts are the values, and imaginary parts are dark. */
  public static LaunchForm ofReal(int ports) {
    int[] value = new int[2 * ports];
    Arrays.setAll(value, part -> part < ports ? part : DARK);
    return new LaunchForm(ports, value, new boolean[2 * ports]);
  }

  /** Returns the number of ports. */
  public int ports() {
    return value.length / 2;
  }

  /** Returns, copied, which value makes each part. */
  @Override
  public int[] value() {
    return value.clone();
  }

  /** Returns, copied, whether each part has the other sign. */
  @Override
  public boolean[] negated() {
    return negated.clone();
  }

  /**
   * Writes a launch.
   *
   * @param from values; Not modified
   * @param parts real parts of all ports, then imaginary parts; Modified
   */
  public void expand(float[] from, float[] parts) {
    for (int part = 0; part < value.length; part++) {
      float found = value[part] == DARK ? 0 : from[value[part]];
      // Not -found, which is -0 where the value is 0.
      parts[part] = negated[part] ? 0 - found : found;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LaunchForm that
        && values == that.values
        && Arrays.equals(value, that.value)
        && Arrays.equals(negated, that.negated);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * values + Arrays.hashCode(value)) + Arrays.hashCode(negated);
  }
}
