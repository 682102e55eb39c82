package org.insitu.mesh.processor;

/**
 * Tap powers at every heater of the mesh, in units of the software vectors.
 *
 * @param theta powers at the θ heaters, {@code [node][sample]}, nodes in light order
 * @param phi powers at the φ heaters, {@code [node][sample]}
 */
public record TapPowers(double[][] theta, double[][] phi) {
  /** Returns zeros. */
  public static TapPowers zeros(int nodes, int samples) {
    return new TapPowers(new double[nodes][samples], new double[nodes][samples]);
  }
}
