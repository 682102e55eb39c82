package org.insitu.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.insitu.cli.console.Failures;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.OutputPaths;
import org.insitu.cli.console.Progress;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationFile;
import org.insitu.driver.calibration.CalibrationProblem;
import org.insitu.driver.device.DeviceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu calibrate}: finds the phase curve of every heater from volts and tap powers. */
@Command(
    name = "calibrate",
    header = "Finds the phase of every heater against its voltage.",
    description =
        "Sees volts and tap powers alone, and writes the curves, their valid ranges, the fit errors"
            + " and the raw sweeps to a file.")
final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ChipOptions options;

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description = "Where to write; an older calibration is replaced (default: a new file).")
  private Path out;

  @Option(
      names = "--procedure",
      paramLabel = "HOW",
      converter = Procedure.Words.class,
      defaultValue = "refined",
      description =
          "published, or refined: takes off thermal crosstalk and reads phases at four points"
              + " (default: refined).")
  private Procedure procedure;

  @Override
  public Integer call() throws IOException, DeviceException {
    Path file = out == null ? OutputPaths.newFile("calibration", ".json") : replaceable(out);
    OutputPaths.requireWritable(file);
    Progress progress = Progress.on(spec.commandLine().getErr(), options.quiet);
    long start = System.nanoTime();
    Calibration calibration;
    String chip;
    try (ChipSession session = ChipSession.open(options, spec.commandLine().getErr())) {
      chip = session.bench().name();
      calibration = Calibrating.run(session, procedure, progress);
    }
    OutputPaths.write(file, to -> CalibrationFile.write(calibration, to));
    CalibrationReport report =
        CalibrationReport.of(
            chip, file.toString(), calibration, (System.nanoTime() - start) * 1e-9);
    if (options.json) {
      JsonOutput.print(spec.commandLine().getOut(), report);
    } else {
      report.print(spec.commandLine().getOut());
    }
    return verdict(calibration);
  }

  /**
   * A chip that cannot be programmed is a fault of the device, although the command did its work.
   */
  private static int verdict(Calibration calibration) {
    try {
      calibration.requireUsable();
      return 0;
    } catch (CalibrationProblem incomplete) {
      return Failures.OURS;
    }
  }

  /** Only a calibration may be replaced: a mistyped name must not cost another file. */
  private static Path replaceable(Path file) {
    if (Files.exists(file)) {
      try {
        CalibrationFile.read(file);
      } catch (CalibrationProblem other) {
        throw new UserMistake(
            file + " exists and is not a calibration; choose another name or remove it", other);
      }
    }
    return file;
  }
}
