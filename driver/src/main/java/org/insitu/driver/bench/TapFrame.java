package org.insitu.driver.bench;

/**
 * Tap powers of some columns, averaged over the frames asked for.
 *
 * @param columns columns read, in the order asked for
 * @param powerW power at the taps [W], {@code [position in columns][row]}; may be slightly negative
 *     from read noise
 */
public record TapFrame(int[] columns, double[][] powerW) {}
