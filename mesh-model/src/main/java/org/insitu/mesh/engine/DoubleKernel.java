package org.insitu.mesh.engine;

/**
 * The hot loops in explicit vectors; see {@link Lanes} for what they compute. Counts are multiples
 * of {@link #WIDTH}; what lies between the samples and the count is zero.
 */
interface DoubleKernel {
  /** Lanes of a vector: 256 bits on every computer, so that all add up in the same order. */
  int WIDTH = 4;

  /** Mixes two ports in place: x = xr + i xi, y = yr + i yi. */
  void mix(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g);

  /**
   * Adds up Σ x conj(y), then mixes in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   */
  void mixTapped(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sums);

  /**
   * Adds up Σ x conj(y) - Σ u conj(v), then mixes x with y and u with v in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   */
  void mixTappedDifference(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      double[] ur,
      double[] ui,
      double[] vr,
      double[] vi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sums);

  /**
   * Adds up Σ x conj(v) - Σ u conj(y), then mixes x with y and u with v in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   */
  void mixCorrelated(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      double[] ur,
      double[] ui,
      double[] vr,
      double[] vi,
      int count,
      double a,
      double b,
      double c,
      double e,
      double f,
      double g,
      double[] sums);
}
