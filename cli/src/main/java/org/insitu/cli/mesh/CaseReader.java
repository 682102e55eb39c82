package org.insitu.cli.mesh;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.yaml.Nearest;
import org.insitu.mesh.linear.ComplexBatch;

/** Reads the values of a case file; every complaint names the file, the key and the place. */
final class CaseReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final JsonNode root;

  private CaseReader(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Opens a file that is an object of known keys.
   *
   * @throws UserMistake if it cannot be read, is not JSON, or has an unknown key
   */
  static CaseReader open(Path file, Collection<String> known) {
    JsonNode root = parse(file);
    if (!root.isObject()) {
      throw new UserMistake(file + ": must be a JSON object, found " + kind(root) + ".");
    }
    List<String> keys = new ArrayList<>();
    root.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      if (!known.contains(key)) {
        throw new UserMistake(
            "%s: unknown key \"%s\"; %s.".formatted(file, key, Nearest.hint(key, known)));
      }
    }
    return new CaseReader(file, root);
  }

  private static JsonNode parse(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new UserMistake(
          file + place + ": not valid JSON: " + firstLine(e.getOriginalMessage()) + ".", e);
    } catch (IOException e) {
      throw new UserMistake("cannot read " + file + ": " + reason(e) + ".", e);
    }
  }

  private static String reason(IOException e) {
    return switch (e.getClass().getSimpleName()) {
      case "NoSuchFileException" -> "there is no such file";
      case "AccessDeniedException" -> "access is denied; check its permissions";
      default -> e.getMessage();
    };
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }

  boolean has(String key) {
    return root.has(key);
  }

  /** Returns one of a few words. */
  String word(String key, Collection<String> allowed) {
    JsonNode value = required(key);
    String lower = value.asText().toLowerCase(Locale.ROOT);
    if (!value.isTextual() || !allowed.contains(lower)) {
      String found = value.isTextual() ? value.asText() : kind(value);
      throw mistake(key, "must be a known word, found %s; %s", found, Nearest.hint(found, allowed));
    }
    return lower;
  }

  /** Returns a whole number within bounds. */
  int whole(String key, int least, int most) {
    JsonNode value = required(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw mistake(
          key, "must be a whole number from %d to %d, found %s", least, most, shown(value));
    }
    return value.intValue();
  }

  /** Returns finite numbers, or the given ones where the key is absent. */
  double[] reals(String key, int length, double absent) {
    double[] values = new double[length];
    if (!root.has(key)) {
      Arrays.fill(values, absent);
      return values;
    }
    JsonNode list = list(key, length);
    for (int i = 0; i < length; i++) {
      values[i] = number(key, "[" + i + "]", list.get(i));
    }
    return values;
  }

  /** Returns a complex vector as a batch of one. */
  ComplexBatch vector(String key, int length) {
    JsonNode list = list(key, length);
    ComplexBatch vector = ComplexBatch.zeros(length, 1);
    for (int port = 0; port < length; port++) {
      JsonNode pair = list.get(port);
      if (!pair.isArray() || pair.size() != 2) {
        throw mistake(key, "entry %d must be a pair [re, im], found %s", port, shown(pair));
      }
      vector.set(
          port,
          0,
          number(key, "[" + port + "][0]", pair.get(0)),
          number(key, "[" + port + "][1]", pair.get(1)));
    }
    return vector;
  }

  /** Returns a list of pairs of whole numbers as they stand, for comparison. */
  JsonNode list(String key, int length) {
    JsonNode list = required(key);
    if (!list.isArray() || list.size() != length) {
      String found = list.isArray() ? list.size() + " entries" : kind(list);
      throw mistake(key, "must be a list of %d entries, found %s", length, found);
    }
    return list;
  }

  UserMistake mistake(String key, String format, Object... values) {
    return new UserMistake(file + ": " + key + " " + format.formatted(values) + ".");
  }

  private JsonNode required(String key) {
    if (!root.has(key)) {
      throw new UserMistake(file + ": key \"" + key + "\" is missing.");
    }
    return root.get(key);
  }

  private double number(String key, String index, JsonNode value) {
    if (!value.isNumber()) {
      throw new UserMistake(
          "%s: %s%s must be a number, found %s.".formatted(file, key, index, shown(value)));
    }
    if (!Double.isFinite(value.doubleValue())) {
      throw new UserMistake("%s: %s%s is not finite.".formatted(file, key, index));
    }
    return value.doubleValue();
  }

  private static String shown(JsonNode value) {
    return value.isContainerNode() ? kind(value) : value.toString();
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list of " + value.size();
      case OBJECT -> "an object";
      case STRING -> "a word";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      default -> "nothing";
    };
  }
}
