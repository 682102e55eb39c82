package org.insitu.mesh.propagation;

import org.insitu.mesh.linear.ComplexBatch;

/**
 * What a forward and a backward pass say about a loss.
 *
 * @param output y = U x, {@code [port][sample]}
 * @param adjointInput x_adj = Uᵀg, the cotangent at the input, {@code [port][sample]}
 * @param gradient derivatives by the phases, summed over the samples
 */
public record AdjointResult(
    ComplexBatch output, ComplexBatch adjointInput, MeshGradient gradient) {}
