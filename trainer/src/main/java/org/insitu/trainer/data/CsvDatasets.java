package org.insitu.trainer.data;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads labelled points from CSV: a header {@code x1,x2,…,label}, then one row per point. Features
 * are numbers, the last column is the class: an integer or a name.
 *
 * <p>Every complaint is one sentence with file, line and column.
 */
final class CsvDatasets {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setTrim(true).setIgnoreEmptyLines(true).build();

  /** Header of the class column. */
  private static final String LABEL = "label";

  /** One row as text, with the line it came from. */
  private record Row(long line, List<String> cells) {}

  private CsvDatasets() {}

  /**
   * Reads a file.
   *
   * @param ports number of ports N: at most N-1 features and N classes fit
   */
  static Dataset read(Path file, int ports) throws DatasetException {
    List<Row> rows = rows(file);
    List<String> header = header(file, rows.get(0));
    int features = header.size() - 1;
    if (features >= ports) {
      throw new DatasetException(
          "%s, line %d, column %d: %d features are too many for %d ports; keep at most %d."
              .formatted(file, rows.get(0).line(), ports, features, ports, ports - 1));
    }
    List<Row> body = rows.subList(1, rows.size());
    List<String> classes = classes(file, body, header);
    if (classes.size() < 2) {
      throw new DatasetException(
          "%s, line %d, column %d: all rows have the class '%s'; at least two classes are needed."
              .formatted(file, body.get(0).line(), header.size(), classes.get(0)));
    }
    if (classes.size() > ports) {
      throw new DatasetException(
          "%s, column %d: %d classes are too many for %d ports; keep at most %d."
              .formatted(file, header.size(), classes.size(), ports, ports));
    }
    return dataset(file, body, header, classes);
  }

  /** Returns a set as text that {@link #read} understands. */
  static String text(Dataset dataset) {
    StringJoiner rows = new StringJoiner("\n", "", "\n");
    List<Object> header = new ArrayList<>(dataset.featureNames());
    header.add(LABEL);
    rows.add(FORMAT.format(header.toArray()));
    for (int sample = 0; sample < dataset.size(); sample++) {
      List<Object> row = new ArrayList<>();
      for (double value : dataset.points()[sample]) {
        row.add(value);
      }
      row.add(dataset.classNames().get(dataset.labels()[sample]));
      rows.add(FORMAT.format(row.toArray()));
    }
    return rows.toString();
  }

  /** Reads a file with the header and the classes of another set. */
  static Dataset readLike(Path file, Dataset model) throws DatasetException {
    List<Row> rows = rows(file);
    List<String> header = header(file, rows.get(0));
    List<String> names = header.subList(0, header.size() - 1);
    if (!names.equals(model.featureNames())) {
      throw new DatasetException(
          "%s, line %d: the header has the features %s, but the training data has %s."
              .formatted(file, rows.get(0).line(), names, model.featureNames()));
    }
    List<Row> body = rows.subList(1, rows.size());
    for (Row row : body) {
      String name = label(file, row, header);
      if (!model.classNames().contains(name)) {
        throw new DatasetException(
            "%s, line %d, column %d: class '%s' is not in the training data, which has %s."
                .formatted(file, row.line(), header.size(), name, model.classNames()));
      }
    }
    return dataset(file, body, header, model.classNames());
  }

