package org.insitu.cli.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.insitu.cli.console.UserMistake;
import org.insitu.mesh.reference.ReferenceCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MeshCaseTest {
  /** Rounding of about 40 elements; both sides print all digits of a double. */
  private static final double TOLERANCE = 1e-12;

  private static final List<String> INPUTS =
      List.of(
          "topology",
          "n",
          "theta",
          "phi",
          "gamma",
          "coupler_error_left",
          "coupler_error_right",
          "mzi_loss_db",
          "input",
          "loss_weights");

  private final ObjectMapper json = new ObjectMapper();
  @TempDir private Path folder;

  static Stream<ReferenceCase> references() {
    return ReferenceCase.all();
  }

  @ParameterizedTest
  @MethodSource("references")
  void inputsOfAReferenceGiveTheWholeReference(ReferenceCase reference) throws IOException {
    ObjectNode inputs = reference.json().deepCopy();
    inputs.retain(INPUTS);
    assertSame(reference.json(), evaluate(inputs.toString()), reference.name());
  }

  @Test
  void wholeReferenceFileIsEvaluatedAnew() throws IOException {
    ObjectNode wrongResults = ReferenceCase.of("triangular-4-lossy").json().deepCopy();
    wrongResults.put("loss", 99);
    JsonNode expected = ReferenceCase.of("triangular-4-lossy").json();
    assertSame(expected, evaluate(wrongResults.toString()), "");
  }

  @Test
  void topologyAndSizeAloneAreTheIdentity() throws IOException {
    JsonNode result = evaluate("{\"topology\": \"rectangular\", \"n\": 3}");
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(
            i == j ? 1 : 0, result.get("matrix").get(i).get(j).get(0).asDouble(), TOLERANCE);
        assertEquals(0, result.get("matrix").get(i).get(j).get(1).asDouble(), TOLERANCE);
      }
    }
    assertFalse(result.has("output"));
  }

  @Test
  void inputWithoutWeightsGivesFieldsAndForwardTaps() throws IOException {
    JsonNode result =
        evaluate("{\"topology\": \"triangular\", \"n\": 2, \"input\": [[0.6, 0], [0, 0.8]]}");
    assertEquals(0.8, result.get("output").get(1).get(1).asDouble(), TOLERANCE);
    assertEquals(0.36, result.get("tap_phi_forward").get(0).asDouble(), TOLERANCE);
    assertFalse(result.has("loss"));
    assertFalse(result.has("grad_theta"));
  }

  @Test
  void chainsAreEvaluatedToo() throws IOException {
    assertEquals(2, evaluate("{\"topology\": \"chain\", \"n\": 3}").get("nodes").size());
  }

  @Test
  void prettyAndCompactSayTheSame() throws IOException {
    Path file = Files.writeString(folder.resolve("case.json"), "{\"topology\":\"chain\",\"n\":2}");
    String compact = MeshCase.evaluate(file, false);
    String pretty = MeshCase.evaluate(file, true);
    assertFalse(compact.contains("\n"));
    assertTrue(pretty.contains("\n"));
    assertEquals(json.readTree(compact), json.readTree(pretty));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"topology\": \"chain\", \"n\": 2, \"tetha\": [1]} | unknown key \"tetha\"; did you mean \"theta\"?",
        "{\"topology\": \"hexagonal\", \"n\": 2} | topology must be a known word, found hexagonal; known: triangular",
        "{\"topology\": \"triangulr\", \"n\": 2} | did you mean \"triangular\"?",
        "{\"n\": 2} | key \"topology\" is missing",
        "{\"topology\": \"chain\"} | key \"n\" is missing",
        "{\"topology\": \"chain\", \"n\": 1} | n must be a whole number from 2 to 1024, found 1",
        "{\"topology\": \"chain\", \"n\": 2.5} | n must be a whole number from 2 to 1024, found 2.5",
        "{\"topology\": \"chain\", \"n\": 99999999999} | n must be a whole number from 2 to 1024",
        "{\"topology\": \"chain\", \"n\": \"2\"} | n must be a whole number from 2 to 1024, found \"2\"",
        "{\"topology\": \"chain\", \"n\": 3, \"theta\": [1]} | theta must be a list of 2 entries, found 1 entries",
        "{\"topology\": \"chain\", \"n\": 3, \"gamma\": 1} | gamma must be a list of 3 entries, found a number",
        "{\"topology\": \"chain\", \"n\": 2, \"phi\": [\"a\"]} | phi[0] must be a number, found \"a\"",
        "{\"topology\": \"chain\", \"n\": 2, \"phi\": [1e999]} | phi[0] is not finite",
        "{\"topology\": \"chain\", \"n\": 2, \"mzi_loss_db\": [-0.1]} | mzi_loss_db[0] is -0.1 dB",
        "{\"topology\": \"chain\", \"n\": 2, \"input\": [1, 2]} | input entry 0 must be a pair [re, im], found 1",
        "{\"topology\": \"chain\", \"n\": 2, \"input\": [[1, 0], [null, 2]]} | input[1][0] must be a number, found null",
        "{\"topology\": \"chain\", \"n\": 2, \"loss_weights\": [1, 2]} | loss_weights needs the key \"input\" too",
        "{\"topology\": \"triangular\", \"n\": 3, \"nodes\": [[0,0],[2,0],[1,1]]} | nodes entry 1 must be [1,1]",
        "[1] | must be a JSON object, found a list of 1",
        "`` | must be a JSON object, found nothing",
        "{\"n\": 2, \"n\": 3} | :1:13: not valid JSON: Duplicate field 'n'",
        "{\"n\": 2} 3 | not valid JSON",
        "{\"n\": NaN} | not valid JSON: Non-standard token 'NaN'",
        "{\"n\": 2 | not valid JSON: Unexpected end-of-input",
      })
  void mistakesAreOneSentenceWithTheFile(String text, String part) throws IOException {
    Path file = Files.writeString(folder.resolve("case.json"), text);
    String message =
        assertThrows(UserMistake.class, () -> MeshCase.evaluate(file, true)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.endsWith(".") && !message.contains("\n"), message);
  }

  @Test
  void invalidJsonIsShownByLineAndColumn() throws IOException {
    Path file = Files.writeString(folder.resolve("case.json"), "{\n  \"n\": 2,\n  oops\n}");
    String message =
        assertThrows(UserMistake.class, () -> MeshCase.evaluate(file, true)).getMessage();
    assertTrue(message.startsWith(file + ":3:"), message);
  }

  @Test
  void missingFileIsSaidPlainly() {
    Path file = folder.resolve("absent.json");
    String message =
        assertThrows(UserMistake.class, () -> MeshCase.evaluate(file, true)).getMessage();
    assertEquals("cannot read " + file + ": there is no such file.", message);
  }

  private JsonNode evaluate(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("case.json"), text);
    return json.readTree(MeshCase.evaluate(file, true));
  }

  private static void assertSame(JsonNode expected, JsonNode actual, String at) {
    if (expected.isNumber()) {
      assertEquals(expected.asDouble(), actual.asDouble(), TOLERANCE, at);
    } else if (expected.isContainerNode()) {
      assertEquals(expected.size(), actual.size(), at);
      if (expected.isObject()) {
        expected
            .fieldNames()
            .forEachRemaining(
                key -> {
                  assertTrue(actual.has(key), at + "." + key + " is missing");
                  assertSame(expected.get(key), actual.get(key), at + "." + key);
                });
      } else {
        for (int i = 0; i < expected.size(); i++) {
          assertSame(expected.get(i), actual.get(i), at + "[" + i + "]");
        }
      }
    } else {
      assertEquals(expected, actual, at);
    }
  }
}
