package org.insitu.mesh;

/**
 * Static imperfections of a mesh, one entry per node in light order.
 *
 * @param couplerErrorLeft splitting error of the left coupler [rad], 0 is 50:50
 * @param couplerErrorRight splitting error of the right coupler [rad]
 * @param lossDb loss of both arms after the right coupler [dB], positive attenuates, never negative
 */
public record MeshErrors(double[] couplerErrorLeft, double[] couplerErrorRight, double[] lossDb) {
  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if lengths differ, a value is not finite, or a loss is
   *     negative
   */
  public MeshErrors {
    if (couplerErrorLeft.length != couplerErrorRight.length
        || couplerErrorLeft.length != lossDb.length) {
      throw new IllegalArgumentException(
          "per-node errors differ in length: %d left, %d right, %d loss"
              .formatted(couplerErrorLeft.length, couplerErrorRight.length, lossDb.length));
    }
    for (int node = 0; node < lossDb.length; node++) {
      if (!Double.isFinite(couplerErrorLeft[node]) || !Double.isFinite(couplerErrorRight[node])) {
        throw new IllegalArgumentException("coupler error of node " + node + " is not finite");
      }
      if (!(lossDb[node] >= 0) || lossDb[node] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "loss of node " + node + " is " + lossDb[node] + " dB; it must be finite and >= 0");
      }
    }
    couplerErrorLeft = couplerErrorLeft.clone();
    couplerErrorRight = couplerErrorRight.clone();
    lossDb = lossDb.clone();
  }

  /** Returns a perfect mesh. */
  public static MeshErrors none(Mesh mesh) {
    int nodes = mesh.nodeCount();
    return new MeshErrors(new double[nodes], new double[nodes], new double[nodes]);
  }

  /** Returns the left coupler errors [rad], copied. */
  @Override
  public double[] couplerErrorLeft() {
    return couplerErrorLeft.clone();
  }

  /** Returns the right coupler errors [rad], copied. */
  @Override
  public double[] couplerErrorRight() {
    return couplerErrorRight.clone();
  }

  /** Returns the losses [dB], copied. */
  @Override
  public double[] lossDb() {
    return lossDb.clone();
  }
}
