package org.insitu.mesh.chip;

/**
 * A directional coupler.
 *
 * @param boundary it lies between column {@code boundary} and column {@code boundary + 1}
 * @param topRow upper of the two rows it couples
 */
public record Coupler(int boundary, int topRow) {}
