package org.insitu.cli;

import java.util.Locale;
import org.insitu.cli.console.Choice;
import org.insitu.driver.calibration.CalibrationSettings;
import org.insitu.driver.chip.ReadSettings;

/** Ways to calibrate a chip and to read it. */
enum Procedure {
  /** As published: two passes, phases read at two points. */
  PUBLISHED,
  /**
   * Takes off thermal crosstalk, repeats both passes, finds couplers and taps; reads phases at four
   * points and follows the drift of the heaters.
   */
  REFINED;

  /** Words of {@code --procedure}. */
  static final class Words extends Choice<Procedure> {
    Words() {
      super(Procedure.class);
    }
  }

  CalibrationSettings calibration() {
    return this == PUBLISHED ? CalibrationSettings.PUBLISHED : CalibrationSettings.REFINED;
  }

  ReadSettings read() {
    return this == PUBLISHED ? ReadSettings.PUBLISHED : ReadSettings.REFINED;
  }

  /** Returns how often every heater is visited. */
  int passes() {
    return this == PUBLISHED ? 1 : 4;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
