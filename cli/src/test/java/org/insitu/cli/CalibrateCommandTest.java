package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insitu.driver.calibration.CalibrationFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
  @TempDir private Path folder;

  @Test
  void calibratesEveryHeaterAndWritesAFileThatOtherCommandsTake() throws IOException {
    Path file = folder.resolve("new/calibration.json");
    Invocation calibrated =
        Invocation.of("calibrate", "--chip", "sim:ideal", "--out", file.toString(), "--json");
    assertEquals(0, calibrated.code(), calibrated.err());
    JsonNode report = new ObjectMapper().readTree(calibrated.out());
    assertEquals(29, report.get("calibrated").asInt());
    for (JsonNode heater : report.get("heaters")) {
      assertEquals("good", heater.get("state").asText(), heater.toString());
      assertTrue(heater.get("twoPiV").asDouble() > heater.get("piV").asDouble());
      assertTrue(heater.get("twoPiV").asDouble() <= heater.get("maxV").asDouble());
    }
    assertEquals(29, CalibrationFile.read(file).heaters().size());
    assertTrue(calibrated.err().contains("calibrated 29 of 29 heaters"), calibrated.err());

    Invocation tested =
        Invocation.of(
            "fidelity",
            "--chip",
            "sim:ideal",
            "-n",
            "5",
            "--json",
            "--quiet",
            "--calibration",
            file.toString());
    assertEquals(0, tested.code(), tested.err());
    assertEquals("", tested.err());
    JsonNode fidelity = new ObjectMapper().readTree(tested.out());
    assertEquals(5, fidelity.get("unitaries").asInt());
    for (String key : new String[] {"amplitudeFidelity", "complexFidelity"}) {
      assertTrue(fidelity.get(key).get("mean").asDouble() > 0.99999, tested.out());
      assertTrue(fidelity.get(key).get("median").asDouble() > 0.99999, tested.out());
      assertEquals(2, fidelity.get(key).get("ci95").size(), tested.out());
    }
    assertTrue(fidelity.get("phaseReadErrorRad").asDouble() < 1e-3, tested.out());

    Invocation other =
        Invocation.of(
            "fidelity", "--chip", "sim:ideal", "--seed", "2", "--calibration", file.toString());
    assertTrue(other.mistake().contains("calibrate this chip"), other.err());
  }

  @Test
  void theTableHasOneRowPerHeaterAndSaysWhatCouplersAndTapsAreLike() {
    Path file = folder.resolve("c.json");
    Invocation calibrated =
        Invocation.of("calibrate", "--chip", "sim:ideal", "--quiet", "--out", file.toString());
    assertEquals(0, calibrated.code(), calibrated.err());
    assertEquals("", calibrated.err());
    assertEquals(32, calibrated.out().lines().count(), calibrated.out());
    assertTrue(calibrated.out().contains("couplers split with an error of 0.000 rad"));
    assertTrue(calibrated.out().contains("theta(5,0)   mesh            17  good"));
  }

  @Test
  void anUnknownChipNamesTheNearest() {
    String mistake = Invocation.of("calibrate", "--chip", "sim:amf42").mistake();
    assertTrue(mistake.contains("did you mean \"sim:amf420\"?"), mistake);
  }

  @Test
  void aFileThatIsNotACalibrationIsNotReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.json"), "{\"mine\": 1}");
    byte[] before = Files.readAllBytes(file);
    String mistake =
        Invocation.of("calibrate", "--chip", "sim:ideal", "--out", file.toString()).mistake();
    assertTrue(mistake.contains("is not a calibration"), mistake);
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void aBrokenChipFileIsNamedWithItsLine() throws IOException {
    Path chip =
        Files.writeString(folder.resolve("chip.yaml"), "simulate: amf420\nlayuot: amf420\n");
    Path out = folder.resolve("c.json");
    String mistake =
        Invocation.of("calibrate", "--chip", chip.toString(), "--out", out.toString()).mistake();
    assertTrue(mistake.contains("chip.yaml line 2"), mistake);
    assertTrue(mistake.contains("layout"), mistake);
    assertFalse(Files.exists(out));
  }

  @Test
  void anUnwritablePlaceIsRefusedBeforeTheChipIsTouched() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Invocation refused =
        Invocation.of("calibrate", "--chip", "sim:ideal", "--out", file + "/below/c.json");
    assertTrue(refused.mistake().contains("is not a folder"), refused.err());
  }
}
