package org.insitu.cli.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insitu.cli.console.OutputPaths;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.link.WireTrace;

/** The file of {@code --trace}: a line for each chunk of bytes, as it goes over a wire. */
public final class TraceFile implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;
  private final WireTrace wires = new WireTrace(this::write);
  private boolean closed;
  private boolean full;

  private TraceFile(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Starts a file.
   *
   * @throws UserMistake if it exists already or cannot be written
   */
  public static TraceFile create(Path file) {
    if (Files.exists(file)) {
      throw new UserMistake(file + " exists; name a new file for the trace");
    }
    OutputPaths.requireWritable(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new TraceFile(file, Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw new UserMistake(file + " cannot be written (" + e.getMessage() + ")", e);
    }
  }

  /** Returns the trace whose frames go to the file. */
  public WireTrace wires() {
    return wires;
  }

  private synchronized void write(WireTrace.Frame frame) {
    if (closed || full) {
      return;
    }
    try {
      writer.write(frame.line());
      writer.newLine();
    } catch (IOException e) {
      // The chip goes on without its trace; close tells.
      full = true;
    }
  }

  /**
   * Ends the file.
   *
   * @throws UncheckedIOException if it is not complete
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.close();
      if (full) {
        throw new IOException("the disk is full");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("the trace " + file + " is not complete (" + e.getMessage() + ")", e));
    }
  }
}
