package org.insitu.simulator.processor;

/**
 * Read-out noise of the published study; n is a standard normal number, drawn for every figure.
 *
 * @param outputAmplitude s_a: an output magnitude m is read as |m (1 + s_a n)|
 * @param outputPhase s_p: an output phase is read as phase + π s_p n [rad], so 0.025 is 0.079 rad
 * @param tapShot s_t: a tap power p in {@code unit} is read as p + s_t √p n
 * @param unit what tap powers are counted in
 * @param drawing whether every launch draws anew
 * @param seed where all numbers follow from
 * @see <a href="https://doi.org/10.1126/science.ade8450">Pai et al., Science 380, 398 (2023)</a>
 */
public record NoiseModel(
    double outputAmplitude,
    double outputPhase,
    double tapShot,
    Unit unit,
    Drawing drawing,
    long seed) {

  /** What tap powers are counted in when noise is put on them. */
  public enum Unit {
    /** The power launched: one source, always as bright, whatever the vector. */
    LAUNCHED,
    /**
     * The power of a vector of norm 1: sources grow with the vector, so that a sum of two unit
     * vectors is up to four times as bright. The published study counts so.
     */
    VECTOR
  }

  /** When numbers are drawn. */
  public enum Drawing {
    /** Every launch draws new numbers: noise. */
    FRESH,
    /**
     * The same numbers again after every programming, a function of the number of the batch since
     * then, port or heater, and place in the batch: a systematic error. The published runs were of
     * this kind, because every read-out in their compiled step drew once.
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
    return new NoiseModel(0, 0, 0, Unit.LAUNCHED, Drawing.FRESH, 0);
  }

  private static void check(String what, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(what + " is " + value + "; it must be finite and >= 0");
    }
  }
}
