package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FidelityCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-3", "many"})
  void tooFewUnitariesAreRefused(String count) {
    String mistake = Invocation.of("fidelity", "-n", count).mistake();
    assertTrue(mistake.contains("--unitaries must be"), mistake);
    assertTrue(mistake.contains(count), mistake);
  }

  @Test
  void aMissingCalibrationIsNamed() {
    String mistake =
        Invocation.of("fidelity", "--calibration", folder.resolve("c.json").toString()).mistake();
    assertTrue(mistake.contains("c.json: there is no such calibration file"), mistake);
  }

  @Test
  void aBrokenCalibrationIsNamedWithItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "{\n  \"format\" : \n");
    String mistake = Invocation.of("fidelity", "--calibration", file.toString()).mistake();
    assertTrue(mistake.contains("c.json, line"), mistake);
  }

  @Test
  void aCalibrationWithAWrongFieldIsNamedWithItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.json"),
            "{\n  \"format\" : \"insitu-calibration/1\",\n  \"chop\" : 1\n}");
    String mistake = Invocation.of("fidelity", "--calibration", file.toString()).mistake();
    assertTrue(mistake.contains("c.json, line"), mistake);
  }
}
