package org.insitu.driver.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.insitu.driver.GlassBench;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.mesh.chip.ChipLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFileTest {
  private static final ChipLayout LAYOUT = ChipLayoutReader.preset("amf420");

  @TempDir Path folder;

  private static Calibration calibration() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 4);
    bench.stick(LAYOUT.heaterAt(8, 0).orElseThrow());
    return new Calibrator(
            bench,
            new CalibrationSettings(60, 1, 0.01, 0.03, 0.3, 1, 1e-3, 0, 20, 1),
            CalibrationListener.NONE)
        .run();
  }

  @Test
  void readsBackWhatWasWritten() throws DeviceException, IOException {
    Calibration written = calibration();
    Path file = folder.resolve("deep/calibration.json");
    CalibrationFile.write(written, file);
    Calibration read = CalibrationFile.read(file);
    assertEquals(written.chipId(), read.chipId());
    assertEquals(written.heaters().size(), read.heaters().size());
    for (int i = 0; i < read.heaters().size(); i++) {
      HeaterCalibration before = written.heaters().get(i);
      HeaterCalibration after = read.heaters().get(i);
      assertEquals(before.heater(), after.heater());
      assertEquals(before.fit(), after.fit());
      assertEquals(before.idlePhaseRad(), after.idlePhaseRad());
      assertArrayEquals(before.sweeps().get(0).splitRatio(), after.sweeps().get(0).splitRatio());
    }
    assertTrue(read.optics().measured());
    assertEquals(written.optics().residual(), read.optics().residual());
    assertArrayEquals(written.optics().couplerErrorRad(), read.optics().couplerErrorRad());
    assertArrayEquals(written.optics().tapGain(), read.optics().tapGain());
    read.requireFor("glass", LAYOUT);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "no temporary file is left");
    }
  }

  @Test
  void keepsTheWavelengthAndReadsFilesThatHaveNone() throws DeviceException, IOException {
    Path file = folder.resolve("coloured.json");
    CalibrationFile.write(calibration().at(Optional.of(1550e-9)), file);
    Calibration read = CalibrationFile.read(file);
    assertEquals(Optional.of(1550e-9), read.wavelengthM());
    assertEquals(Optional.empty(), read.detuned(Optional.of(LaserTuning.fixed(1550.05e-9, ""))));
    assertEquals(Optional.empty(), read.detuned(Optional.empty()));
    String warning = read.detuned(Optional.of(LaserTuning.fixed(1551e-9, ""))).orElseThrow();
    assertTrue(warning.contains("made at 1550.00 nm and the laser is at 1551.00 nm"), warning);
    Files.writeString(file, Files.readString(file).replaceFirst("\"wavelengthM\" : [^,]*,", ""));
    assertEquals(Optional.empty(), CalibrationFile.read(file).wavelengthM());
    CalibrationFile.write(calibration(), file);
    assertEquals(Optional.empty(), CalibrationFile.read(file).wavelengthM());
  }

  @Test
  void missingFileIsOneSentence() {
    assertProblem(folder.resolve("none.json"), "there is no such calibration file");
  }

  @Test
  void brokenJsonNamesTheLine() throws IOException {
    Path file = folder.resolve("broken.json");
    Files.writeString(file, "{\n\"format\": \"insitu-calibration/2\",\n\"chipId\": }");
    assertProblem(file, "line 3");
  }

  @Test
  void unknownFieldIsNamed() throws IOException, DeviceException {
    Path file = folder.resolve("odd.json");
    CalibrationFile.write(calibration(), file);
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"chipId\"", "\"chipIt\" : 1, \"chipId\""));
    assertProblem(file, "chipIt");
  }

  @Test
  void missingFieldIsNamed() throws IOException, DeviceException {
    Path file = folder.resolve("short.json");
    CalibrationFile.write(calibration(), file);
    Files.writeString(file, Files.readString(file).replaceFirst("\"layout\" : \"amf420\",", ""));
    assertProblem(file, "field 'layout' is missing");
  }

  @Test
  void curveThatFallsIsRefused() throws IOException, DeviceException {
    Path file = folder.resolve("falling.json");
    CalibrationFile.write(calibration(), file);
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("\"coefficients\" : \\[[^\\]]*\\]", "\"coefficients\" : [0,-1,0,0]"));
    assertProblem(file, "does not rise");
  }

  @Test
  void otherJsonIsRefused() throws IOException {
    Path file = folder.resolve("other.json");
    Files.writeString(file, "{\"format\": \"something else\"}");
    assertProblem(file, "not a calibration file");
  }

  private static void assertProblem(Path file, String part) {
    CalibrationProblem problem =
        assertThrows(CalibrationProblem.BadFile.class, () -> CalibrationFile.read(file));
    assertTrue(problem.getMessage().contains(part), problem.getMessage());
    assertTrue(problem.getMessage().contains(file.toString()), problem.getMessage());
    assertEquals(1, problem.getMessage().lines().count());
  }
}
