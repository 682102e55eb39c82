package org.insitu.gui.model;

import java.util.Optional;
import org.insitu.driver.calibration.Calibration;
import org.insitu.mesh.chip.ChipLayout;

/**
 * How things stand.
 *
 * @param link whether there is a chip
 * @param activity what the chip thread does
 * @param chip name of the chip, empty if none was asked for
 * @param layout layout of the chip that is or was connected
 * @param calibration calibration in use
 * @param safe whether the chip was brought to the safe state and nothing was energised since
 */
public record LabState(
    Link link,
    Activity activity,
    String chip,
    Optional<ChipLayout> layout,
    Optional<Calibration> calibration,
    boolean safe) {
  /** No chip yet. */
  public static final LabState NONE =
      new LabState(Link.DISCONNECTED, Activity.IDLE, "", Optional.empty(), Optional.empty(), true);

  /** Whether there is a chip. */
  public enum Link {
    /** No. */
    DISCONNECTED,
    /** Its bench is being opened. */
    CONNECTING,
    /** Yes. */
    CONNECTED,
    /** It went away by itself. */
    LOST
  }

  /** What the chip thread does. */
  public enum Activity {
    /** Nothing. */
    IDLE("idle"),
    /** Asks instruments who they are; there is no chip meanwhile. */
    IDENTIFYING("identifying instruments"),
    /** Calibrates. */
    CALIBRATING("calibrating"),
    /** Trains. */
    TRAINING("training"),
    /** Tests the fidelity. */
    TESTING("testing fidelity"),
    /** Measures drift. */
    DRIFT("measuring drift"),
    /** Follows the user's hand. */
    MANUAL("manual control");

    private final String text;

    Activity(String text) {
      this.text = text;
    }

    /** Returns whether it takes long, and ends early when it is asked to. */
    public boolean stoppable() {
      return this == CALIBRATING || this == TRAINING || this == TESTING;
    }

    /** Returns a word for the user. */
    public String text() {
      return text;
    }
  }

  /** Returns whether new work can begin. */
  public boolean ready() {
    return link == Link.CONNECTED && activity == Activity.IDLE;
  }

  LabState with(Activity newActivity) {
    return new LabState(link, newActivity, chip, layout, calibration, safe);
  }

  LabState with(Link newLink) {
    return new LabState(newLink, activity, chip, layout, calibration, safe);
  }

  LabState with(Calibration newCalibration) {
    return new LabState(link, activity, chip, layout, Optional.of(newCalibration), safe);
  }

  LabState withSafe(boolean nowSafe) {
    return new LabState(link, activity, chip, layout, calibration, nowSafe);
  }
}
