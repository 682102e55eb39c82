package org.insitu.driver.bench;

import java.util.Locale;
import org.insitu.driver.device.SafetyLimitException;

/**
 * The wavelength of a laser, and to what it can be changed.
 *
 * @param wavelengthM wavelength now [m]
 * @param minM shortest wavelength it can be tuned to [m]
 * @param maxM longest one [m]; the same as the shortest if the laser cannot be tuned
 * @param why why it cannot be tuned, for the user; empty if it can
 */
public record LaserTuning(double wavelengthM, double minM, double maxM, String why) {
  /** A picometre, far below what lasers are set to: what differs by less is the same. */
  private static final double SAME_M = 1e-12;

  /**
   * Checks that the range is one.
   *
   * @throws IllegalArgumentException if it is not positive and finite, or ends before it begins
   */
  public LaserTuning {
    if (!(wavelengthM > 0 && minM > 0 && minM <= maxM && maxM < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a laser at %s m that goes from %s m to %s m".formatted(wavelengthM, minM, maxM));
    }
  }

  /** Creates that of a laser that can be tuned. */
  public LaserTuning(double wavelengthM, double minM, double maxM) {
    this(wavelengthM, minM, maxM, "");
  }

  /** Returns that of a laser that has one wavelength [m] only, and why. */
  public static LaserTuning fixed(double wavelengthM, String why) {
    return new LaserTuning(wavelengthM, wavelengthM, wavelengthM, why);
  }

  /** Returns whether there is another wavelength to go to. */
  public boolean tunable() {
    return maxM > minM;
  }

  /** Returns whether a wavelength [m] is the one of now. */
  public boolean at(double otherM) {
    return Math.abs(otherM - wavelengthM) <= SAME_M;
  }

  /** Returns whether a wavelength [m] is in the range. */
  public boolean contains(double otherM) {
    return otherM >= minM - SAME_M && otherM <= maxM + SAME_M;
  }

  /** Returns the same laser at another wavelength [m]. */
  public LaserTuning with(double newWavelengthM) {
    return new LaserTuning(newWavelengthM, minM, maxM, why);
  }

  /** Returns the range in a user's words, such as {@code 1495 to 1640 nm}. */
  public String range() {
    if (tunable()) {
      return nm(minM) + " to " + nm(maxM) + " nm";
    }
    return nm(minM) + " nm only" + (why.isEmpty() ? "" : " (" + why + ")");
  }

  /**
   * Checks that the laser can be tuned to a wavelength.
   *
   * @param wantedM wavelength [m]
   * @throws SafetyLimitException if it cannot
   */
  public void require(double wantedM) {
    if (!contains(wantedM)) {
      throw new SafetyLimitException(
          "the laser cannot be tuned to %s nm, it has %s; nothing has changed"
              .formatted(nm(wantedM), range()));
    }
  }

  /** Returns a wavelength [m] in nm, without zeros at its end. */
  public static String nm(double wavelengthM) {
    return String.format(Locale.ROOT, "%.3f", wavelengthM * 1e9).replaceFirst("\\.?0+$", "");
  }
}
