package org.insitu.trainer.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file that grows row by row under the name of a part and gets its name at the end. */
public final class RowFile implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;

  private RowFile(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Begins a file.
   *
   * @throws IOException with one sentence if it cannot be written
   */
  public static RowFile create(Path file) throws IOException {
    try {
      // An earlier whole file would look like the result of this run.
      Files.deleteIfExists(file);
      return new RowFile(file, Files.newBufferedWriter(AtomicFiles.part(file)));
    } catch (IOException e) {
      throw AtomicFiles.complaint(file, e);
    }
  }

  /** Writes a row; it is in the file when this returns. */
  public void write(String row) throws IOException {
    try {
      writer.write(row);
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw AtomicFiles.complaint(file, e);
    }
  }

  /** Closes the file and gives it its name. */
  public void finish() throws IOException {
    try {
      writer.close();
      AtomicFiles.move(AtomicFiles.part(file), file);
    } catch (IOException e) {
      throw AtomicFiles.complaint(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
