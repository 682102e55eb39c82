package org.insitu.driver.calibration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.processor.Direction;

/**
 * Calibrates a chip: θ pass, then φ pass, then the φ offsets.
 *
 * <p>θ pass: light is brought through already calibrated MZIs, in bar or cross, to one input of the
 * MZI; the split behind it is sin²(θ/2) or cos²(θ/2). Every calibrated MZI rests in bar, so light
 * keeps to its row; the others idle.
 *
 * <p>φ pass: two successive MZIs on the same rows at π/2 make an interferometer of the loop between
 * them (a {@link Cell}). A sweep of one φ gives its curve up to a constant, and the constant of the
 * loop: the signed sum of all zero offsets on it. The offsets follow from all loops together by
 * least squares. There are fewer loops than φ heaters; what is left open is the phase at the outer
 * ports, which no tap can see, so any solution is as good as the published one, which zeroes one
 * heater of a loop after the other.
 *
 * @see <a href="https://doi.org/10.1126/science.ade8450">Pai et al., Science 380, 398 (2023)</a>
 */
public final class Calibrator {
  private final Bench bench;
  private final ChipLayout layout;
  private final CalibrationSettings settings;
  private final CalibrationListener listener;
  private final RouteFinder routes;
  private final ChipModel ideal;
  private CalibrationRig rig;
  private Map<Integer, HeaterCalibration> done;
  private HeaterSweeps sweeps;
  private ZeroOffsets offsets;

  /** Creates a calibrator; the bench stays the caller's. */
  public Calibrator(Bench bench, CalibrationSettings settings, CalibrationListener listener) {
    this.bench = bench;
    this.layout = bench.layout();
    this.settings = settings;
    this.listener = listener;
    routes = new RouteFinder(layout);
    ideal = new ChipModel(layout);
    begin();
  }

  /**
   * Calibrates every heater.
   *
   * @return the calibration; heaters that could not be calibrated are in it, marked
   * @throws DeviceException if the bench failed; its outputs are then in the safe state, as far as
   *     it still answers
   */
  public Calibration run() throws DeviceException {
    Set<Integer> all = new TreeSet<>();
    for (int i = 0; i < layout.heaters().size(); i++) {
      all.add(i);
    }
    begin();
    return guarded(() -> calibrate(all)).at(bench.tuning().map(LaserTuning::wavelengthM));
  }

  private double[][] zeros() {
    return new double[layout.heaters().size()][layout.heaters().size()];
  }

  private void begin() {
    rig = new CalibrationRig(bench, listener);
    done = rig.done();
    sweeps = new HeaterSweeps(rig, settings, listener);
    offsets = new ZeroOffsets(rig);
  }

  /**
   * Calibrates some heaters again and keeps the rest, the crosstalk included.
   *
   * @param old calibration of the same chip
   * @param heaters positions in the layout
   * @throws CalibrationProblem if {@code old} is for another chip
   * @throws DeviceException as {@link #run}
   */
  public Calibration recalibrate(Calibration old, Set<Integer> heaters) throws DeviceException {
    old.requireFor(bench.chipId(), layout);
    begin();
    for (int i = 0; i < old.heaters().size(); i++) {
      done.put(i, old.heaters().get(i));
    }
    return guarded(
        () -> {
          light(heaters.size());
          rig.hold(old.crosstalk());
          passes(heaters);
          // The others are still of the wavelength they were measured at.
          return result(old.crosstalk(), old.optics(), old.chipSeconds()).at(old.wavelengthM());
        });
  }

  private Calibration calibrate(Set<Integer> heaters) throws DeviceException {
    boolean refine = settings.crosstalkFrames() > 0;
    light(refine ? 2 * heaters.size() : heaters.size());
    Duration start = bench.counters().chipTime();
    passes(heaters);
    double[][] crosstalk = zeros();
    if (refine) {
      crosstalk =
          new CrosstalkPass(rig, settings.crosstalkFrames(), listener).run(sweeps.observations());
    }
    offsets.moveThetas(sweeps.observations(), crosstalk);
    offsets.solve(sweeps.observations(), heaters, crosstalk);
    if (refine) {
      // Everything above was measured with MZIs that heat kept from where they should have been.
      rig.hold(crosstalk);
      passes(heaters);
    }
    Calibration swept = result(crosstalk, ChipOptics.perfect(layout), secondsSince(start));
    if (settings.opticsReadings() == 0) {
      return swept;
    }
    Calibration explained =
        new OpticsPass(bench, listener)
            .run(swept, settings.opticsReadings(), settings.opticsFrames());
    rig.write(Map.of());
    return explained.lasting(secondsSince(start));
  }

  private double secondsSince(Duration start) {
    return bench.counters().chipTime().minus(start).toNanos() * 1e-9;
  }

  private void light(int expectedSweeps) throws DeviceException {
    sweeps.expect(expectedSweeps);
    bench.setDirection(Direction.FORWARD);
    bench.setLaserPower(settings.laserPowerW());
  }

