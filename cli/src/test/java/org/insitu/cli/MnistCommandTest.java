package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MnistCommandTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "--train-images",
          "300",
          "--test-images",
          "100",
          "--ports",
          "16",
          "--batch",
          "50",
          "--epochs",
          "2");

  @TempDir private Path folder;

  /** Trains a little; options given here take the place of the small ones. */
  private Invocation train(String... arguments) {
    List<String> given = List.of(arguments);
    List<String> all = new ArrayList<>(List.of("train", "mnist"));
    SMALL.forEach(
        (option, value) -> {
          if (!given.contains(option)) {
            all.addAll(List.of(option, value));
          }
        });
    all.addAll(List.of("--out", folder.resolve("run").toString()));
    all.addAll(given);
    return Invocation.of(all.toArray(String[]::new));
  }

  @Test
  void writesARunDirectory() throws IOException {
    Invocation done = train("--json");
    assertEquals(0, done.code(), done.err());
    JsonNode printed = new ObjectMapper().readTree(done.out());
    JsonNode summary =
        new ObjectMapper().readTree(folder.resolve("run").resolve("summary.json").toFile());
    assertEquals(printed, summary);
    assertEquals(12, summary.get("iterations").asInt());
    assertEquals(
        1, summary.get("testError").asDouble() + summary.get("testAccuracy").asDouble(), 1e-9);
    List<String> metrics = Files.readAllLines(folder.resolve("run").resolve("metrics.csv"));
    assertEquals(4, metrics.size());
    assertTrue(metrics.get(0).startsWith("epoch,steps,"), metrics.get(0));
    assertTrue(
        Files.readString(folder.resolve("run").resolve("run.yaml")).contains("optimizer: adam"));
    assertTrue(Files.size(folder.resolve("run").resolve("training.png")) > 0);
    JsonNode phases =
        new ObjectMapper().readTree(folder.resolve("run").resolve("phases.json").toFile());
    assertEquals(120, phases.get("layers").get(1).get("theta").size());
  }

  @Test
  void saysThatDigitsAreDrawnWhereNoDataIsNamed() {
    assumeTrue(System.getenv("INSITU_DATA") == null);
    assertTrue(train().err().contains("training on drawn digits"));
  }

  @Test
  void noiseWorsensTheResultAndIsTheSameForASeed() throws IOException {
    train("--epochs", "6", "--json");
    double clean = error();
    train("--epochs", "6", "--force", "--tap-noise", "0.3", "--io-phase", "0.1");
    double noisy = error();
    train("--epochs", "6", "--force", "--tap-noise", "0.3", "--io-phase", "0.1");
    assertEquals(noisy, error());
    assertTrue(noisy > clean, noisy + " with noise, " + clean + " without");
  }

  @Test
  void theModelsGradientTrainsToTheSameError() throws IOException {
    train("--epochs", "2");
    double inSitu = error();
    train("--epochs", "2", "--force", "--gradient", "model");
    // Single precision may tip one of the few test images.
    assertEquals(inSitu, error(), 0.02);
  }

  private double error() throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("run").resolve("summary.json").toFile())
        .get("testError")
        .asDouble();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--ports 9 | --ports must be from 10 to 1024, found 9",
        "--ports 1024 --layers 9 --batch 9999999 --io-phase 0.1 | GB, but this process has",
        "--batch 301 | larger than the training set of 300",
        "--tap-noise -1 | --tap-noise must be a number of at least 0",
        "--io-phase NaN | --io-phase must be a number of at least 0",
        "--optimizer lion | --optimizer has no value 'lion'",
        "--data nowhere | nowhere is not a folder",
        "--gradient model --tap-noise 0.01 | --gradient model computes without light",
        "--lr 1e300 | rad after 1 steps; choose a smaller learning rate",
        "--sharpness 1e300 | is not finite any more",
        "--imbalance 1000 | is not finite any more",
        "--io-amplitude 1e300 --measure samples | is not finite any more",
        "--io-amplitude 1e300 | is not finite any more",
        "--threads 100000 | --threads must be at most 256",
        "--ports 1024 --noise frozen --tap-noise 0.01 | GB, but this process has",
        "--lr 0 | --lr must be a number above 0"
      })
  void mistakesAreToldInOneSentence(String arguments, String part) {
    String sentence = train((arguments + " --quiet").split(" ")).mistake();
    assertTrue(sentence.contains(part), sentence);
    assertFalse(Files.exists(folder.resolve("run").resolve("summary.json")));
  }

  @Test
  void optionsInFrontOfTheTaskAreRefused() {
    String sentence = Invocation.of("train", "--seed", "3", "mnist").mistake();
    assertTrue(sentence.contains("insitu train mnist --seed"), sentence);
  }
}
