package org.insitu.mesh.engine;

/**
 * Sines and cosines of many angles at once, in loops that vectorise; Math.sin would take longer
 * than sending the batch through the mesh.
 *
 * <p>The angle is reduced to a quarter of it in [-π/4, π/4], where the Taylor series to h¹⁶ is
 * exact to the last bits, and doubled twice: sin 2h = 2 sin h cos h, cos 2h = 1 - 2 sin² h. The
 * error stays below 2e-15.
 */
final class SineTable {
  private static final double TWO_PI = 2 * Math.PI;
  private static final double TURNS_PER_RADIAN = 1 / TWO_PI;

  /** 1.5 · 2⁵²: adding and subtracting it rounds to a whole number. */
  private static final double ROUND = 6755399441055744.0;

  // Taylor coefficients ±1/n! of sine and cosine.
  private static final double S3 = -1.0 / 6;
  private static final double S5 = 1.0 / 120;
  private static final double S7 = -1.0 / 5040;
  private static final double S9 = 1.0 / 362_880;
  private static final double S11 = -1.0 / 39_916_800;
  private static final double S13 = 1.0 / 6_227_020_800.0;
  private static final double S15 = -1.0 / 1_307_674_368_000.0;
  private static final double C2 = -1.0 / 2;
  private static final double C4 = 1.0 / 24;
  private static final double C6 = -1.0 / 720;
  private static final double C8 = 1.0 / 40_320;
  private static final double C10 = -1.0 / 3_628_800;
  private static final double C12 = 1.0 / 479_001_600;
  private static final double C14 = -1.0 / 87_178_291_200.0;
  private static final double C16 = 1.0 / 20_922_789_888_000.0;

  private SineTable() {}

  /**
   * Computes sines and cosines.
   *
   * @param angle angles [rad] of a few turns, more turns cost digits; Not modified
   * @param sin sines; Modified
   * @param cos cosines; Modified
   */
  static void fill(double[] angle, double[] sin, double[] cos) {
    reduce(angle, cos);
    sines(cos, sin);
    cosines(cos);
    twice(sin, cos);
    twice(sin, cos);
  }

  private static void reduce(double[] angle, double[] quarter) {
    for (int i = 0; i < angle.length; i++) {
      double turns = angle[i] * TURNS_PER_RADIAN + ROUND - ROUND;
      quarter[i] = (angle[i] - turns * TWO_PI) * 0.25;
    }
  }

  private static void sines(double[] angle, double[] sin) {
    for (int i = 0; i < angle.length; i++) {
      double h = angle[i];
      double q = h * h;
      double high = S9 + q * (S11 + q * (S13 + q * S15));
      sin[i] = h + h * q * (S3 + q * (S5 + q * (S7 + q * high)));
    }
  }

  private static void cosines(double[] angle) {
    for (int i = 0; i < angle.length; i++) {
      double q = angle[i] * angle[i];
      double high = C8 + q * (C10 + q * (C12 + q * (C14 + q * C16)));
      angle[i] = 1 + q * (C2 + q * (C4 + q * (C6 + q * high)));
    }
  }

  private static void twice(double[] sin, double[] cos) {
    for (int i = 0; i < sin.length; i++) {
      double s = sin[i];
      double c = cos[i];
      sin[i] = 2 * s * c;
      cos[i] = 1 - 2 * s * s;
    }
  }
}
