package org.insitu.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.NoisyProcessor;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.data.TaskData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final Mesh MESH = Mesh.of(Topology.TRIANGULAR, 4);
  private static final RunInfo INFO = new RunInfo("sim:test", "0.0", Map.of("note", "a test"));

  @TempDir Path folder;

  private RunSummary run(Path out, TrainingPlan plan) throws ProcessorException, IOException {
    try (PhotonicProcessor chip =
            new NoisyProcessor(MESH, NoisyProcessor.Faults.PUBLISHED, plan.seed());
        RunDirectory directory = RunDirectory.at(out, false, INFO)) {
      return run(plan, chip, directory);
    }
  }

  private static RunSummary run(TrainingPlan plan, PhotonicProcessor chip, RunDirectory directory)
      throws ProcessorException, IOException {
    return new TrainingRun(
            plan,
            TaskData.generate(SyntheticTask.MOONS, plan.seed()),
            chip,
            Optional.empty(),
            List.of(directory),
            System::nanoTime)
        .run();
  }

  private static TrainingPlan plan(long seed) {
    return TrainingPlan.builder("moons").seed(seed).iterations(60).evalEvery(20).starts(1).build();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Cells of metrics.csv without the two time columns. */
  private static List<String> withoutTimes(Path directory) throws IOException {
    return Files.readAllLines(directory.resolve("metrics.csv")).stream()
        .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }

  @Test
  void holdsEveryRecordOfARun() throws Exception {
    Path out = folder.resolve("run");
    RunSummary summary = run(out, plan(101));
    assertEquals(
        List.of(
            "decision-boundary.png",
            "mesh.png",
            "metrics.csv",
            "phases.json",
            "run.yaml",
            "summary.json",
            "training.png",
            "trajectory.csv"),
        names(out));
    JsonNode json = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
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
            "wallSeconds",
            "spreadLast100")) {
      assertTrue(json.hasNonNull(key), key);
    }
    assertEquals(summary.last().orElseThrow().test(), json.get("testAccuracy").asDouble());
    assertEquals(120, json.get("directionSwitches").asInt());
    JsonNode yaml = new YAMLMapper().readTree(out.resolve("run.yaml").toFile());
    assertEquals(60, yaml.at("/plan/iterations").asInt());
    assertEquals("a test", yaml.at("/details/note").asText());
    assertEquals(61 + 1, Files.readAllLines(out.resolve("metrics.csv")).size());
    for (String picture : List.of("training.png", "decision-boundary.png", "mesh.png")) {
      BufferedImage image = ImageIO.read(out.resolve(picture).toFile());
      assertTrue(image.getWidth() > 600 && image.getHeight() > 600, picture);
    }
  }

  @Test
  void sameSeedWritesTheSameMetrics() throws Exception {
    run(folder.resolve("a"), plan(101));
    run(folder.resolve("b"), plan(101));
    run(folder.resolve("c"), plan(102));
    assertEquals(withoutTimes(folder.resolve("a")), withoutTimes(folder.resolve("b")));
    assertNotEquals(withoutTimes(folder.resolve("a")), withoutTimes(folder.resolve("c")));
    assertEquals(
        Files.readString(folder.resolve("a/trajectory.csv")),
        Files.readString(folder.resolve("b/trajectory.csv")));
  }

  @Test
  void phasesCanBeReadBackAndEvaluateTheSame() throws Exception {
    Path out = folder.resolve("run");
    RunSummary summary = run(out, plan(101));
    double[] phases = PhasesFile.read(out.resolve("phases.json"), MESH);
    assertEquals(36, phases.length);
    TrainingPlan again = TrainingPlan.builder("moons").seed(101).iterations(0).build();
    try (PhotonicProcessor chip = new NoisyProcessor(MESH, NoisyProcessor.Faults.PUBLISHED, 101)) {
      RunSummary evaluated =
          new TrainingRun(
                  again,
                  TaskData.generate(SyntheticTask.MOONS, 101),
                  chip,
                  Optional.of(phases),
                  List.of(),
                  System::nanoTime)
              .run();
      assertEquals(
          summary.last().orElseThrow().digitalTest(), evaluated.last().orElseThrow().digitalTest());
    }
  }

  @Test
  void refusesADirectoryWithFilesUnlessForced() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "keep");
    IOException e = assertThrows(IOException.class, () -> RunDirectory.at(folder, false, INFO));
    assertTrue(e.getMessage().contains("is not empty; choose another one or add --force."));
    try (PhotonicProcessor chip = new NoisyProcessor(MESH, NoisyProcessor.Faults.PUBLISHED, 1);
        RunDirectory forced = RunDirectory.at(folder, true, INFO)) {
      run(plan(101), chip, forced);
    }
    assertEquals("keep", Files.readString(folder.resolve("mine.txt")));
    assertTrue(Files.exists(folder.resolve("summary.json")));
    Path file = folder.resolve("mine.txt");
    assertThrows(IOException.class, () -> RunDirectory.at(file, false, INFO));
  }

  @Test
  void failedRunLeavesNoFileThatLooksWhole() throws Exception {
    Path out = folder.resolve("run");
    try (PhotonicProcessor chip =
            new FailingProcessor(
                new NoisyProcessor(MESH, NoisyProcessor.Faults.PUBLISHED, 1), 100);
        RunDirectory directory = RunDirectory.at(out, false, INFO)) {
      assertThrows(ProcessorException.class, () -> run(plan(101), chip, directory));
    }
    assertEquals(List.of("metrics.csv.part", "run.yaml", "trajectory.csv.part"), names(out));
  }

  @Test
  void directoryThatCannotBeMadeIsOneSentence() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    Path out = folder.resolve("file").resolve("run");
    IOException e = assertThrows(IOException.class, () -> run(out, plan(101)));
    assertTrue(e.getMessage().contains(out + " cannot be written: "), e.getMessage());
    assertFalse(e.getMessage().contains("\n"));
  }

  @Test
  void phasesFileSaysWhatIsWrong() throws Exception {
    assertComplaint("{", "the file is not JSON.");
    assertComplaint("{}", "this is not a phases file");
    String head = "{\"format\": \"insitu phases 1\", \"topology\": \"triangular\", \"ports\": ";
    assertComplaint(head + "5}", "for a triangular mesh of 5 ports, but the chip has");
    assertComplaint(head + "4, \"layers\": []}", "'layers' must be a list of layers.");
    assertComplaint(
        head + "4, \"layers\": [{\"theta\": [1]}]}", "layers[0].theta must be a list of 6 phases.");
    assertComplaint(
        head + "4, \"layers\": [{\"theta\": [1,2,3,4,5,\"x\"]}]}",
        "layers[0].theta[5] is \"x\", it must be a phase in radians.");
  }

  private void assertComplaint(String text, String complaint) throws IOException {
    Path file = Files.writeString(folder.resolve("phases.json"), text);
    RunFileException e = assertThrows(RunFileException.class, () -> PhasesFile.read(file, MESH));
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
  }

  @Test
  void numbersAreWrittenWithTheirDigitsOnly() {
    assertArrayEquals(
        new String[] {"0.1", "1.23457E-16", "0", "", "1E+3", "0.333333"},
        new String[] {
          Decimals.significant(0.1, 6),
          Decimals.significant(1.234567e-16, 6),
          Decimals.significant(0, 6),
          Decimals.significant(Double.NaN, 6),
          Decimals.significant(1000, 6),
          Decimals.significant(1 / 3.0, 6)
        });
  }
}
