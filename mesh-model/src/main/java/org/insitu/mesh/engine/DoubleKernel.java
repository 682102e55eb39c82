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
      double[] sums,
      int at);

  /**
   * Turns two ports in place, as a node without loss does: x by cos + i sin, then x + iy of each
   * part by an angle α in [-π/2, π/2]. Three shears make that turn, x + tan(α/2) y, y - sin α x, x
   * + tan(α/2) y; ten operations in all, and five numbers to hold, where {@link #mix} has twelve
   * and eight.
   *
   * @param tangent tan(α/2)
   * @param minusSine -sin α
   */
  void turn(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double cos,
      double sin,
      double tangent,
      double minusSine);

  /**
   * Adds up Σ x conj(y), then turns in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   * @see #turn
   */
  void turnTapped(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      int count,
      double cos,
      double sin,
      double tangent,
      double minusSine,
      double[] sums,
      int at);

  /** Returns Σ a b. */
  double dot(double[] a, double[] b, int count);
}
