package org.insitu.cli.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insitu.cli.console.UserMistake;
import org.insitu.trainer.run.AtomicFiles;

/**
 * {@code results.csv} of a study: a row per finished cell, on the disk before the next begins.
 *
 * <p>A kill can tear the last row; what has no line end is cut off when the study goes on, and its
 * cell runs again. {@code study.txt} beside it says which study the rows are of, {@code data.txt}
 * which images. A lock keeps a second sweep out of the folder.
 */
final class ResultsFile implements AutoCloseable {
  /** Columns behind those of the axes. */
  static final List<String> VALUES =
      List.of(
          "testError",
          "bestTestError",
          "trainError",
          "testLoss",
          "trainLoss",
          "epochs",
          "seconds",
          "cpuSeconds");

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final Map<Integer, List<String>> rows;

  private ResultsFile(
      Path file, FileChannel channel, FileLock lock, Map<Integer, List<String>> rows) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.rows = rows;
  }

  /**
   * Opens the results of a study in a folder, new or to go on with.
   *
   * @throws UserMistake if they are of another study, or there and not to be gone on with
   */
  static ResultsFile open(Path folder, Study study, boolean resume) throws IOException {
    Path file = folder.resolve("results.csv");
    Path identity = folder.resolve("study.txt");
    // A kill between the two files leaves one that is empty.
    if (Files.exists(file) && Files.size(file) > 0) {
      if (!Files.exists(identity)) {
        throw new UserMistake(
            "%s has no study.txt beside it, which says of which study it is; go on in the folder of the sweep, or name another one with --out"
                .formatted(file));
      }
      if (!Files.readString(identity, StandardCharsets.UTF_8).equals(study.identity())) {
        throw new UserMistake(
            file + " is of another study; name another folder with --out, or take the file away");
      }
      if (!resume) {
        throw new UserMistake(
            file + " is there already; go on with --resume, or name another folder with --out");
      }
    }
    FileChannel channel = opened(folder, file);
    try {
      FileLock lock = lock(channel, file);
      AtomicFiles.write(identity, study.identity());
      Map<Integer, List<String>> rows = readBack(channel, file, study);
      return new ResultsFile(file, channel, lock, rows);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel opened(Path folder, Path file) throws IOException {
    try {
      Files.createDirectories(folder);
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw AtomicFiles.complaint(file, e);
    }
  }

  private static FileLock lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(file, e);
    }
    if (lock == null) {
      throw inUse(file, null);
    }
    return lock;
  }

  private static UserMistake inUse(Path file, Throwable cause) {
    return new UserMistake("another sweep is writing " + file + "; wait for it or stop it", cause);
  }

  private static Map<Integer, List<String>> readBack(FileChannel channel, Path file, Study study)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // Reads until all is there.
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    channel.position(channel.size());
    String header = header(study);
    Map<Integer, List<String>> rows = new LinkedHashMap<>();
    if (whole.isEmpty()) {
      write(channel, header);
      return rows;
    }
    String[] lines = whole.split("\n");
    if (!lines[0].equals(header)) {
      throw new UserMistake(
          file + " has other columns than this study; name another folder with --out");
    }
    List<Study.Cell> cells = study.cells();
    for (int line = 1; line < lines.length; line++) {
      List<String> fields = Arrays.asList(lines[line].split(",", -1));
      Study.Cell cell = cell(fields, cells);
      if (cell == null || rows.put(cell.number(), fields) != null) {
        throw new UserMistake(
            "%s line %d is no whole row of this study, or there twice; take the line out and resume"
                .formatted(file, line + 1));
      }
    }
    return rows;
  }

  private static Study.Cell cell(List<String> fields, List<Study.Cell> cells) {
    for (Study.Cell cell : cells) {
      int axes = cell.labels().size();
      if (fields.size() == 1 + axes + VALUES.size()
          && fields.get(0).equals(String.valueOf(cell.number()))
          && fields.subList(1, 1 + axes).equals(cell.labels())
          && fields.subList(1 + axes, fields.size()).stream().allMatch(ResultsFile::isNumber)) {
        return cell;
      }
    }
    return null;
  }

  private static boolean isNumber(String field) {
    try {
      return Double.isFinite(Double.parseDouble(field));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String header(Study study) {
    List<String> columns = new ArrayList<>();
    columns.add("cell");
    study.axes().forEach(axis -> columns.add(axis.name()));
    columns.addAll(VALUES);
    return String.join(",", columns);
  }

  /** Returns whether a cell is done. */
  synchronized boolean has(Study.Cell cell) {
    return rows.containsKey(cell.number());
  }

  /** Returns the number of finished cells. */
  synchronized int size() {
    return rows.size();
  }

  /** Returns the rows so far, fields as in the file. */
  synchronized List<List<String>> rows() {
    return List.copyOf(rows.values());
  }

  /**
   * Adds the row of a finished cell; it is on the disk when this returns.
   *
   * @param values in the order of {@link #VALUES}
   */
  synchronized void add(Study.Cell cell, List<String> values) throws IOException {
    List<String> fields = new ArrayList<>();
    fields.add(String.valueOf(cell.number()));
    fields.addAll(cell.labels());
    fields.addAll(values);
    long before = channel.position();
    try {
      write(channel, String.join(",", fields));
    } catch (IOException e) {
      withoutTornRow(before, e);
      throw AtomicFiles.complaint(file, e);
    }
    rows.put(cell.number(), fields);
  }

  /** Takes back a part of a row, lest the next one is appended to it. */
  private void withoutTornRow(long before, IOException cause) {
    try {
      channel.truncate(before);
      channel.position(before);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Takes note of which images the cells are trained on, in {@code data.txt}; rows of others are
   * not added.
   *
   * @param option where the study says they are; empty if the environment does
   * @param identity what tells them from others
   * @throws UserMistake if the results are of other images
   */
  void requireData(String option, String identity) throws IOException {
    Path notes = file.resolveSibling("data.txt");
    List<String> lines = new ArrayList<>();
    if (Files.exists(notes)) {
      lines.addAll(Files.readAllLines(notes, StandardCharsets.UTF_8));
    }
    String key = (option.isEmpty() ? "default" : "data " + option) + ": ";
    for (String line : lines) {
      if (line.equals(key + identity)) {
        return;
      }
      if (line.startsWith(key)) {
        throw new UserMistake(
            "%s was begun on %s, but this is %s; name the same data with INSITU_DATA, or another folder with --out"
                .formatted(file, line.substring(key.length()), identity));
      }
    }
    lines.add(key + identity);
    AtomicFiles.write(notes, String.join("\n", lines) + "\n");
  }

  private static void write(FileChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    lock.close();
    channel.close();
  }
}