  private static List<Row> rows(Path file) throws DatasetException {
    List<Row> rows = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = FORMAT.parse(reader)) {
      for (CSVRecord record : parser) {
        rows.add(new Row(parser.getCurrentLineNumber(), List.of(record.values())));
      }
    } catch (NoSuchFileException e) {
      throw new DatasetException("%s: there is no such file.".formatted(file), e);
    } catch (CharacterCodingException e) {
      throw new DatasetException("%s: the file is not UTF-8 text.".formatted(file), e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (rows.isEmpty()) {
      throw new DatasetException(
          "%s: the file is empty; it needs a header like x1,x2,label and rows.".formatted(file));
    }
    if (rows.size() == 1) {
      throw new DatasetException(
          "%s, line %d: there are no rows after the header.".formatted(file, rows.get(0).line()));
    }
    return rows;
  }

  private static DatasetException unreadable(Path file, IOException cause) {
    if (cause instanceof CharacterCodingException) {
      return new DatasetException("%s: the file is not UTF-8 text.".formatted(file), cause);
    }
    if (cause instanceof CSVException) {
      return new DatasetException(
          "%s: the file is not valid CSV: %s.".formatted(file, cause.getMessage()), cause);
    }
    return new DatasetException(
        "%s: the file cannot be read: %s.".formatted(file, cause.getMessage()), cause);
  }

  private static List<String> header(Path file, Row row) throws DatasetException {
    List<String> header = new ArrayList<>(row.cells());
    // A byte order mark, as spreadsheets write it, is not part of the first name.
    if (header.get(0).startsWith("\uFEFF")) {
      header.set(0, header.get(0).substring(1).strip());
    }
    if (!header.get(header.size() - 1).equalsIgnoreCase(LABEL)) {
      throw new DatasetException(
          "%s, line %d, column %d: the last column of the header is '%s', it must be 'label', as in x1,x2,label."
              .formatted(file, row.line(), header.size(), header.get(header.size() - 1)));
    }
    if (header.size() < 2) {
      throw new DatasetException(
          "%s, line %d: the header has no feature before 'label', it needs one, as in x1,x2,label."
              .formatted(file, row.line()));
    }
    Set<String> seen = new HashSet<>();
    for (int column = 0; column < header.size(); column++) {
      if (header.get(column).isEmpty() || !seen.add(header.get(column))) {
        throw new DatasetException(
            "%s, line %d, column %d: the header has %s."
                .formatted(
                    file,
                    row.line(),
                    column + 1,
                    header.get(column).isEmpty()
                        ? "no name here"
                        : "'" + header.get(column) + "' twice"));
      }
    }
    return header;
  }

  private static List<String> classes(Path file, List<Row> body, List<String> header)
      throws DatasetException {
    Set<String> names = new TreeSet<>(CLASS_ORDER);
    for (Row row : body) {
      names.add(label(file, row, header));
    }
    return List.copyOf(names);
  }

  /** Integers by value, then names alphabetically. */
  private static final Comparator<String> CLASS_ORDER =
      Comparator.comparing((String name) -> !isInteger(name))
          .thenComparing(name -> isInteger(name) ? Long.parseLong(name) : 0)
          .thenComparing(Comparator.naturalOrder());

  private static boolean isInteger(String name) {
    return name.matches("-?\\d{1,18}");
  }

  private static String label(Path file, Row row, List<String> header) throws DatasetException {
    if (row.cells().size() != header.size()) {
      throw new DatasetException(
          "%s, line %d, column %d: the row has %d values, the header has %d columns."
              .formatted(
                  file,
                  row.line(),
                  Math.min(row.cells().size(), header.size()) + 1,
                  row.cells().size(),
                  header.size()));
    }
    String name = row.cells().get(header.size() - 1);
    if (name.isEmpty()) {
      throw missing(file, row, header.size() - 1, header);
    }
    return name;
  }

  private static Dataset dataset(
      Path file, List<Row> body, List<String> header, List<String> classes)
      throws DatasetException {
    int features = header.size() - 1;
    double[][] points = new double[body.size()][features];
    int[] labels = new int[body.size()];
    for (int sample = 0; sample < points.length; sample++) {
      Row row = body.get(sample);
      for (int column = 0; column < features; column++) {
        points[sample][column] = number(file, row, column, header);
      }
      labels[sample] = classes.indexOf(label(file, row, header));
    }
    return new Dataset(points, labels, header.subList(0, features), classes);
  }

  private static double number(Path file, Row row, int column, List<String> header)
      throws DatasetException {
    String text = row.cells().get(column);
    if (text.isEmpty()) {
      throw missing(file, row, column, header);
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DatasetException(
          "%s, line %d, column %d: '%s' of feature '%s' is not a number."
              .formatted(file, row.line(), column + 1, text, header.get(column)),
          e);
    }
    if (!Double.isFinite(value)) {
      throw new DatasetException(
          "%s, line %d, column %d: '%s' of feature '%s' is not a finite number."
              .formatted(file, row.line(), column + 1, text, header.get(column)));
    }
    return value;
  }

  private static DatasetException missing(Path file, Row row, int column, List<String> header) {
    return new DatasetException(
        "%s, line %d, column %d: the value of '%s' is missing."
            .formatted(file, row.line(), column + 1, header.get(column)));
  }
}
