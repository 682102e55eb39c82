package org.insitu.simulator.faults;

import java.util.Locale;

/** Kinds of fault. An argument is a duration in milliseconds unless said otherwise. */
public enum FaultKind {
  /** A request or reply is lost. */
  DROP(0),
  /** A request or reply is late. */
  DELAY(20),
  /** One bit of a request or reply flips. */
  GARBLE(0),
  /** A request or reply comes twice. */
  DUPLICATE(0),
  /** A reply comes in two pieces; the argument is the pause between them. */
  SPLIT(2),
  /** A reply is held back and comes together with the next one. */
  MERGE(0),
  /** The instrument reports that it missed characters and does not carry the request out. */
  E15(0),
  /** The instrument loses its power for a moment, and with it all settings. */
  REBOOT(0),
  /** The instrument does not answer for a while. */
  SILENT(300),
  /** The connection breaks and comes back after a while. */
  DISCONNECT(300),
  /** A heater keeps its voltage, whatever is set. The argument is its channel. */
  STUCK(0),
  /** A tap reads no light. The argument is its number, column times rows plus row. */
  DEAD_TAP(0),
  /** The switch goes the wrong way. */
  WRONG_DIRECTION(0);

  private final double defaultArgument;

  FaultKind(double defaultArgument) {
    this.defaultArgument = defaultArgument;
  }

  /** Returns the argument if none is given. */
  public double defaultArgument() {
    return defaultArgument;
  }

  /** Returns the name used on the command line, such as {@code dead-tap}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns whether this is a fault of the chip or its wiring, which has no rate. */
  public boolean permanent() {
    return this == STUCK || this == DEAD_TAP || this == WRONG_DIRECTION;
  }
}
