package org.insitu.simulator.processor;

/**
 * Read-out noise of the published study; n is a standard normal number, drawn for every figure.
 *
 * @param outputAmplitude s_a: an output magnitude m is read as |m (1 + s_a n)|
 * @param outputPhase s_p: an output phase is read as phase + π s_p n [rad], so 0.025 is 0.079 rad
 * @param tapShot s_t: a tap power p, in units of the launched power, is read as p + s_t √p n
 * @param drawing whether every launch draws anew
 * @param seed where all numbers follow from
 * @see <a href="https://doi.org/10.1126/science.ade8450">Pai et al., Science 380, 398 (2023)</a>
 */
public record NoiseModel(
    double outputAmplitude, double outputPhase, double tapShot, Drawing drawing, long seed) {

  /** When numbers are drawn. */
  public enum Drawing {
    /** Every launch draws new numbers: noise. */
    FRESH,
    /**
     * The same numbers again in every batch, a function of direction, read-out, port or heater, and
     * place in the batch: a systematic error. The published runs were of this kind, because their
     * compiled functions drew once.
     */
    FROZEN
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a standard deviation is negative or not finite
   */
  public NoiseModel {
    check("output amplitude error", outputAmplitude);
    check("output phase error", outputPhase);
    check("tap shot noise", tapShot);
  }

  /** Returns a read-out without noise. */
  public static NoiseModel none() {
    return new NoiseModel(0, 0, 0, Drawing.FRESH, 0);
  }

  private static void check(String what, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(what + " is " + value + "; it must be finite and >= 0");
    }
  }
}
