package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InsituCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return InsituCommand.commandLine(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  @Test
  void versionIsTheOneOfTheBuild() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString(StandardCharsets.UTF_8).matches("insitu \\d+\\.\\d+\\.\\d+\\S*\\R"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void anUnknownOptionNamesTheNearest() {
    assertEquals(2, run("--versoin"));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    String sentence = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, sentence.lines().count(), sentence);
    assertTrue(sentence.contains("did you mean --version?"), sentence);
  }
}
