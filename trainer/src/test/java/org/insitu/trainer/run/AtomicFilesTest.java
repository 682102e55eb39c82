package org.insitu.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir private Path folder;

  @Test
  void whatFailsHalfWayLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, "old");
    IOException told =
        assertThrows(
            IOException.class,
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write('n');
                      throw new IOException("No space left on device");
                    }));
    assertEquals(
        file
            + " cannot be written: No space left on device; free some space or choose another directory.",
        told.getMessage());
    assertEquals("old", Files.readString(file));
    assertFalse(Files.exists(AtomicFiles.part(file)));
  }

  @Test
  void aMissingFolderIsNotToldAsAFullDisk() {
    Path file = folder.resolve("nowhere").resolve("a.txt");
    String told =
        assertThrows(IOException.class, () -> AtomicFiles.write(file, "text")).getMessage();
    assertTrue(told.startsWith(file + " cannot be written: there is no such folder"), told);
  }

  @Test
  void theRemedyFitsTheCause() {
    assertTrue(remedy(new NoSuchFileException("a")).startsWith("there is no such folder"));
    assertTrue(remedy(new AccessDeniedException("a")).startsWith("access is denied; check"));
    assertEquals(
        "Operation not permitted; free some space or choose another place",
        remedy(new FileSystemException("a", null, "Operation not permitted")));
  }

  private static String remedy(IOException cause) {
    return AtomicFiles.remedy(cause, "place");
  }
}
