package org.insitu.driver.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.calibration.CalibrationProblem.Mismatch;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;

/**
 * A calibration of a whole chip, as it is stored.
 *
 * @param chipId chip it was made on
 * @param layoutName layout of that chip
 * @param heaters one entry per heater, in the order of the layout
 * @param crosstalk part of the drive phase of heater j that heater i sees, {@code [i][j]}; the
 *     drive phase is what a heater's curve gives beyond its phase at 0 V. Zeros if it was not
 *     measured
 * @param optics what is known of couplers and taps
 * @param sweepPoints voltages per sweep
 * @param chipSeconds time it took on the chip [s]
 * @param wavelengthM wavelength of the laser [m]; empty if it was not known
 */
public record Calibration(
    String chipId,
    String layoutName,
    List<HeaterCalibration> heaters,
    double[][] crosstalk,
    ChipOptics optics,
    int sweepPoints,
    double chipSeconds,
    Optional<Double> wavelengthM) {
  /**
   * Couplers and phases move with the wavelength, by less over this distance [m] than what a
   * calibration leaves open.
   */
  private static final double SAME_WAVELENGTH_M = 0.1e-9;

  /** Creates one made at a wavelength that is not known. */
  public Calibration(
      String chipId,
      String layoutName,
      List<HeaterCalibration> heaters,
      double[][] crosstalk,
      ChipOptics optics,
      int sweepPoints,
      double chipSeconds) {
    this(
        chipId, layoutName, heaters, crosstalk, optics, sweepPoints, chipSeconds, Optional.empty());
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the crosstalk is not a finite square matrix of the heaters
   */
  public Calibration {
    heaters = List.copyOf(heaters);
    boolean square = crosstalk.length == heaters.size();
    for (double[] row : crosstalk) {
      square &= row.length == heaters.size() && Arrays.stream(row).allMatch(Double::isFinite);
    }
    if (!square) {
      throw new IllegalArgumentException(
          "crosstalk must be a finite matrix of %d x %d".formatted(heaters.size(), heaters.size()));
    }
  }

  /** Returns the same with other heaters and optics. */
  Calibration with(List<HeaterCalibration> newHeaters, ChipOptics newOptics) {
    return new Calibration(
        chipId,
        layoutName,
        newHeaters,
        crosstalk,
        newOptics,
        sweepPoints,
        chipSeconds,
        wavelengthM);
  }

  /** Returns the same that took another time on the chip [s]. */
  Calibration lasting(double newChipSeconds) {
    return new Calibration(
        chipId, layoutName, heaters, crosstalk, optics, sweepPoints, newChipSeconds, wavelengthM);
  }

  /** Returns the same made at another wavelength [m], or at one that is not known. */
  public Calibration at(Optional<Double> newWavelengthM) {
    return new Calibration(
        chipId, layoutName, heaters, crosstalk, optics, sweepPoints, chipSeconds, newWavelengthM);
  }

  /**
   * Returns a sentence for the user if the laser is at another wavelength than it was when this was
   * made; empty if it is not, or nobody knows.
   *
   * @param now the laser of the chip
   */
  public Optional<String> detuned(Optional<LaserTuning> now) {
    if (now.isEmpty()
        || wavelengthM.isEmpty()
        || Math.abs(now.get().wavelengthM() - wavelengthM.get()) <= SAME_WAVELENGTH_M) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "The calibration was made at %.2f nm and the laser is at %.2f nm, where phases and couplers differ; calibrate again or go back.",
            1e9 * wavelengthM.get(),
            1e9 * now.get().wavelengthM()));
  }

  /** Returns what finds voltages for phases. */
  public DriveSolver solver() {
    return new DriveSolver(
        heaters.stream().map(heater -> heater.fit().map(SplitFit::curve)).toList(), crosstalk);
  }

  /** Returns the heaters that cannot be used. */
  public List<HeaterCalibration> failed() {
    return heaters.stream().filter(heater -> !heater.state().usable()).toList();
  }

  /**
   * Checks that this calibration belongs to a chip.
   *
   * @throws CalibrationProblem if it was made on another chip or layout
   */
  public void requireFor(String wantedChipId, ChipLayout layout) {
    if (!layoutName.equals(layout.name())) {
      throw new Mismatch(
          "the calibration is for layout %s, but this chip is a %s; calibrate this chip"
              .formatted(layoutName, layout.name()));
    }
    List<Heater> own = heaters.stream().map(HeaterCalibration::heater).toList();
    if (!own.equals(layout.heaters())) {
      throw new Mismatch(
          "the heaters or channels of layout %s have changed since the calibration; calibrate again"
              .formatted(layoutName));
    }
    if (!optics.fits(layout)) {
      throw new Mismatch(
          "the couplers or taps in the calibration are not those of layout %s; calibrate again"
              .formatted(layoutName));
    }
    if (!chipId.equals(wantedChipId)) {
      throw new Mismatch(
          "the calibration was made on chip %s, but this is chip %s; calibrate this chip"
              .formatted(chipId, wantedChipId));
    }
  }

  /**
   * Checks that the chip can be used as a processor: all but mesh φ heaters must be calibrated. A
   * mesh φ that failed stays at its idle phase and is not trained.
   *
   * @throws CalibrationProblem naming the heaters that are missing
   */
  public void requireUsable() {
    List<HeaterCalibration> missing = missing();
    if (!missing.isEmpty()) {
      String names =
          missing.stream()
              .map(
                  heater ->
                      "%s on channel %d (%s)"
                          .formatted(
                              heater.heater().name(), heater.heater().channel(), heater.reason()))
              .collect(Collectors.joining(", "));
      throw new CalibrationProblem.Incomplete(
          "the chip cannot be programmed because these heaters are not calibrated: %s; check their"
                  .formatted(names)
              + " wiring and taps and calibrate again");
    }
  }

  /** Returns whether the chip can be used as a processor, see {@link #requireUsable}. */
  boolean usable() {
    return missing().isEmpty();
  }

  private List<HeaterCalibration> missing() {
    return failed().stream()
        .filter(
            heater ->
                heater.heater().role() != HeaterRole.MESH
                    || heater.heater().kind() == HeaterKind.THETA)
        .toList();
  }
}
