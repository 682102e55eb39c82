package org.insitu.mesh.engine;

/**
 * A block of samples on its way through a mesh: one array of lanes per port and part. The kernels
 * of the engine, once per precision.
 *
 * @param <B> batches that blocks are cut from
 */
interface Lanes<B> {
  /**
   * Lanes of a full block. Constant, because loops over fixed offsets vectorise and loops over
   * variable ones do not; 304 = 2 · 152 = 4 · 76 = 8 · 38 halves three times, and two blocks hold
   * the usual batch of 600.
   */
  int MOST = 304;

  /** Fills the block with samples {@code from ... from + count - 1}; the rest becomes zero. */
  void load(B batch, int from, int count);

  /**
   * Fills the block with samples that are sums over slots.
   *
   * @param re real parts, {@code [slot][port][sample]}, added up in the order of the slots
   * @param im imaginary parts, same shape
   */
  void load(double[][][] re, double[][][] im, int from, int count);

  /** Fills the block with basis vectors {@code from ... from + count - 1}. */
  void loadBasis(int from, int count);

  /** Writes the samples back. */
  void store(B batch, int from);

  /**
   * Writes the samples as rows.
   *
   * @param batch {@code [sample][port]}; Modified
   */
  void storeTurned(B batch, int from);

  /** Returns whether {@link #product} is faster than sending light through the nodes. */
  boolean multipliesFast();

  /**
   * Takes a matrix times the samples of another block.
   *
   * @param matrix {@code [port][port]}; Not modified
   * @param from another block; Not modified
   * @param realPartsOnly whether imaginary parts need not be computed
   */
  void product(B matrix, Lanes<B> from, boolean realPartsOnly);

  /** Sends two ports through node k of a plan. */
  void mix(PassPlan plan, int k);

  /**
   * Sends the block through all nodes of a plan; at each, adds weight · Σ x conj(y) of its two
   * ports in front of it to the node's correlation.
   *
   * @param totals Modified
   */
  void passTapped(PassPlan plan, double weight, TapTotals totals);

  /** Returns Σ |field|² of a port. */
  double power(int port);

  /** Multiplies the field of a port by cos + i sin. */
  void rotate(int port, double cos, double sin);

  /**
   * Adds the derivatives by γ, -Σ Im(y g) of every port, from outputs in this block.
   *
   * @param cotangents g; Not modified
   * @param gamma Modified
   */
  void addGamma(Lanes<B> cotangents, double[] gamma);

  /**
   * Adds Σ over the samples of x_i y_j, without conjugation, of this block x and another y. With
   * cotangents x and launches y, columns of the sum are the cotangents of basis vectors.
   *
   * @param sumRe real parts, {@code [i][j]}; Modified
   * @param sumIm imaginary parts; Modified
   */
  void addProducts(Lanes<B> other, double[][] sumRe, double[][] sumIm);

  /** Turns x into conj(x): the wave that travels back the way x came. */
  void conjugate();

  /** Turns x into x - i scale conj(adjoint), the launch of the sum pass. */
  void addReversed(Lanes<B> adjoint, double scale);

  /**
   * Writes tap powers of ports (top, top + 1) sample by sample: k0|x|² and k1|x|² + k2|y|² + k3
   * Re(x conj y) + k4 Im(x conj y).
   */
  void tapPowers(
      int top,
      double k0,
      double k1,
      double k2,
      double k3,
      double k4,
      double[] arm,
      double[] input,
      int from);

  /** Writes factor · |field|² of a port sample by sample. */
  void powers(int port, double factor, double[] power, int from);
}
