package org.insitu.driver.calibration;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.PhaseCurve;

/** Calibrations as JSON files: curves, valid ranges, fit errors and raw sweeps. */
public final class CalibrationFile {
  private static final String FORMAT = "insitu-calibration/2";

  private static final String NOT_WRITTEN = "wavelength not written";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .setInjectableValues(
              new InjectableValues.Std().addValue(NOT_WRITTEN, Optional.<Double>empty()));

  private static final Pattern MISSING =
      Pattern.compile("(?:Missing|Null value for) creator property '(\\w+)'");

  private CalibrationFile() {}

  /**
   * The file. Units: rad, V, s, m.
   *
   * @param format format and version
   * @param chipId chip it was made on
   * @param layout layout of that chip
   * @param sweepPoints voltages per sweep
   * @param chipSeconds time it took on the chip [s]
   * @param wavelengthM wavelength of the laser [m]; not in files of earlier versions
   * @param crosstalk part of the drive phase of heater j that heater i sees, [i][j]
   * @param optics couplers and taps
   * @param heaters one entry per heater
   */
  record FileForm(
      String format,
      String chipId,
      String layout,
      int sweepPoints,
      double chipSeconds,
      Optional<Double> wavelengthM,
      double[][] crosstalk,
      OpticsForm optics,
      List<HeaterForm> heaters) {
    // Written out for the annotation, which on a component would go to the field as well.
    FileForm(
        String format,
        String chipId,
        String layout,
        int sweepPoints,
        double chipSeconds,
        @JacksonInject(value = NOT_WRITTEN, useInput = OptBoolean.TRUE)
            Optional<Double> wavelengthM,
        double[][] crosstalk,
        OpticsForm optics,
        List<HeaterForm> heaters) {
      this.format = format;
      this.chipId = chipId;
      this.layout = layout;
      this.sweepPoints = sweepPoints;
      this.chipSeconds = chipSeconds;
      this.wavelengthM = wavelengthM;
      this.crosstalk = crosstalk;
      this.optics = optics;
      this.heaters = heaters;
    }
  }

  /** Couplers and taps; the residual is absent if they were not measured. */
  record OpticsForm(double[] couplerErrorRad, double[][] tapGain, Optional<Double> residual) {
    static OpticsForm of(ChipOptics optics) {
      return new OpticsForm(
          optics.couplerErrorRad(),
          optics.tapGain(),
          Optional.of(optics.residual()).filter(residual -> !residual.isNaN()));
    }

    ChipOptics optics() {
      return new ChipOptics(couplerErrorRad, tapGain, residual.orElse(Double.NaN));
    }
  }

  /** One heater; fit is absent if the heater failed. */
  record HeaterForm(
      Heater heater,
      HeaterState state,
      Optional<FitForm> fit,
      double idlePhaseRad,
      String reason,
      List<Sweep> sweeps) {}

  /** A fit: phase [rad] = c0 + c1 u + c2 u² + c3 u³ with u = V². */
  record FitForm(
      double[] coefficients,
      double minVoltageV,
      double maxVoltageV,
      double visibility,
      double floor,
      double residual,
      double phaseErrorRad) {
    static FitForm of(SplitFit fit) {
      PhaseCurve curve = fit.curve();
      return new FitForm(
          new double[] {curve.c0(), curve.c1(), curve.c2(), curve.c3()},
          curve.minVoltageV(),
          curve.maxVoltageV(),
          fit.visibility(),
          fit.floor(),
          fit.residual(),
          fit.phaseErrorRad());
    }

    SplitFit fit() {
      if (coefficients.length != 4) {
        throw new IllegalArgumentException(
            "a curve has 4 coefficients, found " + coefficients.length);
      }
      PhaseCurve curve =
          new PhaseCurve(
              coefficients[0],
              coefficients[1],
              coefficients[2],
              coefficients[3],
              minVoltageV,
              maxVoltageV);
      if (!curve.rises() || curve.spanRad() < 2 * Math.PI) {
        throw new IllegalArgumentException("the phase does not rise by 2π between its voltages");
      }
      return new SplitFit(curve, visibility, floor, residual, phaseErrorRad);
    }
  }

  /**
   * Writes a calibration; the file appears whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Calibration calibration, Path file) throws IOException {
    FileForm form =
        new FileForm(
            FORMAT,
            calibration.chipId(),
            calibration.layoutName(),
            calibration.sweepPoints(),
            calibration.chipSeconds(),
            calibration.wavelengthM(),
            calibration.crosstalk(),
            OpticsForm.of(calibration.optics()),
            calibration.heaters().stream()
                .map(
                    heater ->
                        new HeaterForm(
                            heater.heater(),
                            heater.state(),
                            heater.fit().map(FitForm::of),
                            heater.idlePhaseRad(),
                            heater.reason(),
                            heater.sweeps()))
                .toList());
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".part");
    try {
      Files.write(temporary, MAPPER.writeValueAsBytes(form));
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Reads a calibration.
   *
   * @throws CalibrationProblem if it is not one, in one sentence with file, line and field
   */
  public static Calibration read(Path file) {
    FileForm form;
    try {
      form = MAPPER.readValue(Files.readAllBytes(file), FileForm.class);
    } catch (NoSuchFileException missing) {
      throw new CalibrationProblem.BadFile(
          file + ": there is no such calibration file; make one with 'insitu calibrate --out'");
    } catch (UnrecognizedPropertyException unknown) {
      throw new CalibrationProblem.BadFile(
          "%s, line %d: unknown field '%s' in a calibration file"
              .formatted(file, unknown.getLocation().getLineNr(), unknown.getPropertyName()));
    } catch (JsonProcessingException malformed) {
      int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      String first = complaint(malformed);
      throw new CalibrationProblem.BadFile(
          "%s, line %d: not a calibration file: %s".formatted(file, line, first));
    } catch (IOException unreadable) {
      throw new CalibrationProblem.BadFile(
          "%s: cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
    if (form == null || !FORMAT.equals(form.format())) {
      throw new CalibrationProblem.BadFile(
          "%s: not a calibration file: 'format' must be %s, found %s"
              .formatted(file, FORMAT, form == null ? "nothing" : form.format()));
    }
    List<HeaterCalibration> heaters =
        form.heaters().stream().map(heater -> heater(file, heater)).toList();
    try {
      return new Calibration(
          form.chipId(),
          form.layout(),
          heaters,
          form.crosstalk(),
          form.optics().optics(),
          form.sweepPoints(),
          form.chipSeconds(),
          form.wavelengthM());
    } catch (IllegalArgumentException wrong) {
      throw new CalibrationProblem.BadFile("%s: %s".formatted(file, wrong.getMessage()));
    }
  }

  /** Jackson's own words where they help a user, without its advice to programmers. */
  private static String complaint(JsonProcessingException malformed) {
    String message = malformed.getOriginalMessage();
    Matcher missing = MISSING.matcher(message);
    return missing.find()
        ? "field '" + missing.group(1) + "' is missing"
        : message.lines().findFirst().orElse("unreadable");
  }

  private static HeaterCalibration heater(Path file, HeaterForm form) {
    try {
      return new HeaterCalibration(
          form.heater(),
          form.state(),
          form.fit().map(FitForm::fit),
          form.idlePhaseRad(),
          form.sweeps(),
          form.reason());
    } catch (IllegalArgumentException wrong) {
      throw new CalibrationProblem.BadFile(
          "%s: heater %s: %s".formatted(file, form.heater().name(), wrong.getMessage()));
    }
  }
}
