package org.insitu.driver.chip;

import org.insitu.driver.calibration.CalibrationSettings;

/**
 * How a calibrated chip reads.
 *
 * @param frames tap frames averaged per reading, at least 1
 * @param phaseRead how phases are read
 * @param laserPowerW laser power [W]
 */
public record ReadSettings(int frames, PhaseRead phaseRead, double laserPowerW) {
  /** One frame, two points: as published. */
  public static final ReadSettings PUBLISHED =
      new ReadSettings(1, PhaseRead.TWO_POINT, CalibrationSettings.PUBLISHED.laserPowerW());

  /** Phases at four points, where the responsivities of the taps cancel. */
  public static final ReadSettings REFINED = PUBLISHED.withPhaseRead(PhaseRead.FOUR_POINT);

  /** Ways to find the φ of one analyzer stage, with its MZI at π/2. */
  public enum PhaseRead {
    /** Powers at φ = 0 and π/2. A difference of the two taps' responsivities biases it. */
    TWO_POINT(2),
    /** Powers at 0, π/2, π and 3π/2: the responsivities cancel. */
    FOUR_POINT(4);

    private final int points;

    PhaseRead(int points) {
      this.points = points;
    }

    /** Returns the phases to set [rad]. */
    double[] phasesRad() {
      double[] phases = new double[points];
      for (int i = 0; i < points; i++) {
        phases[i] = i * Math.PI / 2;
      }
      return phases;
    }

    /**
     * Returns the φ at which the upper output is brightest.
     *
     * @param difference upper minus lower power at each of {@link #phasesRad}
     */
    double brightestRad(double[] difference) {
      return this == TWO_POINT
          ? StrictMath.atan2(difference[1], difference[0])
          : StrictMath.atan2(difference[1] - difference[3], difference[0] - difference[2]);
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if frames or power are not positive
   */
  public ReadSettings {
    if (frames < 1) {
      throw new IllegalArgumentException("frames must be at least 1, found " + frames);
    }
    if (!(laserPowerW > 0)) {
      throw new IllegalArgumentException("laser power must be positive, found " + laserPowerW);
    }
  }

  /** Returns the same with another number of frames. */
  public ReadSettings withFrames(int newFrames) {
    return new ReadSettings(newFrames, phaseRead, laserPowerW);
  }

  /** Returns the same with another way to read phases. */
  public ReadSettings withPhaseRead(PhaseRead newPhaseRead) {
    return new ReadSettings(frames, newPhaseRead, laserPowerW);
  }
}
