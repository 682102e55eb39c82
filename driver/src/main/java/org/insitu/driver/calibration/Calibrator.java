package org.insitu.driver.calibration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
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
  /** Below this peak-to-peak the split does not follow the heater at all. */
  private static final double DEAD_SWING = 0.1;

  /** An MZI that carries less than this of its column's light is in the dark. */
  private static final double MIN_LIT = 0.1;

  /** A residual above this is a curve of another shape, however small its formal error. */
  private static final double WORST_RESIDUAL = 0.05;

  private static final int STARTS_PER_SWEEP = 3;
  private static final double TWO_PI = 2 * Math.PI;

  private final Bench bench;
  private final ChipLayout layout;
  private final CalibrationSettings settings;
  private final CalibrationListener listener;
  private final RouteFinder routes;
  private final ChipModel ideal;
  private CalibrationRig rig;
  private Map<Integer, HeaterCalibration> done;
  private final List<Observation> observations = new ArrayList<>();
  private final Map<Integer, Double> before = new HashMap<>(); // zero offsets before this round
  private int sweepNumber;
  private int sweepTotal;

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
    return guarded(() -> calibrate(all));
  }

  private double[][] zeros() {
    return new double[layout.heaters().size()][layout.heaters().size()];
  }

  private void begin() {
    rig = new CalibrationRig(bench, listener);
    done = rig.done();
    observations.clear();
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
          return result(old.crosstalk(), old.optics(), old.chipSeconds());
        });
  }

  private Calibration calibrate(Set<Integer> heaters) throws DeviceException {
    boolean refine = settings.crosstalkFrames() > 0;
    light(refine ? 2 * heaters.size() : heaters.size());
    Duration start = bench.counters().chipTime();
    passes(heaters);
    double[][] crosstalk = zeros();
    if (refine) {
      crosstalk = new CrosstalkPass(rig, settings.crosstalkFrames(), listener).run(observations);
    }
    moveThetas(crosstalk);
    solveOffsets(heaters, crosstalk);
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

  private void light(int sweeps) throws DeviceException {
    sweepNumber = 0;
    sweepTotal = sweeps;
    bench.setDirection(Direction.FORWARD);
    bench.setLaserPower(settings.laserPowerW());
  }

  private void passes(Set<Integer> heaters) throws DeviceException {
    observations.clear();
    before.clear();
    done.forEach(
        (heater, calibration) -> {
          if (calibration.state().usable()) {
            before.put(heater, calibration.curve().c0());
          }
        });
    List<Integer> thetas = routes.thetas().stream().filter(heaters::contains).toList();
    Set<Integer> phis = new TreeSet<>(heaters);
    phis.removeAll(thetas);
    rig.write(Map.of());
    thetaPass(thetas);
    phiPass(phis);
    if (rig.holds()) {
      solveOffsets(phis, zeros());
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
      HeaterCalibration result = sweepAndFit(heater, phases, heater, Optional.empty(), 0);
      if (result.state().usable()
          && next.get().route.inputRow() != layout.heaters().get(heater).mziTopRow()) {
        // Lit from below, the upper output is the cross power, cos² instead of sin².
        result = result.withOffset(MeshOffsets.wrapSigned(result.curve().c0() - Math.PI));
      }
      rig.finish(heater, result);
    }
    for (int heater : open) {
      rig.finish(
          heater, unreachable(heater, "no way for light through calibrated MZIs leads to it"));
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
          sweepAndFit(
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
        rig.finish(heater, unreachable(heater, "no loop around it has calibrated MZIs"));
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

  // ---- offsets

  /** The curve of a θ was swept with the others warm; without their heat its phase is lower. */
  private void moveThetas(double[][] crosstalk) {
    for (Observation observation : observations) {
      if (observation.cell().isEmpty()) {
        HeaterCalibration old = done.get(observation.heater());
        double heat = heatRad(observation.heater(), observation, crosstalk);
        done.put(
            observation.heater(), old.withOffset(MeshOffsets.wrapSigned(old.curve().c0() - heat)));
      }
    }
  }

  private void solveOffsets(Set<Integer> wanted, double[][] crosstalk) {
    Map<Integer, Double> idlePhase = new HashMap<>(); // beyond the zero offset, at the idle voltage
    Map<Integer, Double> known = new HashMap<>(); // offsets that stay as they are
    for (Map.Entry<Integer, HeaterCalibration> entry : done.entrySet()) {
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
      HeaterCalibration old = done.get(heater);
      double offset = offsets.get(heater);
      done.put(heater, old.state().usable() ? old.withOffset(offset) : old.withIdlePhase(offset));
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
    double phase = done.get(theta).curve().phaseRad(observation.voltageV()[theta]);
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
        ? done.get(heater).curve().phaseRad(voltageV) - done.get(heater).curve().c0()
        : 0;
  }

  // ---- one sweep

  private HeaterCalibration sweepAndFit(
      int heater, Map<Integer, Double> phases, int watched, Optional<Cell> cell, double bias)
      throws DeviceException {
    sweepNumber++;
    listener.sweepStarted(layout.heaters().get(heater), sweepNumber, sweepTotal);
    List<Sweep> sweeps = new ArrayList<>();
    String reason = "";
    int points = settings.sweepPoints();
    for (int attempt = 0; attempt < settings.maxSweeps(); attempt++) {
      Measured measured = sweep(heater, phases, watched, points);
      sweeps.add(measured.sweep);
      if (measured.lit < MIN_LIT) {
        reason = "only %.1f %% of the light reaches its MZI".formatted(100 * measured.lit);
        continue;
      }
      double swing = measured.swing();
      if (swing < DEAD_SWING) {
        reason =
            "the split does not follow its voltage (it moves by %.3f over the sweep)"
                .formatted(swing);
        break; // more points do not wake a dead heater
      }
      Optional<SplitFit> best = bestFit(measured.sweep, measured.heatRad);
      if (best.isEmpty()) {
        reason = "no fit converged to a rising phase";
      } else {
        Optional<String> fault = fault(best.get());
        if (fault.isEmpty()) {
          HeaterState state =
              best.get().phaseErrorRad() <= settings.goodErrorRad()
                  ? HeaterState.GOOD
                  : HeaterState.FAIR;
          observations.add(
              new Observation(heater, phases, watched, best.get(), measured.voltageV, cell, bias));
          return new HeaterCalibration(layout.heaters().get(heater), state, best, 0, sweeps, "");
        }
        reason = fault.get();
      }
      points *= 2;
    }
    return new HeaterCalibration(
        layout.heaters().get(heater), HeaterState.FAILED, Optional.empty(), 0, sweeps, reason);
  }

  /** Returns the first fit that passes the gate, else the one that leaves least over. */
  private Optional<SplitFit> bestFit(Sweep sweep, double[] heatRad) {
    SplitFitter fitter = new SplitFitter();
    Optional<SplitFit> best = Optional.empty();
    for (int start = 0; start < STARTS_PER_SWEEP; start++) {
      Optional<SplitFit> fit = fitter.fit(sweep, heatRad, start);
      if (fit.isPresent() && fault(fit.get()).isEmpty()) {
        return fit;
      }
      if (fit.isPresent() && (best.isEmpty() || fit.get().residual() < best.get().residual())) {
        best = fit;
      }
    }
    return best;
  }

  /** Returns why a fit is not good enough, or empty if it is. */
  private Optional<String> fault(SplitFit fit) {
    if (fit.phaseErrorRad() > settings.worstErrorRad()) {
      return Optional.of(
          "its fit is uncertain by %.3f rad, more than %.3f rad"
              .formatted(fit.phaseErrorRad(), settings.worstErrorRad()));
    }
    if (fit.residual() > WORST_RESIDUAL) {
      return Optional.of(
          "its sweep does not follow a sine (residual %.3f)".formatted(fit.residual()));
    }
    if (fit.visibility() < settings.minVisibility()) {
      return Optional.of("its fringe has only a visibility of %.2f".formatted(fit.visibility()));
    }
    if (fit.curve().spanRad() < TWO_PI) {
      return Optional.of(
          "its voltage range covers only %.2f rad, less than 2π".formatted(fit.curve().spanRad()));
    }
    return Optional.empty();
  }

  private record Measured(Sweep sweep, double[] heatRad, double lit, double[] voltageV) {
    double swing() {
      double[] sorted = sweep.splitRatio().clone();
      Arrays.sort(sorted);
      int edge = sorted.length / 50; // a few outliers are not a fringe
      return sorted[sorted.length - 1 - edge] - sorted[edge];
    }
  }

  private Measured sweep(int heater, Map<Integer, Double> phases, int watched, int points)
      throws DeviceException {
    double low = square(layout.limits().sweepMinVoltageV());
    double high = square(rig.topVoltageV());
    double[] voltageV = new double[points];
    double[] ratio = new double[points];
    double[] heatRad = new double[points];
    double lit = 0;
    double[] restV = rig.write(phases);
    for (int i = 0; i < points; i++) {
      voltageV[i] =
          i == points - 1 ? rig.topVoltageV() : Math.sqrt(low + (high - low) * i / (points - 1));
      CalibrationRig.Split split = rig.split(heater, voltageV[i], watched, settings.frames());
      ratio[i] = split.ratio();
      heatRad[i] = split.heatRad();
      lit += split.lit() / points;
      listener.point(layout.heaters().get(heater), voltageV[i], ratio[i]);
    }
    return new Measured(new Sweep(voltageV, ratio), heatRad, lit, restV);
  }

  private HeaterCalibration unreachable(int heater, String reason) {
    return new HeaterCalibration(
        layout.heaters().get(heater),
        HeaterState.UNREACHABLE,
        Optional.empty(),
        0,
        List.of(),
        reason);
  }

  private static double square(double value) {
    return value * value;
  }
}
