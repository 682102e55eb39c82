package org.insitu.mesh.processor;

import java.util.Optional;
import org.insitu.mesh.linear.ComplexBatch;

/**
 * What came back from a batch of launches, in units of the software vectors: powers are multiplied
 * by |v|² of the vector that was launched.
 *
 * @param output fields at the far side, {@code [port][sample]}; real magnitudes if phases were not
 *     read
 * @param taps powers at every heater, if they were read
 */
public record Propagation(ComplexBatch output, Optional<TapPowers> taps) {}
