package org.insitu.mesh.processor;

/**
 * Tap powers at every heater, added up over a batch, in units of the software vectors.
 *
 * @param theta sums at the θ heaters, nodes in light order
 * @param phi sums at the φ heaters
 */
public record TapSums(double[] theta, double[] phi) {
  /** Adds up powers of every sample; Not modified. */
  public static TapSums of(TapPowers powers) {
    return new TapSums(sums(powers.theta()), sums(powers.phi()));
  }

  private static double[] sums(double[][] powers) {
    double[] sums = new double[powers.length];
    for (int node = 0; node < sums.length; node++) {
      for (double power : powers[node]) {
        sums[node] += power;
      }
    }
    return sums;
  }
}
