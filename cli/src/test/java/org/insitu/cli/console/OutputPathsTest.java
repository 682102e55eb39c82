package org.insitu.cli.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPathsTest {
  @TempDir private Path folder;

  @Test
  void aFullDiskIsToldWithTheFile() {
    UserMistake mistake =
        assertThrows(
            UserMistake.class,
            () ->
                OutputPaths.write(
                    folder.resolve("c.json"),
                    file -> {
                      throw new IOException("No space left on device");
                    }));
    assertTrue(mistake.getMessage().contains("c.json cannot be written"), mistake.getMessage());
    assertTrue(mistake.getMessage().contains("No space left"), mistake.getMessage());
  }

  @Test
  void newFilesOverwriteNothing() throws IOException {
    String stem = folder.resolve("c").toString();
    assertEquals(folder.resolve("c.json"), OutputPaths.newFile(stem, ".json"));
    Files.createFile(folder.resolve("c.json"));
    Files.createFile(folder.resolve("c-2.json"));
    assertEquals(folder.resolve("c-3.json"), OutputPaths.newFile(stem, ".json"));
  }

  @Test
  void aFolderMustBeFreeUnlessForced() throws IOException {
    assertDoesNotThrow(() -> OutputPaths.requireFree(folder.resolve("new/deep"), false));
    assertDoesNotThrow(() -> OutputPaths.requireFree(folder, false));
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(UserMistake.class, () -> OutputPaths.requireFree(folder, false));
    assertDoesNotThrow(() -> OutputPaths.requireFree(folder, true));
    assertThrows(UserMistake.class, () -> OutputPaths.requireFree(file, true));
    assertThrows(UserMistake.class, () -> OutputPaths.requireWritable(file.resolve("below")));
    assertThrows(UserMistake.class, () -> OutputPaths.requireWritable(folder));
  }
}
