package org.insitu.trainer.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Writes files that are either whole or not there. Complaints are one sentence for the user. */
public final class AtomicFiles {
  /** Ending of a file that is being written. */
  static final String PART = ".part";

  private AtomicFiles() {}

  /** Writes content to a stream. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes text as UTF-8.
   *
   * @throws IOException with one sentence if the file cannot be written
   */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes content.
   *
   * @throws IOException with one sentence if the file cannot be written
   */
  public static void write(Path file, Content content) throws IOException {
    Path part = part(file);
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        content.writeTo(out);
      }
      move(part, file);
    } catch (IOException e) {
      discard(part, e);
      throw complaint(file, e);
    }
  }

  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + PART);
  }

  static void move(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes what was begun; a second failure goes with the first. */
  static void discard(Path part, IOException cause) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Returns one sentence about a file that could not be written. */
  public static IOException complaint(Path file, IOException cause) {
    return new IOException(
        "%s cannot be written: %s.".formatted(file, remedy(cause, "directory")), cause);
  }

  /**
   * Returns why something could not be written and what to do about it, to go behind a colon.
   *
   * @param place what to choose another one of, such as {@code directory}
   */
  public static String remedy(IOException cause, String place) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such folder, and none can be made there; choose another " + place;
    }
    if (cause instanceof AccessDeniedException) {
      return "access is denied; check the permissions or choose another " + place;
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "what is there already is not a folder; choose another " + place;
    }
    String reason = cause.getMessage();
    if (cause instanceof FileSystemException system) {
      reason = Optional.ofNullable(system.getReason()).orElse(cause.getClass().getSimpleName());
    }
    return reason + "; free some space or choose another " + place;
  }
}