  private void passes(Set<Integer> heaters) throws DeviceException {
    sweeps.forget();
    offsets.remember();
    List<Integer> thetas = routes.thetas().stream().filter(heaters::contains).toList();
    Set<Integer> phis = new TreeSet<>(heaters);
    phis.removeAll(thetas);
    rig.write(Map.of());
    thetaPass(thetas);
    phiPass(phis);
    if (rig.holds()) {
      offsets.solve(sweeps.observations(), phis, zeros());
    }
  }

  private Calibration result(double[][] crosstalk, ChipOptics optics, double chipSeconds)
      throws DeviceException {
    rig.write(Map.of());
    return new Calibration(
        bench.chipId(),
        layout.name(),
        List.copyOf(done.values()),
        crosstalk,
        optics,
        settings.sweepPoints(),
        chipSeconds);
  }

  private interface Work {
    Calibration run() throws DeviceException;
  }

  private Calibration guarded(Work work) throws DeviceException {
    try {
      return work.run();
    } catch (DeviceException | RuntimeException failure) {
      try {
        bench.safeState();
      } catch (DeviceException unconfirmed) {
        failure.addSuppressed(unconfirmed);
      }
      throw failure;
    }
  }

  // ---- theta pass

  private record Reached(int heater, Route route) {}

  private void thetaPass(List<Integer> wanted) throws DeviceException {
    List<Integer> open = new ArrayList<>(wanted);
    Comparator<Reached> order =
        Comparator.<Reached>comparingInt(r -> r.route.crossed().size())
            .thenComparingInt(r -> layout.heaters().get(r.heater).column())
            .thenComparingInt(r -> layout.heaters().get(r.heater).row());
    while (true) {
      Optional<Reached> next =
          open.stream()
              .flatMap(h -> routes.to(h, rig::usable).map(r -> new Reached(h, r)).stream())
              .min(order);
      if (next.isEmpty()) {
        break;
      }
      int heater = next.get().heater;
      open.remove(Integer.valueOf(heater));
      Map<Integer, Double> phases = new HashMap<>();
      next.get().route.applyTo(phases);
      HeaterCalibration result = sweeps.sweep(heater, phases, heater, Optional.empty(), 0);
      if (result.state().usable()
          && next.get().route.inputRow() != layout.heaters().get(heater).mziTopRow()) {
        // Lit from below, the upper output is the cross power, cos² instead of sin².
        result = result.withOffset(MeshOffsets.wrapSigned(result.curve().c0() - Math.PI));
      }
      rig.finish(heater, result);
    }
    for (int heater : open) {
      rig.finish(
          heater,
          sweeps.unreachable(heater, "no way for light through calibrated MZIs leads to it"));
    }
  }

  // ---- phi pass

  private void phiPass(Set<Integer> wanted) throws DeviceException {
    List<Cell> usable = new ArrayList<>();
    for (Cell cell : Cell.of(layout)) {
      boolean ready =
          rig.usable(cell.first())
              && rig.usable(cell.second())
              && cell.passed().stream().allMatch(rig::usable)
              && routes.to(cell.first(), rig::usable).isPresent();
      if (ready) {
        usable.add(cell);
      }
    }
    Set<Integer> swept = new HashSet<>();
    Map<Integer, HeaterCalibration> swapped = new TreeMap<>();
    for (CellPlan.Item item : CellPlan.of(usable)) {
      if (!wanted.contains(item.phi())) {
        continue;
      }
      swept.add(item.phi());
      Map<Integer, Double> phases = new HashMap<>();
      routes.to(item.cell().first(), rig::usable).orElseThrow().applyTo(phases);
      phases.put(item.cell().first(), Math.PI / 2);
      phases.put(item.cell().second(), Math.PI / 2);
      HeaterCalibration result =
          sweeps.sweep(
              item.phi(),
              phases,
              item.cell().second(),
              Optional.of(item.cell()),
              modelBias(item, phases));
      if (rig.holds()) {
        swapped.put(item.phi(), result); // the other loops still count on its old offset
      } else {
        rig.finish(item.phi(), result);
      }
    }
    swapped.forEach(rig::finish);
    for (int heater : wanted) {
      if (!swept.contains(heater)) {
        rig.finish(heater, sweeps.unreachable(heater, "no loop around it has calibrated MZIs"));
      }
    }
  }

  /**
   * Returns κ of r = (1 - cos(Σ s φ + κ)) / 2, from the model of the perfect chip, whose φ heaters
   * are at zero.
   */
  private double modelBias(CellPlan.Item item, Map<Integer, Double> phases) {
    double[] phaseRad = new double[layout.heaters().size()];
    for (int theta : routes.thetas()) {
      phaseRad[theta] = phases.getOrDefault(theta, Math.PI);
    }
    double[][] power = new double[layout.columns()][layout.rows()];
    Heater watched = layout.heaters().get(item.cell().second());
    double[] ratio = new double[2];
    for (int k = 0; k < 2; k++) {
      phaseRad[item.phi()] = k * Math.PI / 2;
      ideal.tapPowers(Direction.FORWARD, layout.entryRow(), phaseRad, power);
      double[] column = power[watched.column() + 1];
      int top = watched.mziTopRow();
      ratio[k] = column[top] / (column[top] + column[top + 1]);
    }
    int sign = item.cell().sign(item.phi());
    return StrictMath.atan2(sign * (2 * ratio[1] - 1), 1 - 2 * ratio[0]);
  }
}
