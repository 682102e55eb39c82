package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepCommandTest {
  private static final String STUDY =
      """
      study: a test
      options: {train-images: 200, test-images: 50, ports: 16, batch: 50, epochs: 1}
      grid:
        optimizer:
          slow: {optimizer: sgd, lr: 0.1}
          fast: {optimizer: adam, lr: 0.02}
        tap-noise: [0, 0.02, 0.05]
      figures:
        - {file: map.png, kind: heatmap, x: tap-noise, y: optimizer, value: testError}
        - {file: lines.png, kind: lines, x: tap-noise, y: tap-noise, panels: optimizer, value: trainLoss}
      """;

  @TempDir private Path folder;
  private Path out;
  private Path study;

  @BeforeEach
  void writeTheStudy() throws IOException {
    out = folder.resolve("results");
    study = folder.resolve("study.yaml");
    Files.writeString(study, STUDY);
  }

  private Invocation sweep(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("sweep", study.toString(), "--out", out.toString(), "--quiet", "--json"));
    all.addAll(List.of(more));
    return Invocation.of(all.toArray(String[]::new));
  }

  /** Rows without the time, which differs from run to run. */
  private List<String> rows() throws IOException {
    return Files.readAllLines(out.resolve("results.csv")).stream()
        .map(row -> row.substring(0, row.lastIndexOf(',', row.lastIndexOf(',') - 1)))
        .sorted()
        .toList();
  }

  @Test
  void everyCellHasARowACurveAndAPlaceInTheFigures() throws IOException {
    Invocation done = sweep();
    assertEquals(0, done.code(), done.err());
    List<String> rows = Files.readAllLines(out.resolve("results.csv"));
    assertEquals(7, rows.size());
    assertTrue(rows.get(0).startsWith("cell,optimizer,tap-noise,testError,"), rows.get(0));
    assertTrue(rows.get(5).startsWith("4,fast,0.02,"), rows.get(5));
    assertEquals(3, Files.readAllLines(out.resolve("curves").resolve("cell-004.csv")).size());
    assertTrue(Files.size(out.resolve("map.png")) > 0);
    assertTrue(Files.size(out.resolve("lines.png")) > 0);
  }

  @Test
  void workersAndTornRowsChangeNoResult() throws IOException {
    sweep();
    List<String> expected = rows();
    List<String> lines = Files.readAllLines(out.resolve("results.csv"));
    // What a kill may leave: three whole rows and a part of the fourth.
    String torn = String.join("\n", lines.subList(0, 4)) + "\n" + lines.get(4).substring(0, 9);
    Files.writeString(out.resolve("results.csv"), torn);
    Invocation resumed = sweep("--resume", "--workers", "3");
    assertTrue(resumed.out().contains("\"cellsBefore\" : 3"), resumed.out());
    assertEquals(expected, rows());
  }

  @Test
  void figuresOfAnUnfinishedSweepAreDrawnWithoutRunning() throws IOException {
    assertTrue(sweep("--draw").mistake().contains("there is no results.csv"));
    assertFalse(Files.exists(out));
    sweep();
    List<String> lines = Files.readAllLines(out.resolve("results.csv"));
    Files.writeString(out.resolve("results.csv"), String.join("\n", lines.subList(0, 4)) + "\n");
    Files.delete(out.resolve("map.png"));
    Invocation drawn = sweep("--draw");
    assertTrue(drawn.out().contains("\"cells\" : 3"), drawn.out() + drawn.err());
    assertEquals(4, Files.readAllLines(out.resolve("results.csv")).size());
    assertTrue(Files.size(out.resolve("map.png")) > 0);
  }

  @Test
  void aKilledSweepGoesOnWithoutLossOrRepetition() throws IOException, InterruptedException {
    sweep();
    List<String> expected = rows();
    out = folder.resolve("killed");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the launcher does, and as this test run: the same bits.
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "sweep",
                study.toString(),
                "--out",
                out.toString(),
                "--quiet")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (process.isAlive() && finished() < 2 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertTrue(finished() >= 2, Files.readString(folder.resolve("log")));
    Invocation resumed = sweep("--resume");
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(expected, rows());
  }

  /** Returns the number of whole rows. */
  private long finished() throws IOException {
    Path results = out.resolve("results.csv");
    return Files.exists(results)
        ? Files.readString(results).chars().filter(c -> c == '\n').count() - 1
        : 0;
  }

  @Test
  void resultsAreNeitherOverwrittenNorMixed() throws IOException {
    sweep();
    List<String> before = rows();
    assertTrue(sweep().mistake().contains("go on with --resume"));
    Files.writeString(study, STUDY.replace("0.05]", "0.06]"));
    assertTrue(sweep("--resume").mistake().contains("of another study"));
    assertEquals(before, rows());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "tap-noise: | tap-noize: | line 7: there is no option \"tap-noize\", did you mean \"tap-noise\"?",
        "[0, 0.02, 0.05] | [] | axis \"tap-noise\" of the grid is empty",
        "[0, 0.02, 0.05] | [0, 0] | has \"0\" twice",
        "[0, 0.02, 0.05] | [0, -1] | --tap-noise must be a number of at least 0",
        "epochs: 1 | tap-noise: 1 | option \"tap-noise\" is set twice",
        "slow: | '\"s, low\"': | becomes a field of results.csv; leave out commas",
        "study: | studie: | unknown field \"studie\"",
        "y: optimizer | y: optimiser | is no axis of the grid",
        "epochs: 1 | data: nowhere | nowhere is not a folder",
        "batch: 50 | batch: 201 | the batch of 201 is larger than the training set of 200",
        "value: testError | value: error | is no column of the results",
        "map.png | ../map.png | plain file name"
      })
  void mistakesInAStudyAreToldBeforeAnythingRuns(String right, String wrong, String part)
      throws IOException {
    Files.writeString(study, STUDY.replace(right, wrong));
    String sentence = sweep().mistake();
    assertTrue(sentence.contains(part), sentence);
    assertFalse(Files.exists(out));
  }

  @Test
  void rowsOfOtherImagesAreNotMixed() throws IOException {
    sweep();
    List<String> before = rows();
    List<String> lines = Files.readAllLines(out.resolve("results.csv"));
    Files.writeString(out.resolve("results.csv"), String.join("\n", lines.subList(0, 4)) + "\n");
    Files.writeString(
        out.resolve("data.txt"),
        Files.readString(out.resolve("data.txt")).replaceAll(": .*", ": others"));
    String sentence = sweep("--resume").mistake();
    assertTrue(sentence.contains("was begun on others, but this is"), sentence);
    assertEquals(4, Files.readAllLines(out.resolve("results.csv")).size());
    // Results from before this was noted go on.
    Files.delete(out.resolve("data.txt"));
    assertEquals(0, sweep("--resume").code());
    assertEquals(before, rows());
  }

  @Test
  void damagedRowsAreToldWithTheirLine() throws IOException {
    sweep();
    List<String> lines = Files.readAllLines(out.resolve("results.csv"));
    String whole = lines.get(2);
    String behind = whole.substring(whole.indexOf(',', "1,slow,0.02,".length()));
    for (String value : List.of("abc", "NaN", "", "0.1,0.2")) {
      String damaged =
          "%s\n%s\n1,slow,0.02,%s%s\n".formatted(lines.get(0), lines.get(1), value, behind);
      Files.writeString(out.resolve("results.csv"), damaged);
      for (String option : List.of("--resume", "--draw")) {
        String sentence = sweep(option).mistake();
        assertTrue(sentence.contains("line 3 is no whole row of this study"), sentence);
        assertEquals(damaged, Files.readString(out.resolve("results.csv")));
      }
    }
  }

  @Test
  void rowsOfAnUnknownStudyAreRefused() throws IOException {
    sweep();
    Files.delete(out.resolve("study.txt"));
    String sentence = sweep("--resume").mistake();
    assertTrue(sentence.contains("has no study.txt beside it"), sentence);
    assertFalse(Files.exists(out.resolve("study.txt")));
  }

  @Test
  void aFileInPlaceOfTheFolderIsTold() throws IOException {
    Files.createFile(out);
    String sentence = sweep().mistake();
    assertTrue(sentence.contains("results is not a folder"), sentence);
    assertEquals(0, Files.size(out));
  }

  @Test
  void aSweepKilledBeforeItsFirstLineGoesOn() throws IOException {
    Files.createDirectories(out);
    Files.createFile(out.resolve("results.csv"));
    Invocation resumed = sweep("--resume");
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(7, rows().size());
  }

  @Test
  void tooManyWorkersForTheMemoryAreRefused() throws IOException {
    // One cell of these fits into any heap that the tests run with, 250 of them into none.
    Files.writeString(
        study,
        STUDY
            .replace("ports: 16", "ports: 128, noise: frozen")
            .replace(
                "[0, 0.02, 0.05]",
                IntStream.range(1, 250).mapToObj(i -> "0." + (1000 + i)).toList().toString()));
    String sentence = sweep("--workers", "250").mistake();
    assertTrue(sentence.contains("choose fewer --workers"), sentence);
    assertFalse(Files.exists(out));
  }

  @Test
  void tooManyCellsAreRefused() {
    String sentence = sweep("--max-cells", "5").mistake();
    assertTrue(sentence.contains("has 6 cells, more than --max-cells 5"), sentence);
    assertFalse(Files.exists(out));
  }

  @Test
  void studiesOfTheProjectAreRight() throws IOException {
    Path studies = Path.of("..", "studies");
    try (var files = Files.list(studies)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertTrue(all.size() >= 3, all.toString());
      for (Path file : all) {
        // The limit is what is refused, after everything else was understood.
        String sentence =
            Invocation.of("sweep", file.toString(), "--max-cells", "1", "--quiet").mistake();
        assertTrue(sentence.contains("more than --max-cells 1"), sentence);
      }
    }
  }
}
