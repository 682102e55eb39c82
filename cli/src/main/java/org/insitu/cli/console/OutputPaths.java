package org.insitu.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insitu.trainer.run.AtomicFiles;

/** Where results go: new names that overwrite nothing, checked before anything is energised. */
public final class OutputPaths {
  private OutputPaths() {}

  /** Returns the first of {@code stem.ext}, {@code stem-2.ext}, ... that does not exist. */
  public static Path newFile(String stem, String extension) {
    Path file = Path.of(stem + extension);
    for (int number = 2; Files.exists(file); number++) {
      file = Path.of(stem + "-" + number + extension);
    }
    return file;
  }

  /**
   * Checks that a file can be written, and leaves nothing behind.
   *
   * @throws UserMistake if it cannot
   */
  public static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new UserMistake(file + " is a folder; name a file to write to");
    }
    Path existing = folder;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new UserMistake(existing + " is not a folder, so " + file + " cannot be written");
    }
    if (!Files.isWritable(existing)) {
      throw new UserMistake(existing + " is not writable; choose another place for " + file);
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Writing {
    /** Writes it, whole or not at all. */
    void to(Path file) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @throws UserMistake naming the file and the reason, if the disk is full or refuses
   */
  public static void write(Path file, Writing writing) {
    try {
      writing.to(file);
    } catch (IOException e) {
      throw new UserMistake(file + " cannot be written: " + AtomicFiles.remedy(e, "place"), e);
    }
  }

  /**
   * Checks that a folder can be filled: absent, empty, or not empty and {@code force}.
   *
   * @throws UserMistake if it cannot
   */
  public static void requireFree(Path folder, boolean force) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UserMistake(folder + " is a file; name a folder for the run");
    }
    if (Files.isDirectory(folder) && !force) {
      try (var entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new UserMistake(
              folder + " is not empty; name another folder, or give --force to write into it");
        }
      }
    }
    requireWritable(folder.resolve("summary.json"));
  }
}
