package org.insitu.simulator.chip;

import org.insitu.mesh.chip.ChipErrors;

/** What a virtual chip hides, for tests that judge a measurement. Never for code that measures. */
public final class VirtualChipTruth {
  private VirtualChipTruth() {}

  /** Returns the phases of all heaters at the present time [rad], by heater. */
  public static double[] phaseRad(VirtualChip chip) {
    return chip.trueHeaters().phaseRad().clone();
  }

  /** Returns the phases of all heaters at 0 V, without drift [rad]. */
  public static double[] offsetRad(VirtualChip chip) {
    return chip.trueHeaters().curves().offsetRad.clone();
  }

  /** Returns the phase that a heater's own voltage adds [rad]. */
  public static double driveRad(VirtualChip chip, int heater, double voltageV) {
    return chip.trueHeaters().curves().driveRad(heater, voltageV);
  }

  /** Returns the voltage at a heater, after the converter [V]. */
  public static double voltageV(VirtualChip chip, int heater) {
    return chip.trueHeaters().voltageV(heater);
  }

  /** Returns coupler errors and losses. */
  public static ChipErrors errors(VirtualChip chip) {
    return chip.trueErrors();
  }

  /** Returns the responsivity of every tap, {@code [column][row]}. */
  public static double[][] responsivity(VirtualChip chip) {
    return chip.trueReadout().responsivity;
  }
}
