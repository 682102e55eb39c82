package org.insitu.mesh;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Unequal transmission of the two arms of every MZI: deviations of the heater arms from the rest of
 * the mesh. The light meets them just left of their heater.
 *
 * <p>Of zero mean, as the published study draws them, so a deviation may be negative; this is the
 * one place where the model lets an arm be brighter than the mean, whose own loss is left out.
 *
 * @param thetaDb deviation of the arm with the θ heater [dB], one per node in light order, positive
 *     attenuates
 * @param phiDb deviation of the arm with the φ heater [dB]
 */
public record ArmImbalance(double[] thetaDb, double[] phiDb) {
  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if the lengths differ or a value is not finite
   */
  public ArmImbalance {
    if (thetaDb.length != phiDb.length) {
      throw new IllegalArgumentException(
          "imbalance of %d theta but %d phi arms".formatted(thetaDb.length, phiDb.length));
    }
    for (int node = 0; node < thetaDb.length; node++) {
      if (!Double.isFinite(thetaDb[node]) || !Double.isFinite(phiDb[node])) {
        throw new IllegalArgumentException("imbalance of node " + node + " is not finite");
      }
    }
    thetaDb = thetaDb.clone();
    phiDb = phiDb.clone();
  }

  /** Returns equal arms. */
  public static ArmImbalance none(Mesh mesh) {
    return new ArmImbalance(new double[mesh.nodeCount()], new double[mesh.nodeCount()]);
  }

  /**
   * Draws normal deviations, as the published study does.
   *
   * @param deviationDb standard deviation [dB], at least 0
   * @param random source of 2 normal numbers per node
   * @throws IllegalArgumentException if the deviation is negative or not finite
   */
  public static ArmImbalance sample(Mesh mesh, double deviationDb, RandomGenerator random) {
    if (!(deviationDb >= 0) || deviationDb == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "deviation of arms is " + deviationDb + " dB; it must be finite and >= 0");
    }
    double[] theta = new double[mesh.nodeCount()];
    double[] phi = new double[mesh.nodeCount()];
    for (int node = 0; node < theta.length; node++) {
      theta[node] = deviationDb * random.nextGaussian();
      phi[node] = deviationDb * random.nextGaussian();
    }
    return new ArmImbalance(theta, phi);
  }

  /** Returns whether all arms are equal. */
  public boolean isNone() {
    return Arrays.stream(thetaDb).allMatch(db -> db == 0)
        && Arrays.stream(phiDb).allMatch(db -> db == 0);
  }

  /** Returns field factors 10^(-dB/20) of the θ arms, new. */
  public double[] thetaFactors() {
    return factors(thetaDb);
  }

  /** Returns field factors 10^(-dB/20) of the φ arms, new. */
  public double[] phiFactors() {
    return factors(phiDb);
  }

  /** Returns the deviations of the θ arms [dB], copied. */
  @Override
  public double[] thetaDb() {
    return thetaDb.clone();
  }

  /** Returns the deviations of the φ arms [dB], copied. */
  @Override
  public double[] phiDb() {
    return phiDb.clone();
  }

  private static double[] factors(double[] db) {
    return Arrays.stream(db).map(d -> Math.pow(10, -d / 20)).toArray();
  }
}
