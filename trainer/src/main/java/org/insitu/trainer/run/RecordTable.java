package org.insitu.trainer.run;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the rows of a run's table: {@code FILE}, or {@code FILE.part} of a run that is still going
 * or broke off. A row of a part that is not complete yet is left out; in a whole file it is a
 * fault.
 */
final class RecordTable {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final Path file;
  private final List<String> header;

  /** Takes rows one by one. */
  @FunctionalInterface
  interface Rows {
    /** Takes a row. */
    void row(Row row) throws RunFileException;
  }

  /** One row with the line it is on. */
  final class Row {
    private final CSVRecord cells;
    private final long line;

    private Row(CSVRecord cells, long line) {
      this.cells = cells;
      this.line = line;
    }

    /**
     * Returns the number in a column.
     *
     * @return empty where the cell is empty
     * @throws RunFileException if there is something else
     */
    Optional<Double> number(int column) throws RunFileException {
      String text = cells.get(column);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) {
          return Optional.of(value);
        }
      } catch (NumberFormatException e) {
        throw wrong("'" + text + "' in column '" + header.get(column) + "' is not a number", e);
      }
      throw wrong("'" + text + "' in column '" + header.get(column) + "' is not finite", null);
    }

    /** Returns the number in a column that every row has. */
    double required(int column) throws RunFileException {
      Optional<Double> value = number(column);
      if (value.isEmpty()) {
        throw wrong("the value of '" + header.get(column) + "' is missing", null);
      }
      return value.get();
    }

    /** Returns a complaint about this row. */
    RunFileException wrong(String what, Throwable cause) {
      return new RunFileException("%s, line %d: %s.".formatted(file, line, what), cause);
    }
  }

  private RecordTable(Path file, List<String> header) {
    this.file = file;
    this.header = header;
  }

  /** Returns the file that holds a table, whole or in part; empty if there is neither. */
  static Optional<Path> find(Path file) {
    if (Files.exists(file)) {
      return Optional.of(file);
    }
    Path part = AtomicFiles.part(file);
    return Files.exists(part) ? Optional.of(part) : Optional.empty();
  }

  /**
   * Opens a table and reads its header.
   *
   * @param whole name of the whole file
   * @throws RunFileException if there is no such file or it has no header
   */
  static RecordTable open(Path whole) throws RunFileException {
    Optional<Path> file = find(whole);
    if (file.isEmpty()) {
      throw new RunFileException(
          "%s: there is no such file; the run's directory is not complete.".formatted(whole));
    }
    List<String> header = new ArrayList<>();
    new RecordTable(file.get(), header).scan(cells -> header.addAll(List.of(cells.values())), 1);
    if (header.isEmpty()) {
      throw new RunFileException("%s: the file is empty.".formatted(file.get()));
    }
    return new RecordTable(file.get(), List.copyOf(header));
  }

  /** Returns the file that is read. */
  Path file() {
    return file;
  }

  /** Returns the names of the columns. */
  List<String> header() {
    return header;
  }

  /**
   * Returns the position of a column.
   *
   * @throws RunFileException if there is none of that name
   */
  int column(String name) throws RunFileException {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new RunFileException(
          "%s, line 1: there is no column '%s'; the file is not of this kind of run."
              .formatted(file, name));
    }
    return column;
  }

  /** Hands out the rows after the header, in order. */
  void rows(Rows rows) throws RunFileException {
    boolean part = !endsWithARow();
    if (part && !file.toString().endsWith(AtomicFiles.PART)) {
      throw new RunFileException(
          "%s: the file ends in the middle of a row; it was cut off.".formatted(file));
    }
    CSVRecord[] waiting = new CSVRecord[1];
    scan(
        cells -> {
          if (waiting[0] != null) {
            hand(waiting[0], rows);
          }
          waiting[0] = cells;
        },
        Long.MAX_VALUE);
    // What follows the last line end is not complete.
    if (waiting[0] != null && !part) {
      hand(waiting[0], rows);
    }
  }

  private void hand(CSVRecord cells, Rows rows) throws RunFileException {
    if (cells.getRecordNumber() == 1) {
      return;
    }
    Row row = new Row(cells, cells.getRecordNumber());
    if (cells.size() != header.size()) {
      throw row.wrong(
          "the row has %d values, the header has %d columns".formatted(cells.size(), header.size()),
          null);
    }
    rows.row(row);
  }

  /** Takes rows as they are. */
  private interface Cells {
    void row(CSVRecord cells) throws RunFileException;
  }

  private void scan(Cells to, long most) throws RunFileException {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = FORMAT.parse(reader)) {
      for (CSVRecord cells : parser) {
        to.row(cells);
        if (cells.getRecordNumber() >= most) {
          return;
        }
      }
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private boolean endsWithARow() throws RunFileException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      if (bytes.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      bytes.position(bytes.size() - 1);
      return bytes.read(last) == 1 && last.get(0) == '\n';
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private RunFileException unreadable(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new RunFileException("%s: there is no such file.".formatted(file), cause);
    }
    return new RunFileException(
        "%s: the file cannot be read: %s.".formatted(file, cause.getMessage()), cause);
  }
}
