package org.insitu.driver.calibration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.HeaterKind;

/** Phases at 0 V, from all sweeps of a round together, with the heat taken off that was on. */
final class ZeroOffsets {
  private final CalibrationRig rig;
  private final ChipLayout layout;
  private final Map<Integer, Double> before = new HashMap<>(); // zero offsets before this round

  ZeroOffsets(CalibrationRig rig) {
    this.rig = rig;
    layout = rig.layout();
  }

  /** Notes the offsets that hold while the next round is measured. */
  void remember() {
    before.clear();
    rig.done()
        .forEach(
            (heater, calibration) -> {
              if (calibration.state().usable()) {
                before.put(heater, calibration.curve().c0());
              }
            });
  }

  /** The curve of a θ was swept with the others warm; without their heat its phase is lower. */
  void moveThetas(List<Observation> observations, double[][] crosstalk) {
    for (Observation observation : observations) {
      if (observation.cell().isEmpty()) {
        HeaterCalibration old = rig.done().get(observation.heater());
        double heat = heatRad(observation.heater(), observation, crosstalk);
        rig.done()
            .put(
                observation.heater(),
                old.withOffset(MeshOffsets.wrapSigned(old.curve().c0() - heat)));
      }
    }
  }

  /**
   * Solves for the zero offsets of φ heaters.
   *
   * @param wanted heaters that were swept; the others keep their offsets
   * @param crosstalk what was measured of it and is not held against, {@code [i][j]}
   */
  void solve(List<Observation> observations, Set<Integer> wanted, double[][] crosstalk) {
    Map<Integer, Double> idlePhase = new HashMap<>(); // beyond the zero offset, at the idle voltage
    Map<Integer, Double> known = new HashMap<>(); // offsets that stay as they are
    for (Map.Entry<Integer, HeaterCalibration> entry : rig.done().entrySet()) {
      HeaterCalibration heater = entry.getValue();
      if (heater.heater().kind() != HeaterKind.PHI) {
        continue;
      }
      boolean usable = heater.state().usable();
      idlePhase.put(entry.getKey(), restRad(entry.getKey()));
      if (!wanted.contains(entry.getKey())) {
        known.put(entry.getKey(), usable ? heater.curve().c0() : heater.idlePhaseRad());
      }
    }
    List<MeshOffsets.Loop> loops = new ArrayList<>();
    for (Observation observation : observations) {
      if (observation.cell().isPresent()) {
        Cell cell = observation.cell().get();
        double loop =
            cell.sign(observation.heater()) * observation.fit().curve().c0()
                - observation.biasRad();
        // Where phases are held, heat is already taken off, and MZIs in bar are in bar.
        loop -=
            rig.holds()
                ? 0
                : cell.sum(
                    heater ->
                        layout.heaters().get(heater).kind() == HeaterKind.PHI
                            ? heatRad(heater, observation, crosstalk)
                            : offBarRad(heater, observation, crosstalk));
        loops.add(new MeshOffsets.Loop(cell, observation.heater(), loop));
      }
    }
    List<Integer> unknown =
        idlePhase.keySet().stream().filter(h -> !known.containsKey(h)).sorted().toList();
    Map<Integer, Double> offsets = MeshOffsets.solve(loops, idlePhase, known, unknown);
    for (int heater : unknown) {
      HeaterCalibration old = rig.done().get(heater);
      double offset = offsets.get(heater);
      rig.done()
          .put(heater, old.state().usable() ? old.withOffset(offset) : old.withIdlePhase(offset));
    }
  }

  /** Phase that a heater got from the others while it was watched; the swept one is in the fit. */
  private double heatRad(int heater, Observation observation, double[][] crosstalk) {
    double heat = 0;
    for (int j = 0; j < crosstalk.length; j++) {
      if (j != observation.heater()) {
        heat += crosstalk[heater][j] * driveRad(j, observation.voltageV()[j]);
      }
    }
    return heat;
  }

  /**
   * What an MZI that should have been in bar was off by, for the heat it was not calibrated with.
   */
  private double offBarRad(int theta, Observation observation, double[][] crosstalk) {
    double phase = rig.done().get(theta).curve().phaseRad(observation.voltageV()[theta]);
    return MeshOffsets.wrapSigned(phase + heatRad(theta, observation, crosstalk) - Math.PI);
  }

  /** Phase of a φ beyond its zero offset while another heater of its loop was swept. */
  private double restRad(int phi) {
    return rig.holds() && before.containsKey(phi)
        ? -before.get(phi)
        : driveRad(phi, layout.limits().idleVoltageV());
  }

  /** Phase of a heater beyond its phase at 0 V; 0 if it is not calibrated. */
  private double driveRad(int heater, double voltageV) {
    return rig.usable(heater)
        ? rig.done().get(heater).curve().phaseRad(voltageV) - rig.done().get(heater).curve().c0()
        : 0;
  }
}
