package org.insitu.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A run at a glance, from the small files of its directory.
 *
 * @param directory directory of the run
 * @param task what was trained
 * @param chip chip as the user named it; of a large run its layers and ports
 * @param seed seed
 * @param date when its record was begun or ended: the time of its newest file
 * @param state whether it came to its end
 * @param testAccuracy final test accuracy on the chip, 0..1; empty until the end
 * @param large whether it is a run of {@code train mnist}
 * @param plan options of the run as run.yaml has them, by name, in order
 * @param iterations steps that the summary tells of; empty until the end
 */
public record RunHead(
    Path directory,
    String task,
    String chip,
    long seed,
    Instant date,
    State state,
    OptionalDouble testAccuracy,
    boolean large,
    Map<String, String> plan,
    OptionalDouble iterations) {
  /** How a run ended. */
  public enum State {
    /** By itself. */
    FINISHED("finished"),
    /** By the user. */
    STOPPED("stopped"),
    /** Not at all: it is still going, or it broke off. */
    UNFINISHED("not finished");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** Returns words for the user. */
    public String text() {
      return text;
    }
  }

  private static final String RUN_YAML = "run.yaml";
  private static final String SUMMARY = "summary.json";

  /** First entry of run.yaml of a large run; directories written before it was there have none. */
  public static final String LARGE_FORMAT = "insitu large run 1";

  /** Returns the task without the folder that its file was in. */
  public String taskName() {
    return task.substring(Math.max(task.lastIndexOf('/'), task.lastIndexOf('\\')) + 1);
  }

  /** Returns whether a directory holds a run, readable or not. */
  public static boolean isRun(Path directory) {
    return Files.exists(directory.resolve(RUN_YAML))
        || Files.exists(directory.resolve(SUMMARY))
        || RecordTable.find(directory.resolve("metrics.csv")).isPresent();
  }

  /**
   * Reads run.yaml and, if it is there, summary.json.
   *
   * @throws RunFileException with one sentence if they cannot be used
   */
  public static RunHead read(Path directory) throws RunFileException {
    Path yamlFile = directory.resolve(RUN_YAML);
    JsonNode yaml = yaml(yamlFile);
    boolean large = large(yamlFile, yaml);
    JsonNode plan = yaml.path("plan");
    long seed = whole(yamlFile, plan, "seed");
    Path summaryFile = directory.resolve(SUMMARY);
    // A summary beside a table in progress is that of an earlier run.
    boolean ended = Files.exists(summaryFile) && Files.exists(directory.resolve("metrics.csv"));
    State state = State.UNFINISHED;
    OptionalDouble accuracy = OptionalDouble.empty();
    OptionalDouble iterations = OptionalDouble.empty();
    if (ended) {
      JsonNode summary = PhasesFile.tree(summaryFile);
      if (!summary.isObject()) {
        throw new RunFileException("%s: this is not the summary of a run.".formatted(summaryFile));
      }
      state = summary.path("stopped").asBoolean() ? State.STOPPED : State.FINISHED;
      accuracy = number(summary.path("testAccuracy"));
      iterations = number(summary.path("iterations"));
    }
    return new RunHead(
        directory,
        large ? "mnist" : text(yamlFile, plan, "task"),
        large
            ? "%d × %d ports"
                .formatted(whole(yamlFile, plan, "layers"), whole(yamlFile, plan, "ports"))
            : text(yamlFile, yaml, "chip"),
        seed,
        date(ended ? summaryFile : yamlFile),
        state,
        accuracy,
        large,
        texts(plan),
        iterations);
  }

  private static Map<String, String> texts(JsonNode plan) {
    Map<String, String> texts = new LinkedHashMap<>();
    plan.fields().forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return Collections.unmodifiableMap(texts);
  }

  private static boolean large(Path file, JsonNode yaml) throws RunFileException {
    // The first directories had no format; theirs was the first.
    String format = yaml.path("format").asText("");
    if (!format.isEmpty() && !format.equals(RunReport.FORMAT) && !format.equals(LARGE_FORMAT)) {
      throw new RunFileException(
          "%s: the format '%s' is not known, only '%s' and '%s'; open it with the version of insitu that wrote it."
              .formatted(file, format, RunReport.FORMAT, LARGE_FORMAT));
    }
    return format.equals(LARGE_FORMAT) || (format.isEmpty() && yaml.at("/plan/epochs").isNumber());
  }

  private static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
  }

  static String text(Path file, JsonNode in, String name) throws RunFileException {
    JsonNode node = in.path(name);
    if (!node.isValueNode() || node.isNull()) {
      throw new RunFileException("%s: the entry '%s' is missing.".formatted(file, name));
    }
    return node.asText();
  }

  static int count(Path file, JsonNode in, String name) throws RunFileException {
    long value = whole(file, in, name);
    if (value < 1 || value > 1_000_000) {
      throw new RunFileException(
          "%s: '%s' is %d, it must be 1 or more.".formatted(file, name, value));
    }
    return (int) value;
  }

  private static long whole(Path file, JsonNode in, String name) throws RunFileException {
    JsonNode node = in.path(name);
    if (!node.isIntegralNumber()) {
      throw new RunFileException(
          "%s: the entry '%s' is missing or not a whole number.".formatted(file, name));
    }
    return node.asLong();
  }

  private static Instant date(Path file) throws RunFileException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new RunFileException(
          "%s: the file cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** Reads run.yaml. */
  static JsonNode yaml(Path file) throws RunFileException {
    JsonNode yaml;
    try {
      yaml = new YAMLMapper().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new RunFileException(
          "%s: there is no such file, so this is not the directory of a run.".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new RunFileException(
          e.getLocation() == null
              ? "%s: the file is not YAML.".formatted(file)
              : "%s, line %d, column %d: the file is not YAML."
                  .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new RunFileException(
          "%s: the file cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
    if (!yaml.isObject() || !yaml.path("plan").isObject()) {
      throw new RunFileException(
          "%s: the file does not describe a run; it needs an entry 'plan'.".formatted(file));
    }
    return yaml;
  }
}
