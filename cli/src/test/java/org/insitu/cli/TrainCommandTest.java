package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on the ideal chip, which is as quick as any. */
class TrainCommandTest {
  @TempDir private static Path shared;
  private static Path calibration;

  @TempDir private Path folder;

  @BeforeAll
  static void calibrateOnce() {
    calibration = shared.resolve("calibration.json");
    Invocation calibrated =
        Invocation.of("calibrate", "--chip", "sim:ideal", "--out", calibration.toString());
    assertEquals(0, calibrated.code(), calibrated.err());
  }

  private Invocation train(String... more) {
    Stream<String> common =
        Stream.of("train", "--chip", "sim:ideal", "--calibration", calibration.toString());
    return Invocation.of(Stream.concat(common, Stream.of(more)).toArray(String[]::new));
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void writesTheRunAndPrintsItsSummaryAsOneObject() throws IOException {
    Path out = folder.resolve("run");
    Invocation run =
        train("moons", "--iterations", "4", "--batch", "5", "--out", out.toString(), "--json");
    assertEquals(0, run.code(), run.err());
    JsonNode printed = new ObjectMapper().readTree(run.out());
    JsonNode written = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    for (String key :
        List.of(
            "task",
            "chip",
            "seed",
            "version",
            "trainAccuracy",
            "testAccuracy",
            "bestTestAccuracy",
            "digitalTestAccuracy",
            "gradientErrorMedian",
            "iterations",
            "launches",
            "heaterWrites",
            "tapReads",
            "directionSwitches",
            "chipSeconds",
            "wallSeconds")) {
      assertTrue(printed.hasNonNull(key), key + " in " + run.out());
      assertEquals(printed.get(key), written.get(key), key);
    }
    assertEquals("moons", printed.get("task").asText());
    assertEquals("sim:ideal", printed.get("chip").asText());
    assertEquals(4, printed.get("iterations").asInt());
    Set<String> files = names(out);
    assertTrue(
        files.containsAll(
            Set.of(
                "summary.json",
                "metrics.csv",
                "phases.json",
                "run.yaml",
                "training.png",
                "decision-boundary.png",
                "mesh.png")),
        files.toString());
    assertTrue(files.stream().noneMatch(name -> name.endsWith(".part")), files.toString());
    // A header, the network before any step, and a row per iteration.
    assertEquals(6, Files.readAllLines(out.resolve("metrics.csv")).size());
    assertTrue(run.err().contains("trained after 4 iterations"), run.err());
  }

  @Test
  void quietSaysNothingButTheResult() {
    Invocation run =
        train("ring", "--iterations", "0", "--quiet", "--out", folder.resolve("run").toString());
    assertEquals(0, run.code(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("accuracy on the chip"), run.out());
  }

  @Test
  void givenPhasesAreEvaluatedAsTheyWereLeft() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    assertEquals(
        0, train("moons", "--iterations", "3", "--layers", "2", "--out", first.toString()).code());
    Invocation again =
        train(
            "moons",
            "--iterations",
            "0",
            "--from-phases",
            first.resolve("phases.json").toString(),
            "--out",
            second.toString());
    assertEquals(0, again.code(), again.err());
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree(first.resolve("summary.json").toFile()).get("testAccuracy"),
        json.readTree(second.resolve("summary.json").toFile()).get("testAccuracy"));
    assertEquals(
        Files.readString(first.resolve("phases.json")),
        Files.readString(second.resolve("phases.json")));
  }

  @Test
  void theSameSeedGivesTheSameMetrics() throws IOException {
    String[] runs = new String[2];
    for (int i = 0; i < 2; i++) {
      Path out = folder.resolve("run" + i);
      assertEquals(
          0,
          train("circle", "--iterations", "5", "--gradient", "analog", "--out", out.toString())
              .code());
      try (Stream<String> lines = Files.lines(out.resolve("metrics.csv"))) {
        // The last column is the wall time.
        runs[i] = lines.map(l -> l.substring(0, l.lastIndexOf(','))).collect(Collectors.joining());
      }
    }
    assertEquals(runs[0], runs[1]);
  }

  @Test
  void trainsOnCsvAndTestsOnAnother() throws IOException {
    Path points = Files.writeString(folder.resolve("points.csv"), csv(20));
    Path test = Files.writeString(folder.resolve("test.csv"), csv(6));
    Path out = folder.resolve("run");
    Invocation run =
        train(
            points.toString(),
            "--test-data",
            test.toString(),
            "--iterations",
            "2",
            "--out",
            out.toString());
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.readString(out.resolve("run.yaml")).contains("testPoints: 6"));

    Path synthetic = folder.resolve("synthetic");
    run =
        train(
            "moons",
            "--test-data",
            test.toString(),
            "--iterations",
            "0",
            "--out",
            synthetic.toString());
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.readString(synthetic.resolve("run.yaml")).contains("testPoints: 6"));
  }

  private static String csv(int rows) {
    StringBuilder text = new StringBuilder("x1,x2,label\n");
    for (int row = 0; row < rows; row++) {
      text.append(0.1 * row).append(',').append(-0.05 * row).append(',').append(row % 2);
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void aRunThatIsThereIsKeptUnlessForced() throws IOException {
    Path out = Files.createDirectory(folder.resolve("run"));
    Path kept = Files.writeString(out.resolve("notes.txt"), "mine");
    String mistake = train("moons", "--iterations", "1", "--out", out.toString()).mistake();
    assertTrue(mistake.contains("is not empty") && mistake.contains("--force"), mistake);
    assertEquals(Set.of("notes.txt"), names(out));
    assertEquals(0, train("moons", "--iterations", "1", "--out", out.toString(), "--force").code());
    assertEquals("mine", Files.readString(kept));
    assertTrue(Files.exists(out.resolve("summary.json")));
  }

  @Test
  void aFileIsNotAFolderForARun() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertTrue(train("moons", "--out", file.toString()).mistake().contains("is a file"));
    assertFalse(Files.isDirectory(file));
  }
}
