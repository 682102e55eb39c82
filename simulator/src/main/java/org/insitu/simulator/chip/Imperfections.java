package org.insitu.simulator.chip;

import java.time.Duration;
import org.insitu.driver.yaml.YamlNode;

/**
 * What distinguishes a chip and its read-out from a drawing. The values of the published chip, each
 * with its reason, stand in the resource {@code amf420.yaml} beside this class.
 *
 * @param phaseOffsetRad width of the uniform distribution of each heater's phase at 0 V [rad]
 * @param slopeRadPerV2 mean phase per V² [rad/V²]
 * @param slopeSpread spread of that slope from heater to heater, relative
 * @param curvature mean part of the phase at the highest voltage that is quadratic in V², relative
 *     to the linear part
 * @param curvatureSpread its spread from heater to heater
 * @param cubicSpread spread of the cubic part, likewise
 * @param couplerErrorRad spread of the splitting error of the couplers [rad]
 * @param sectionLossDb mean loss of a waveguide over one column [dB]
 * @param lossImbalanceDb spread of that loss from section to section [dB]; a loss is never negative
 * @param crosstalk part of a heater's drive phase that a heater on the next row of the same column
 *     sees
 * @param crosstalkLengthM distance over which crosstalk falls by 1/e [m]
 * @param thermalTime time constant of heating and cooling; zero settles at once
 * @param phaseDriftRad spread of the slow wandering of each phase [rad]
 * @param phaseDriftTime its correlation time
 * @param laserDrift spread of the slow wandering of the laser power, relative
 * @param laserDriftTime its correlation time
 * @param tapSpread spread of the responsivity from tap to tap, relative
 * @param frameNoise noise of one frame, relative to the power at the tap
 * @param additiveNoise noise of one frame, relative to the power of the whole column
 * @param adcBits resolution of a tap reading over 0..{@code adcFullScaleW}; 0 is unlimited
 * @param adcFullScaleW highest tap power that can be read [W]
 * @param dacBits resolution of a heater voltage over 0..maximum; 0 is unlimited
 * @param frameTime time to read one frame
 * @param switchTime time to change the direction of light
 */
public record Imperfections(
    double phaseOffsetRad,
    double slopeRadPerV2,
    double slopeSpread,
    double curvature,
    double curvatureSpread,
    double cubicSpread,
    double couplerErrorRad,
    double sectionLossDb,
    double lossImbalanceDb,
    double crosstalk,
    double crosstalkLengthM,
    Duration thermalTime,
    double phaseDriftRad,
    Duration phaseDriftTime,
    double laserDrift,
    Duration laserDriftTime,
    double tapSpread,
    double frameNoise,
    double additiveNoise,
    int adcBits,
    double adcFullScaleW,
    int dacBits,
    Duration frameTime,
    Duration switchTime) {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one makes no sense, naming it
   */
  public Imperfections {
    check("phaseOffsetRad", phaseOffsetRad, 0, 2 * Math.PI);
    check("slopeRadPerV2", slopeRadPerV2, 1e-3, 1e3);
    check("slopeSpread", slopeSpread, 0, 0.2);
    check("curvature", curvature, -0.3, 0.3);
    check("curvatureSpread", curvatureSpread, 0, 0.1);
    check("cubicSpread", cubicSpread, 0, 0.1);
    check("couplerErrorRad", couplerErrorRad, 0, Math.PI / 4);
    check("sectionLossDb", sectionLossDb, 0, 10);
    check("lossImbalanceDb", lossImbalanceDb, 0, 10);
    check("crosstalk", crosstalk, 0, 0.5);
    check("crosstalkLengthM", crosstalkLengthM, 1e-6, 1);
    check("phaseDriftRad", phaseDriftRad, 0, Math.PI);
    check("laserDrift", laserDrift, 0, 0.2);
    check("tapSpread", tapSpread, 0, 0.3);
    check("frameNoise", frameNoise, 0, 1);
    check("additiveNoise", additiveNoise, 0, 1);
    check("adcBits", adcBits, 0, 32);
    check("adcFullScaleW", adcFullScaleW, 1e-9, 1);
    check("dacBits", dacBits, 0, 32);
    checkTime("thermalTime", thermalTime, false);
    checkTime("phaseDriftTime", phaseDriftTime, true);
    checkTime("laserDriftTime", laserDriftTime, true);
    checkTime("frameTime", frameTime, false);
    checkTime("switchTime", switchTime, false);
  }

  /**
   * Returns a copy in which the fields of a map replace those of the same name.
   *
   * @param overrides map from component names to values; times carry their unit, {@code 9.4 ms}
   * @throws org.insitu.driver.yaml.YamlFileException if a name is unknown, a value no number or out
   *     of range, with its line
   */
  public Imperfections with(YamlNode overrides) {
    return ImperfectionFields.override(this, overrides);
  }

  private static void check(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s must lie in %s..%s, found %s".formatted(name, min, max, value));
    }
  }

  private static void checkTime(String name, Duration value, boolean positive) {
    if (value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException(
          "%s must lie in 0..365 days, found %s".formatted(name, value));
    }
    if (positive && value.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than zero");
    }
  }
}
