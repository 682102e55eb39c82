package org.insitu.mesh.propagation;

import org.insitu.mesh.linear.ComplexBatch;

/**
 * Fields of one pass through a mesh.
 *
 * @param output fields at the far side, {@code [port][sample]}
 * @param heaters fields at every heater
 */
public record TappedFields(ComplexBatch output, HeaterFields heaters) {}
