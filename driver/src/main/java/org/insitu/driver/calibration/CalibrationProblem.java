package org.insitu.driver.calibration;

/** A calibration cannot be used; the message is one sentence for the user. */
public abstract sealed class CalibrationProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private CalibrationProblem(String message) {
    super(message);
  }

  /** It belongs to another chip. */
  public static final class Mismatch extends CalibrationProblem {
    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
      super(message);
    }
  }

  /** Heaters that the chip cannot work without are missing. */
  public static final class Incomplete extends CalibrationProblem {
    private static final long serialVersionUID = 1L;

    Incomplete(String message) {
      super(message);
    }
  }

  /** The file is not a calibration. */
  public static final class BadFile extends CalibrationProblem {
    private static final long serialVersionUID = 1L;

    BadFile(String message) {
      super(message);
    }
  }
}
