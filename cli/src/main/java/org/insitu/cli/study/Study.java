package org.insitu.cli.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A grid of runs.
 *
 * @param name name for titles
 * @param options options that all runs share, without dashes, in the order of the file
 * @param axes what is varied; the last axis runs fastest
 * @param figures what to draw of the results
 */
public record Study(
    String name, Map<String, String> options, List<Axis> axes, List<Figure> figures) {

  /**
   * Something that is varied.
   *
   * @param name column of the results
   * @param levels what it takes on, in order
   */
  public record Axis(String name, List<Level> levels) {}

  /**
   * One value of an axis.
   *
   * @param label what the results call it
   * @param options options it sets
   */
  public record Level(String label, Map<String, String> options) {}

  /** How results are drawn. */
  public enum FigureKind {
    /** A colour for every pair of levels. */
    HEATMAP,
    /** A line for every level of the second axis. */
    LINES
  }

  /**
   * A picture of a column of the results, averaged over all axes that it does not name.
   *
   * @param file name of the PNG file
   * @param kind how it is drawn
   * @param x axis to the right
   * @param y axis upwards of a heat map, or the lines
   * @param panels axis of which every level has its own panel; empty for one panel
   * @param value column of the results, one that is better the smaller it is
   */
  public record Figure(
      String file, FigureKind kind, String x, String y, String panels, String value) {}

  /**
   * One run of a grid.
   *
   * @param number place in the grid, from 0
   * @param labels level of each axis
   * @param options options of the run
   */
  public record Cell(int number, List<String> labels, Map<String, String> options) {
    /** Returns the options as a command line has them. */
    public String[] arguments() {
      return options.entrySet().stream()
          .flatMap(option -> List.of("--" + option.getKey(), option.getValue()).stream())
          .toArray(String[]::new);
    }
  }

  /** Returns the number of cells. */
  public long size() {
    long size = 1;
    for (Axis axis : axes) {
      size = Math.multiplyExact(size, axis.levels().size());
    }
    return size;
  }

  /** Returns all cells in their order. */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    int count = Math.toIntExact(size());
    for (int number = 0; number < count; number++) {
      Map<String, String> cell = new LinkedHashMap<>(options);
      List<String> labels = new ArrayList<>();
      int block = count;
      for (Axis axis : axes) {
        block /= axis.levels().size();
        Level level = axis.levels().get(number / block % axis.levels().size());
        labels.add(level.label());
        cell.putAll(level.options());
      }
      cells.add(new Cell(number, List.copyOf(labels), cell));
    }
    return cells;
  }

  /** Returns all that decides about the results as text; equal texts, equal results. */
  public String identity() {
    StringBuilder text = new StringBuilder("insitu study 1\n");
    options.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    for (Axis axis : axes) {
      text.append("axis ").append(axis.name()).append('\n');
      for (Level level : axis.levels()) {
        text.append("  ").append(level.label()).append(' ').append(level.options()).append('\n');
      }
    }
    return text.toString();
  }
}
