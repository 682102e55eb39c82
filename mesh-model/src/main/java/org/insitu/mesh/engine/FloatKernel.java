package org.insitu.mesh.engine;

/**
 * The hot loops in explicit vectors; see {@link Lanes} for what they compute. Counts are multiples
 * of {@link #WIDTH}; what lies between the samples and the count is zero.
 */
interface FloatKernel {
  /** Lanes of a vector: 256 bits on every computer, so that all add up in the same order. */
  int WIDTH = 8;

  /** Mixes two ports in place: x = xr + i xi, y = yr + i yi. */
  void mix(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g);

  /**
   * Adds up Σ x conj(y), then mixes in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   */
  void mixTapped(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g,
      float[] sums);

  /**
   * Adds up Σ x conj(y) - Σ u conj(v), then mixes x with y and u with v in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   */
  void mixTappedDifference(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      float[] ur,
      float[] ui,
      float[] vr,
      float[] vi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g,
      float[] sums);

  /**
   * Adds up Σ x conj(v) - Σ u conj(y), then mixes x with y and u with v in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   */
  void mixCorrelated(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      float[] ur,
      float[] ui,
      float[] vr,
      float[] vi,
      int count,
      float a,
      float b,
      float c,
      float e,
      float f,
      float g,
      float[] sums);

  /**
   * Computes the matrix product of a and b.
   *
   * @param re real parts, rows of a by columns of b; Modified
   * @param im imaginary parts, same shape; Modified
   */
  void multiply(float[][] ar, float[][] ai, float[][] br, float[][] bi, float[][] re, float[][] im);
}
