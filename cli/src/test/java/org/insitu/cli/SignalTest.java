package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, ended by SIGTERM. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ending a process there sends no signal")
class SignalTest {
  private static final int SIGTERM_CODE = 128 + 15;

  @TempDir private Path folder;

  /** Runs until {@code line} appears on standard error, sends SIGTERM, returns all lines. */
  private List<String> terminateAt(String line, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectErrorStream(false)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String read = err.readLine(); read != null; read = err.readLine()) {
        lines.add(read);
        if (read.equals(line)) {
          process.toHandle().destroy(); // unlike Process, leaves the pipes open
        }
      }
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), lines.toString());
    } finally {
      process.destroyForcibly();
    }
    assertEquals(SIGTERM_CODE, process.exitValue(), lines.toString());
    return lines;
  }

  @Test
  void aStoppedRunIsMadeSafeAndWrittenUp() throws IOException, InterruptedException {
    Path out = folder.resolve("run");
    List<String> lines =
        terminateAt(
            "training ...",
            "train",
            "moons",
            "--chip",
            "sim:ideal",
            "--iterations",
            "1000000",
            "--out",
            out.toString());
    assertTrue(lines.toString().contains("heaters of sim:ideal seed 1 are at 0 V"), "" + lines);
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertTrue(summary.get("stopped").asBoolean(), summary.toString());
    assertTrue(Files.size(out.resolve("training.png")) > 0);
    assertFalse(Files.exists(out.resolve("metrics.csv.part")));
  }

  @Test
  void aStoppedTrainingOnDigitsIsWrittenUp() throws IOException, InterruptedException {
    Path out = folder.resolve("run");
    terminateAt(
        "training ...",
        "train",
        "mnist",
        "--train-images=100",
        "--test-images=50",
        "--ports=16",
        "--batch=50",
        "--epochs=1000000",
        "--out=" + out);
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertTrue(summary.get("stopped").asBoolean(), summary.toString());
    assertTrue(Files.size(out.resolve("phases.json")) > 0);
    assertFalse(Files.exists(out.resolve("metrics.csv.part")));
  }

  @Test
  void aStoppedSweepSaysHowToGoOn() throws IOException, InterruptedException {
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        study: long
        options: {train-images: 100, test-images: 50, ports: 16, batch: 50, epochs: 1000000}
        grid:
          seed: [1, 2, 3]
        """);
    Path out = folder.resolve("results");
    List<String> lines =
        terminateAt("running cells ...", "sweep", study.toString(), "--workers=2", "--out=" + out);
    assertTrue(
        lines.contains("insitu: stopped with 0 of 3 cells done; go on with --resume."), "" + lines);
    // Neither rows nor curves of cells that did not end.
    assertEquals(1, Files.readAllLines(out.resolve("results.csv")).size());
    try (var curves = Files.list(out.resolve("curves"))) {
      assertEquals(0, curves.count());
    }
  }

  @Test
  void aStoppedCalibrationWritesNothing() throws IOException, InterruptedException {
    Path out = folder.resolve("c.json");
    List<String> lines =
        terminateAt(
            "calibrating ...", "calibrate", "--chip", "sim:amf420", "--out", out.toString());
    assertTrue(lines.toString().contains("heaters of sim:amf420 seed 1 are at 0 V"), "" + lines);
    assertFalse(Files.exists(out));
  }
}
