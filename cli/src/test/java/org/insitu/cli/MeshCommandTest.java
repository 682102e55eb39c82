package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshCommandTest {
  @TempDir private Path folder;

  @Test
  void evaluatesACaseAsOneObject() throws IOException {
    Path file =
        Files.writeString(folder.resolve("case.json"), "{\"topology\": \"triangular\", \"n\": 2}");
    Invocation evaluated = Invocation.of("mesh", file.toString(), "--json");
    assertEquals(0, evaluated.code(), evaluated.err());
    assertEquals("", evaluated.err());
    assertEquals(1, evaluated.out().lines().count());
    JsonNode matrix = new ObjectMapper().readTree(evaluated.out()).get("matrix");
    // Bar state with both phases at π is the identity.
    assertEquals(1, matrix.get(0).get(0).get(0).asDouble(), 1e-15);
    assertEquals(1, matrix.get(1).get(1).get(0).asDouble(), 1e-15);
  }

  @Test
  void aMissingFileIsNamed() {
    String mistake = Invocation.of("mesh", folder.resolve("none.json").toString()).mistake();
    assertTrue(mistake.contains("none.json"), mistake);
  }

  @Test
  void theFileIsAskedFor() {
    String mistake = Invocation.of("mesh").mistake();
    assertTrue(mistake.contains("'insitu mesh' needs FILE.json"), mistake);
  }

  @Test
  void anUnknownCommandNamesTheNearest() {
    String mistake = Invocation.of("mash").mistake();
    assertTrue(mistake.contains("no command 'mash', did you mean \"mesh\"?"), mistake);
  }
}
