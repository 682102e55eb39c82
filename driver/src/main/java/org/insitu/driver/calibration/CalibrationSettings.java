package org.insitu.driver.calibration;

/**
 * How a calibration is made.
 *
 * @param sweepPoints voltages per sweep, equidistant in V², at least 20
 * @param frames tap frames averaged per point, at least 1
 * @param goodErrorRad fit error below which a heater is good [rad]
 * @param worstErrorRad fit error above which a fit is discarded [rad]
 * @param minVisibility visibility below which a fit is discarded
 * @param maxSweeps sweeps of one heater before it is given up; each has twice the points of the
 *     last
 * @param laserPowerW laser power [W]
 * @param crosstalkFrames tap frames averaged per reading when thermal crosstalk is measured; 0 does
 *     not measure it
 * @param opticsReadings random settings per direction of light from which couplers and taps are
 *     found; 0 does not look for them
 * @param opticsFrames tap frames averaged per such reading, at least 1
 */
public record CalibrationSettings(
    int sweepPoints,
    int frames,
    double goodErrorRad,
    double worstErrorRad,
    double minVisibility,
    int maxSweeps,
    double laserPowerW,
    int crosstalkFrames,
    int opticsReadings,
    int opticsFrames) {
  /**
   * The published procedure and gate (0.01 good, 0.03 discard; Pai et al., Science 380, 398 (2023),
   * public code) with 401 points: on a chip with 1 % frame noise that leaves about 2 mrad of fit
   * error, far below what crosstalk does, and takes 16 s of chip time a heater.
   */
  public static final CalibrationSettings PUBLISHED =
      new CalibrationSettings(401, 1, 0.01, 0.03, 0.3, 3, 1e-3, 0, 0, 1);

  /**
   * The published procedure, then thermal crosstalk. With 16 frames a 1 % frame noise leaves about
   * 5e-4 on each coefficient, a sixtieth of a typical nearest neighbour.
   */
  public static final CalibrationSettings REFINED =
      PUBLISHED.withCrosstalkFrames(16).withOptics(200, 4);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public CalibrationSettings {
    if (sweepPoints < 20 || sweepPoints > 100_000) {
      throw new IllegalArgumentException("sweep points must be 20..100000, found " + sweepPoints);
    }
    if (frames < 1) {
      throw new IllegalArgumentException("frames must be at least 1, found " + frames);
    }
    if (maxSweeps < 1) {
      throw new IllegalArgumentException("sweeps must be at least 1, found " + maxSweeps);
    }
    if (!(goodErrorRad > 0) || !(worstErrorRad >= goodErrorRad) || !(minVisibility > 0)) {
      throw new IllegalArgumentException("calibration gate must be positive and in order");
    }
    if (crosstalkFrames < 0) {
      throw new IllegalArgumentException(
          "crosstalk frames must not be negative: " + crosstalkFrames);
    }
    if (opticsReadings < 0 || opticsFrames < 1) {
      throw new IllegalArgumentException(
          "optics readings must not be negative and have at least one frame, found %d of %d"
              .formatted(opticsReadings, opticsFrames));
    }
    if (!(laserPowerW > 0)) {
      throw new IllegalArgumentException("laser power must be positive, found " + laserPowerW);
    }
  }

  /** Returns the same with another number of frames for crosstalk; 0 does not measure it. */
  public CalibrationSettings withCrosstalkFrames(int newFrames) {
    return new CalibrationSettings(
        sweepPoints,
        frames,
        goodErrorRad,
        worstErrorRad,
        minVisibility,
        maxSweeps,
        laserPowerW,
        newFrames,
        opticsReadings,
        opticsFrames);
  }

  /** Returns the same with other readings for couplers and taps; 0 does not look for them. */
  public CalibrationSettings withOptics(int newReadings, int newFrames) {
    return new CalibrationSettings(
        sweepPoints,
        frames,
        goodErrorRad,
        worstErrorRad,
        minVisibility,
        maxSweeps,
        laserPowerW,
        crosstalkFrames,
        newReadings,
        newFrames);
  }
}
