package org.insitu.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.NoisyProcessor;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.data.TaskData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  private static final Mesh MESH = Mesh.of(Topology.TRIANGULAR, 4);
  private static final RunInfo INFO = new RunInfo("sim:test", "0.0", Map.of());

  /** Phases are written with six digits and stay below 100 rad. */
  private static final double PHASE_ROUNDING = 1e-4;

  @TempDir Path folder;
  private Path run;
  private final List<RunEvent> events = new ArrayList<>();

  @BeforeEach
  void train() throws ProcessorException, IOException {
    run = folder.resolve("moons-seed101");
    train(run, plan("moons", 30), TaskData.generate(SyntheticTask.MOONS, 101));
  }

  private static TrainingPlan plan(String task, int iterations) {
    return TrainingPlan.builder(task)
        .seed(101)
        .iterations(iterations)
        .evalEvery(10)
        .starts(1)
        .averageLast(5)
        .build();
  }

  private void train(Path out, TrainingPlan plan, TaskData data)
      throws ProcessorException, IOException {
    try (PhotonicProcessor chip =
            new NoisyProcessor(MESH, NoisyProcessor.Faults.PUBLISHED, plan.seed());
        RunDirectory directory = RunDirectory.at(out, false, INFO)) {
      new TrainingRun(
              plan, data, chip, Optional.empty(), List.of(directory, events::add), System::nanoTime)
          .run();
    }
  }

  @Test
  void readsBackWhatARunWrote() throws Exception {
    RunRecord record = RunRecord.read(run);
    assertEquals("moons", record.head().task());
    assertEquals("sim:test", record.head().chip());
    assertEquals(101, record.head().seed());
    assertEquals(RunHead.State.FINISHED, record.head().state());
    assertEquals(Optional.empty(), record.remark());
    assertEquals(30, record.curves().loss().size());
    assertEquals(30, record.curves().gradientError().size());
    assertEquals(30, record.curves().last());
    RunReplay replay = record.replay().orElseThrow();
    assertEquals(400, replay.points().orElseThrow().size());
    int evaluations = 0;
    for (RunEvent event : events) {
      if (event instanceof RunEvent.Evaluated seen) {
        int frame = replay.frameAt(seen.iteration());
        assertEquals(seen.iteration(), replay.iterations()[frame]);
        assertArrayEquals(seen.parameters(), replay.parameters()[frame], PHASE_ROUNDING);
        assertEquals(
            seen.accuracies().test(),
            record.curves().testAccuracy().at(seen.iteration()).orElseThrow(),
            1e-6);
        evaluations++;
      }
    }
    assertEquals(evaluations, record.curves().testAccuracy().size());
  }

  @Test
  void tellsThePhasesOfStepsBetweenEvaluations() throws Exception {
    RunReplay replay = RunRecord.read(run).replay().orElseThrow();
    assertEquals(31, replay.frames());
    for (RunEvent event : events) {
      // The last step's phases give way to the mean that is evaluated.
      if (event instanceof RunEvent.IterationDone done && done.iteration() < 30) {
        assertArrayEquals(done.parameters(), replay.parameters()[done.iteration()], PHASE_ROUNDING);
      }
    }
    assertEquals(0, replay.frameAt(-1));
    assertEquals(7, replay.frameAt(7.9));
    assertEquals(30, replay.frameAt(1e6));
  }

  @Test
  void aLongRunRecordsAFewHundredMoments() throws Exception {
    Path out = folder.resolve("long");
    train(out, plan("moons", 900), TaskData.generate(SyntheticTask.MOONS, 101));
    RunReplay replay = RunRecord.read(out).replay().orElseThrow();
    assertTrue(replay.frames() >= 300 && replay.frames() <= 420, replay.frames() + " moments");
  }

  @Test
  void keepsThePointsOfAFile() throws Exception {
    StringBuilder rows = new StringBuilder("\"the height\",\"a, b\",label\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 7).append(',').append(i * 0.3).append(i % 2 == 0 ? ",ape\n" : ",cat\n");
    }
    Path csv = Files.writeString(folder.resolve("zoo.csv"), rows);
    TaskData data = TaskData.read(csv, Optional.empty(), 4, 101);
    Path out = folder.resolve("zoo");
    train(out, plan(csv.toString(), 3), data);
    assertEquals("zoo.csv", RunHead.read(out).taskName());
    RunReplay replay = RunRecord.read(out).replay().orElseThrow();
    assertArrayEquals(data.train().points(), replay.points().orElseThrow().points());
    assertArrayEquals(data.train().labels(), replay.points().orElseThrow().labels());
    assertEquals(data.train().featureNames(), replay.points().orElseThrow().featureNames());
    Files.delete(out.resolve("points.csv"));
    RunRecord without = RunRecord.read(out);
    assertTrue(without.remark().orElseThrow().contains("points.csv"));
    assertTrue(without.replay().orElseThrow().points().isEmpty());
  }

  @Test
  void aRunThatBrokeOffHasWhatIsWritten() throws Exception {
    Path metrics = run.resolve("metrics.csv");
    Path trajectory = run.resolve("trajectory.csv");
    for (Path file : List.of(metrics, trajectory)) {
      String text = Files.readString(file);
      Files.delete(file);
      // In the middle of a row, as a crash leaves it.
      Files.writeString(
          file.resolveSibling(file.getFileName() + ".part"),
          text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 9));
    }
    RunRecord record = RunRecord.read(run);
    assertEquals(RunHead.State.UNFINISHED, record.head().state());
    assertTrue(record.head().testAccuracy().isEmpty());
    assertEquals(29, record.curves().last());
    assertEquals(30, record.replay().orElseThrow().frames());
  }

  @Test
  void filesThatAreCutOffAreOneSentence() throws Exception {
    Path metrics = run.resolve("metrics.csv");
    String text = Files.readString(metrics);
    Files.writeString(metrics, text.substring(0, text.length() - 5));
    assertComplaint(run, "metrics.csv: the file ends in the middle of a row; it was cut off.");
    Files.writeString(metrics, text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
    assertComplaint(run, "ends at iteration 29, but the run made 30");
    Files.writeString(metrics, "");
    assertComplaint(run, "metrics.csv: the file is empty.");
    Files.writeString(metrics, text.replaceFirst("\n2,0,[^,]*,", "\n2,0,lost,"));
    assertComplaint(run, "line 4: 'lost' in column 'loss' is not a number.");
    Files.writeString(metrics, text.replaceFirst("\n2,0,[^,]*,", "\n2,0,"));
    assertComplaint(run, "line 4: the row has 16 values, the header has 17 columns.");
    Files.writeString(metrics, text.replaceFirst("\n2,0,", "\n1,0,"));
    assertComplaint(run, "line 4: iteration 1 comes after 1, but they must rise.");
    Files.writeString(metrics, text.replaceFirst("loss", "lost"));
    assertComplaint(run, "line 1: there is no column 'loss'");
    Files.writeString(metrics, text);
    String summary = Files.readString(run.resolve("summary.json"));
    Files.writeString(run.resolve("summary.json"), summary.substring(0, 40));
    assertComplaint(run, "summary.json, line 3, column");
  }

  @Test
  void filesThatAreMissingAreOneSentence() throws Exception {
    assertComplaint(folder.resolve("nowhere"), "run.yaml: there is no such file");
    Path metrics = run.resolve("metrics.csv");
    String text = Files.readString(metrics);
    Files.delete(metrics);
    assertComplaint(run, "metrics.csv: there is no such file; the run's directory is not");
    Files.writeString(metrics, text);
    Files.delete(run.resolve("trajectory.csv"));
    RunRecord record = RunRecord.read(run);
    assertTrue(record.replay().isEmpty());
    String remark = record.remark().orElseThrow();
    assertTrue(remark.startsWith("It cannot be replayed: "), remark);
    assertTrue(remark.contains("trajectory.csv: there is no such file"), remark);
    assertFalse(remark.contains("\n"));
  }

  @Test
  void aDirectoryOfAnotherVersionIsOneSentence() throws Exception {
    Path yaml = run.resolve("run.yaml");
    String text = Files.readString(yaml);
    assertTrue(text.startsWith("format: insitu run 1\n"), text);
    Files.writeString(yaml, text.replace("insitu run 1", "insitu run 2"));
    assertComplaint(run, "run.yaml: the format 'insitu run 2' is not known, only");
    Files.writeString(yaml, text.replace("format: insitu run 1\n", ""));
    assertEquals(30, RunRecord.read(run).curves().last());
    Files.writeString(yaml, "plan: [");
    assertComplaint(run, "run.yaml, line 1, column");
    Files.writeString(yaml, "plan: 3");
    assertComplaint(run, "the file does not describe a run; it needs an entry 'plan'.");
    Files.writeString(yaml, text.replace("  seed: 101\n", ""));
    assertComplaint(run, "the entry 'seed' is missing");
    Files.writeString(yaml, text.replace("  ports: 4\n", "  ports: 5\n"));
    String remark = RunRecord.read(run).remark().orElseThrow();
    assertTrue(remark.contains("37 columns, but the iteration and 60 phases make 61"), remark);
  }

  @Test
  void listsRunsAndSaysWhichCannotBeRead() throws Exception {
    Files.createDirectories(folder.resolve("no run"));
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("run.yaml"), "[]");
    List<RunArchive.Entry> entries = RunArchive.list(folder);
    assertEquals(List.of(run, broken), entries.stream().map(RunArchive.Entry::directory).toList());
    assertEquals("moons", entries.get(0).head().orElseThrow().task());
    assertTrue(entries.get(0).head().orElseThrow().testAccuracy().isPresent());
    assertTrue(entries.get(1).problem().orElseThrow().contains("does not describe a run"));
    assertEquals(List.of(), RunArchive.list(folder.resolve("nowhere")));
    assertThrows(
        RunFileException.class, () -> RunArchive.list(run.resolve("run.yaml")), "a file is none");
  }

  private static void assertComplaint(Path directory, String part) {
    RunFileException e =
        assertThrows(RunFileException.class, () -> RunRecord.read(directory), part);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
