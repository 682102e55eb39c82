package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchEngineCommandTest {
  private static final String[] SHORT = {
    "bench-engine", "--ports", "2,5", "--batch", "10", "--threads", "1", "--seconds", "0.001"
  };

  @Test
  void jsonIsOneListOfAllFigures() throws IOException {
    Invocation bench = Invocation.of(with("--json"));
    assertEquals(0, bench.code(), bench.err());
    JsonNode figures = new ObjectMapper().readTree(bench.out());
    assertEquals(2 * 2 * 3, figures.size());
    Set<String> seen = new HashSet<>();
    for (JsonNode figure : figures) {
      assertEquals(6, figure.size());
      assertEquals(10, figure.get("batch").asInt());
      assertEquals(1, figure.get("threads").asInt());
      assertTrue(figure.get("medianSeconds").asDouble() > 0);
      seen.add(figure.get("n") + " " + figure.get("precision") + " " + figure.get("operation"));
    }
    assertTrue(seen.contains("2 \"float\" \"forward\""), seen.toString());
    assertTrue(seen.contains("5 \"double\" \"gradientMatrix\""), seen.toString());
    assertTrue(seen.contains("5 \"float\" \"gradient\""), seen.toString());
    assertEquals(12, seen.size());
  }

  @Test
  void tableHasALinePerFigure() {
    Invocation bench = Invocation.of(SHORT);
    assertEquals(0, bench.code(), bench.err());
    assertEquals(13, bench.out().lines().count());
  }

  @Test
  void plotIsAPictureAndTheTableSaysHowTimesGrow(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("scaling.png");
    Invocation bench =
        Invocation.of(
            "bench-engine",
            "-n",
            "32,40",
            "--batch",
            "4",
            "--threads",
            "1",
            "--seconds",
            "0.001",
            "--plot",
            file.toString());
    assertEquals(0, bench.code(), bench.err());
    assertTrue(bench.out().contains("gradient: time ~ N^"), bench.out());
    assertTrue(ImageIO.read(file.toFile()).getWidth() > 0);
  }

  @Test
  void aPlotThatCannotBeWrittenIsRefusedBeforeAnythingRuns(@TempDir Path folder)
      throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Invocation bench = Invocation.of(with("--plot=" + file.resolve("scaling.png")));
    assertTrue(bench.mistake().contains("is not a folder"), bench.err());
    assertEquals("", bench.out());
    assertEquals(0, Files.size(file));
  }

  @Test
  void badSizesAreRefusedBeforeAnythingRuns() {
    assertTrue(
        Invocation.of("bench-engine", "-n", "1").mistake().contains("from 2 to 1024, found 1"));
    assertTrue(Invocation.of("bench-engine", "-n", "4,x").mistake().contains("'x'"));
    String huge = Invocation.of("bench-engine", "-n", "1024", "--batch", "2000000000").mistake();
    // Four batches of complex doubles: 131 TB, told with the size.
    assertTrue(huge.contains("n = 1024 with a batch of 2000000000 takes 131"), huge);
    assertTrue(huge.contains(" GB"), huge);
  }

  private static String[] with(String option) {
    String[] arguments = Arrays.copyOf(SHORT, SHORT.length + 1);
    arguments[SHORT.length] = option;
    return arguments;
  }
}
