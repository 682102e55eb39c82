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
   * @param at where in {@code sums}
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
      float[] sums,
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
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float cos,
      float sin,
      float tangent,
      float minusSine);

  /**
   * Adds up Σ x conj(y), then turns in place.
   *
   * @param sums one per lane: {@link #WIDTH} real parts, then as many imaginary ones; Modified
   * @param at where in {@code sums}
   * @see #turn
   */
  void turnTapped(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      int count,
      float cos,
      float sin,
      float tangent,
      float minusSine,
      float[] sums,
      int at);

  /**
   * Turns pairs of rows of a coherency matrix as nodes without loss turn two ports, and {@link
   * #WIDTH} pairs of columns by the nodes on those: T J Tᴴ. First columns of pairs lie side by
   * side, and so do the second ones.
   *
   * @param re real parts, row after row; Modified
   * @param im imaginary parts; Modified
   * @param first index of the first column of the first of the pairs, in the upper row of the first
   *     pair of rows
   * @param second index of its second column
   * @param width from one row to the next
   * @param count number of pairs of rows, one below the other
   * @param turns cos, sin, -sin, tangent and minusSine of all pairs, {@code stride} apart
   * @param rows index of the first pair of rows in {@code turns}
   * @param columns index of the first pair of columns in {@code turns}
   * @see #turn
   */
  void turnCoherency(
      float[] re,
      float[] im,
      int first,
      int second,
      int width,
      int count,
      float[] turns,
      int rows,
      int columns,
      int stride);

  /** Returns Σ a b. */
  double dot(float[] a, float[] b, int count);

  /**
   * Computes the matrix product of a and b, all real. Parts of complex matrices count as rows of
   * their own: see {@link FloatProducts}.
   *
   * @param a {@code [row][k]}
   * @param b {@code [k][column]}
   * @param inner values of k that count
   * @param columns columns of b that count
   * @param c {@code [row][column]}, as many rows as are wanted of the first; Modified
   */
  void multiply(float[][] a, float[][] b, int inner, int columns, float[][] c);

  /**
   * Computes the matrix product of a and the transposed b, all real.
   *
   * @param a {@code [row][k]}
   * @param b {@code [column][k]}
   * @param inner values of k that count
   * @param columns rows of b that count
   * @param c {@code [row][column]}, as many rows as are wanted of the first; Modified
   */
  void multiplyTransposed(float[][] a, float[][] b, int inner, int columns, float[][] c);
}
