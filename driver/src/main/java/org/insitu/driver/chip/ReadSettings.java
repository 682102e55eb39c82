package org.insitu.driver.chip;

import java.time.Duration;
import org.insitu.driver.calibration.CalibrationSettings;

/**
 * How a calibrated chip reads.
 *
 * @param frames tap frames averaged per reading, at least 1
 * @param phaseRead how phases are read
 * @param laserPowerW laser power [W]
 * @param outputTaps where magnitudes at the output are read
 * @param trackEvery time on the chip after which the drift of the heaters is measured again; zero
 *     never measures it
 */
public record ReadSettings(
    int frames,
    PhaseRead phaseRead,
    double laserPowerW,
    OutputTaps outputTaps,
    Duration trackEvery) {
  /** One frame, two points: as published. */
  public static final ReadSettings PUBLISHED =
      new ReadSettings(
          1,
          PhaseRead.TWO_POINT,
          CalibrationSettings.PUBLISHED.laserPowerW(),
          OutputTaps.BEHIND_CHAIN,
          Duration.ZERO);

  /**
   * Phases at four points, where the responsivities of the taps cancel; magnitudes before the
   * receiving chain, whose MZIs leak even in bar. Ten frames leave a third of the noise of one.
   * Drift is measured so often that a fifth is left of what builds up in ten minutes.
   */
  public static final ReadSettings REFINED =
      new ReadSettings(
          10,
          PhaseRead.FOUR_POINT,
          CalibrationSettings.REFINED.laserPowerW(),
          OutputTaps.AT_MESH,
          Duration.ofSeconds(20));

  /** Places to read magnitudes at the output. */
  public enum OutputTaps {
    /** As published: one column for all ports, light having passed the receiving chain in bar. */
    BEHIND_CHAIN,
    /** Each port at its last tap before the receiving chain. */
    AT_MESH
  }

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
    if (trackEvery.isNegative()) {
      throw new IllegalArgumentException("drift cannot be measured every " + trackEvery);
    }
    if (!(laserPowerW > 0)) {
      throw new IllegalArgumentException("laser power must be positive, found " + laserPowerW);
    }
  }

  /** Returns the same with another number of frames. */
  public ReadSettings withFrames(int newFrames) {
    return new ReadSettings(newFrames, phaseRead, laserPowerW, outputTaps, trackEvery);
  }

  /** Returns the same with another way to read phases. */
  public ReadSettings withPhaseRead(PhaseRead newPhaseRead) {
    return new ReadSettings(frames, newPhaseRead, laserPowerW, outputTaps, trackEvery);
  }

  /** Returns the same with another laser power [W]. */
  public ReadSettings withLaserPowerW(double newPowerW) {
    return new ReadSettings(frames, phaseRead, newPowerW, outputTaps, trackEvery);
  }

  /** Returns the same that measures drift at another interval; zero never measures it. */
  public ReadSettings withTrackEvery(Duration newInterval) {
    return new ReadSettings(frames, phaseRead, laserPowerW, outputTaps, newInterval);
  }
}
