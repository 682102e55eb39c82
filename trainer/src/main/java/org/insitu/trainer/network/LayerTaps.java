package org.insitu.trainer.network;

import java.util.Optional;

/**
 * Tap maps of one layer in one gradient step. The analog difference reads only the sum passes.
 *
 * @param forward of the launch x from the left
 * @param backward of the cotangent from the right
 * @param sum of x - iκ conj(x_adj) from the left, κ of {@link SumScale}
 */
public record LayerTaps(Optional<TapMap> forward, Optional<TapMap> backward, TapMap sum) {}
