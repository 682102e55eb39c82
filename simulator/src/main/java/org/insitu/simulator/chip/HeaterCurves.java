package org.insitu.simulator.chip;

import org.insitu.mesh.chip.ChipLayout;

/**
 * True phases of all heaters against their voltages: φ = φ₀ + c₁u + c₂u² + c₃u³ with u = V². The
 * part that depends on the voltage is the drive phase.
 */
final class HeaterCurves {
  /** Heaters beyond this many standard deviations would not have left the fabrication line. */
  private static final double CLIP = 2.5;

  final double[] offsetRad;
  final double[] linear;
  final double[] quadratic;
  final double[] cubic;

  HeaterCurves(ChipLayout layout, Imperfections imperfections, long seed) {
    int heaters = layout.heaters().size();
    double uMax = layout.limits().maxVoltageV() * layout.limits().maxVoltageV();
    offsetRad = new double[heaters];
    linear = new double[heaters];
    quadratic = new double[heaters];
    cubic = new double[heaters];
    RandomStream offsets = new RandomStream(seed, "heater offset");
    RandomStream slopes = new RandomStream(seed, "heater slope");
    RandomStream curvatures = new RandomStream(seed, "heater curvature");
    RandomStream cubics = new RandomStream(seed, "heater cubic");
    for (int i = 0; i < heaters; i++) {
      offsetRad[i] = imperfections.phaseOffsetRad() * offsets.uniform();
      linear[i] =
          imperfections.slopeRadPerV2() * (1 + imperfections.slopeSpread() * slopes.normal(CLIP));
      double curvature =
          imperfections.curvature() + imperfections.curvatureSpread() * curvatures.normal(CLIP);
      quadratic[i] = linear[i] * curvature / uMax;
      cubic[i] = linear[i] * imperfections.cubicSpread() * cubics.normal(CLIP) / (uMax * uMax);
      requireMonotonic(layout, i, uMax);
    }
  }

  private void requireMonotonic(ChipLayout layout, int i, double uMax) {
    double turning = cubic[i] == 0 ? 0 : -quadratic[i] / (3 * cubic[i]);
    double extreme = turning > 0 && turning < uMax ? slope(i, turning) : linear[i];
    if (!(linear[i] > 0 && slope(i, uMax) > 0 && extreme > 0)) {
      throw new IllegalArgumentException(
          "the phase of %s would fall with its voltage; lower curvature and the spreads"
              .formatted(layout.heaters().get(i).name()));
    }
  }

  private double slope(int i, double u) {
    return linear[i] + u * (2 * quadratic[i] + u * 3 * cubic[i]);
  }

  /** Returns the drive phase of a heater [rad]. */
  double driveRad(int heater, double voltageV) {
    double u = voltageV * voltageV;
    return u * (linear[heater] + u * (quadratic[heater] + u * cubic[heater]));
  }
}
