package org.insitu.mesh.engine;

/**
 * Tap powers at every heater, summed over a batch.
 *
 * @param theta sums at the θ heaters, nodes in light order
 * @param phi sums at the φ heaters
 */
public record TapSums(double[] theta, double[] phi) {}
