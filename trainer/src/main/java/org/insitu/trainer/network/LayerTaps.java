package org.insitu.trainer.network;

import java.util.Optional;

/**
 * Tap maps of one layer in one gradient step. The analog difference reads only the last two passes.
 *
 * @param forward of the launch x from the left
 * @param backward of the cotangent from the right
 * @param sum of x - iκ conj(x_adj) from the left, κ of {@link SumScale}
 * @param difference of x + iκ conj(x_adj) from the left, the other half of the analog difference;
 *     empty where one κ per sample makes three passes enough
 */
public record LayerTaps(
    Optional<TapMap> forward, Optional<TapMap> backward, TapMap sum, Optional<TapMap> difference) {}
