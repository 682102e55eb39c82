package org.insitu.simulator.chip;

import org.insitu.mesh.chip.ChipLayout;

/**
 * Phases of all heaters in time: voltages set where they go, heat takes them there with one time
 * constant, φ(t) = φ∞ + (φ₀ - φ∞)e^(-t/τ), and drift comes on top.
 */
final class HeaterPhases {
  /** Beyond this many time constants the rest is below the last bit: e^-40 is 4e-18. */
  private static final int SETTLED = 40;

  /** Beyond this many, what is left is below what any tap can tell: e^-12 is 6e-6. */
  private static final int STEADY = 12;

  private final HeaterCurves curves;
  private final Crosstalk crosstalk;
  private final Wandering drift;
  private final long timeNanos;
  private final double[] voltageV;
  private final double[] driveRad;
  private final double[] targetRad;
  private final double[] settlingRad;
  private final double[] phaseRad;
  private long sinceChangeNanos;
  private long sinceSettledNanos;
  private boolean moving;
  private boolean stale = true;

  HeaterPhases(ChipLayout layout, Imperfections imperfections, long seed) {
    int heaters = layout.heaters().size();
    curves = new HeaterCurves(layout, imperfections, seed);
    crosstalk = new Crosstalk(layout, imperfections);
    drift =
        new Wandering(
            heaters,
            imperfections.phaseDriftRad(),
            imperfections.phaseDriftTime(),
            new RandomStream(seed, "phase drift"));
    timeNanos = imperfections.thermalTime().toNanos();
    voltageV = new double[heaters];
    driveRad = new double[heaters];
    targetRad = curves.offsetRad.clone();
    settlingRad = curves.offsetRad.clone();
    phaseRad = new double[heaters];
  }

  /** Sets voltages; heat starts to flow at the present time. */
  void set(int[] heaters, double[] newVoltageV) {
    settle();
    for (int k = 0; k < heaters.length; k++) {
      voltageV[heaters[k]] = newVoltageV[k];
      driveRad[heaters[k]] = curves.driveRad(heaters[k], newVoltageV[k]);
    }
    for (int i = 0; i < targetRad.length; i++) {
      targetRad[i] = curves.offsetRad[i] + driveRad[i] + crosstalk.addedRad(i, driveRad);
    }
    sinceChangeNanos = 0;
    moving = true;
    stale = true;
  }

  void advance(long nanos) {
    sinceChangeNanos += nanos;
    sinceSettledNanos += nanos;
    stale |= drift.advance(nanos) || (moving && nanos > 0);
  }

  /** Brings the settling phases to the present time. */
  private void settle() {
    if (moving && sinceChangeNanos >= SETTLED * timeNanos) {
      System.arraycopy(targetRad, 0, settlingRad, 0, targetRad.length);
      moving = false;
    } else if (moving && sinceSettledNanos > 0) {
      double left = StrictMath.exp(-(double) sinceSettledNanos / timeNanos);
      for (int i = 0; i < targetRad.length; i++) {
        settlingRad[i] = targetRad[i] + (settlingRad[i] - targetRad[i]) * left;
      }
    }
    sinceSettledNanos = 0;
  }

  /** Returns whether the phases have changed since they were last asked for. */
  boolean stale() {
    return stale;
  }

  /** Returns whether heaters move too little for a tap to tell, drift aside. */
  boolean steady() {
    return !moving || sinceChangeNanos >= STEADY * timeNanos;
  }

  /** Returns the phases at the present time [rad], by heater; Not to be modified. */
  double[] phaseRad() {
    if (stale) {
      settle();
      for (int i = 0; i < phaseRad.length; i++) {
        phaseRad[i] = settlingRad[i] + drift.value(i);
      }
      stale = false;
    }
    return phaseRad;
  }

  HeaterCurves curves() {
    return curves;
  }

  double voltageV(int heater) {
    return voltageV[heater];
  }
}
