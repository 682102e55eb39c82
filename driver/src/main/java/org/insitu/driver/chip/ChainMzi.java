package org.insitu.driver.chip;

/**
 * One MZI of a chain, seen from the facet: light that enters at the top stays in its row (T00) or
 * is passed on to the row below (T10).
 *
 * <p>With θ on the top arm T00 = c₁c₂ e^{iθ} - s₁s₂ and T10 = i (s₂c₁ e^{iθ} + c₂s₁), with c, s the
 * cosine and sine of π/4 plus the error of the first and second coupler the light meets; with θ on
 * the bottom arm e^{iθ} stands at the other term.
 */
final class ChainMzi {
  private final boolean bottomArm;
  private final double stayTop;
  private final double stayBottom;
  private final double passTop;
  private final double passBottom;

  /**
   * Creates an MZI.
   *
   * @param bottomArm whether the heater is on the bottom arm
   * @param firstErrorRad splitting error of the coupler at the facet's side [rad]
   * @param secondErrorRad splitting error of the other [rad]
   */
  ChainMzi(boolean bottomArm, double firstErrorRad, double secondErrorRad) {
    this.bottomArm = bottomArm;
    double c1 = StrictMath.cos(Math.PI / 4 + firstErrorRad);
    double s1 = StrictMath.sin(Math.PI / 4 + firstErrorRad);
    double c2 = StrictMath.cos(Math.PI / 4 + secondErrorRad);
    double s2 = StrictMath.sin(Math.PI / 4 + secondErrorRad);
    stayTop = c1 * c2;
    stayBottom = -s1 * s2;
    passTop = c1 * s2;
    passBottom = s1 * c2;
  }

  /**
   * Returns the θ in [0, π] that leaves light of one power in the row and passes on that of
   * another; where that split is out of reach, the nearest.
   */
  double angle(double own, double rest) {
    if (own + rest == 0) {
      return 0;
    }
    double share = own / (own + rest);
    double most = stayTop - stayBottom;
    double least = stayTop + stayBottom;
    // |T00|² = least² cos²(θ/2) + most² sin²(θ/2)
    double sine = share - least * least;
    double cosine = most * most - share;
    return 2 * StrictMath.atan2(Math.sqrt(Math.max(0, sine)), Math.sqrt(Math.max(0, cosine)));
  }

  double topMagnitude(double angleRad) {
    return magnitude(stayTop, stayBottom, angleRad);
  }

  /** Returns arg T00; any where T00 vanishes. */
  double topPhase(double angleRad) {
    return phase(stayTop, stayBottom, angleRad);
  }

  double passedMagnitude(double angleRad) {
    return magnitude(passTop, passBottom, angleRad);
  }

  /** Returns arg T10. */
  double passedPhase(double angleRad) {
    return Math.PI / 2 + phase(passTop, passBottom, angleRad);
  }

  /** Returns arg T00 - arg T10. */
  double relativePhase(double angleRad) {
    return topPhase(angleRad) - passedPhase(angleRad);
  }

  private double magnitude(double top, double bottom, double angle) {
    return Math.hypot(half(top + bottom, angle, true), half(top - bottom, angle, false));
  }

  /** Argument of e^{iθ/2} times the sum of both terms, taken at half the angle. */
  private double phase(double top, double bottom, double angle) {
    double even = half(top + bottom, angle, true);
    double odd = half(bottomArm ? bottom - top : top - bottom, angle, false);
    return angle / 2 + StrictMath.atan2(odd, even);
  }

  private static double half(double factor, double angle, boolean even) {
    return factor * (even ? StrictMath.cos(angle / 2) : StrictMath.sin(angle / 2));
  }
}
