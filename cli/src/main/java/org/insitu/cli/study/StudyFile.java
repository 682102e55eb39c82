package org.insitu.cli.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insitu.driver.yaml.Nearest;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;

/** Reads studies; every mistake is told with its line. */
final class StudyFile {
  private static final List<String> FIELDS = List.of("study", "options", "grid", "figures");
  private static final List<String> FIGURE_FIELDS =
      List.of("file", "kind", "x", "y", "panels", "value");
  private static final Map<String, Study.FigureKind> KINDS =
      Map.of("heatmap", Study.FigureKind.HEATMAP, "lines", Study.FigureKind.LINES);

  private final List<String> known;

  /** Takes the names of all options that a run has, without dashes. */
  StudyFile(List<String> known) {
    this.known = List.copyOf(known);
  }

  /**
   * Reads a study.
   *
   * @throws YamlFileException if the file is not one
   */
  Study read(Path file) {
    YamlNode root = YamlNode.read(file).allow(FIELDS);
    Map<String, String> options = new LinkedHashMap<>();
    if (root.find("options").isPresent()) {
      options.putAll(options(root.field("options")));
    }
    List<Study.Axis> axes = new ArrayList<>();
    Set<String> set = new LinkedHashSet<>(options.keySet());
    for (Map.Entry<String, YamlNode> entry : root.field("grid").fields().entrySet()) {
      Study.Axis axis = axis(entry.getKey(), entry.getValue());
      Set<String> here = new LinkedHashSet<>();
      axis.levels().forEach(level -> here.addAll(level.options().keySet()));
      for (String option : here) {
        if (!set.add(option)) {
          throw entry.getValue().error("option \"" + option + "\" is set twice in this study");
        }
      }
      axes.add(axis);
    }
    if (axes.isEmpty()) {
      throw root.field("grid").error("the grid is empty; give at least one option with its values");
    }
    List<Study.Figure> figures = new ArrayList<>();
    if (root.find("figures").isPresent()) {
      for (YamlNode item : root.field("figures").items()) {
        figures.add(figure(item, axes.stream().map(Study.Axis::name).toList()));
      }
    }
    return new Study(root.field("study").text(), options, axes, figures);
  }

  private Study.Axis axis(String name, YamlNode node) {
    requireColumn(name, node);
    List<Study.Level> levels = new ArrayList<>();
    if (node.isList()) {
      requireOption(name, node);
      for (YamlNode item : node.items()) {
        levels.add(new Study.Level(item.text(), Map.of(name, item.text())));
      }
    } else {
      for (Map.Entry<String, YamlNode> level : node.fields().entrySet()) {
        levels.add(new Study.Level(level.getKey(), options(level.getValue())));
      }
    }
    if (levels.isEmpty()) {
      throw node.error("axis \"" + name + "\" of the grid is empty; give it at least one value");
    }
    Set<String> labels = new LinkedHashSet<>();
    for (Study.Level level : levels) {
      requireColumn(level.label(), node);
      if (!labels.add(level.label())) {
        throw node.error("axis \"%s\" has \"%s\" twice".formatted(name, level.label()));
      }
    }
    return new Study.Axis(name, List.copyOf(levels));
  }

  /** Refuses what would tear the rows of results.csv. */
  private static void requireColumn(String text, YamlNode node) {
    if (text.matches("(?s).*[,\"\\p{Cntrl}].*")) {
      throw node.error(
          "\"%s\" becomes a field of results.csv; leave out commas, quotes and line ends"
              .formatted(text.replaceAll("\\p{Cntrl}", " ")));
    }
  }

  private Map<String, String> options(YamlNode node) {
    Map<String, String> options = new LinkedHashMap<>();
    node.fields()
        .forEach(
            (key, value) -> {
              requireOption(key, value);
              options.put(key, value.text());
            });
    return options;
  }

  private void requireOption(String name, YamlNode node) {
    if (!known.contains(name)) {
      throw node.error("there is no option \"%s\", %s".formatted(name, Nearest.hint(name, known)));
    }
  }

  private static Study.Figure figure(YamlNode node, List<String> axes) {
    node.allow(FIGURE_FIELDS);
    String panels = node.find("panels").map(item -> axis(item, axes)).orElse("");
    String file = node.field("file").text();
    if (!file.matches("[A-Za-z0-9._-]+\\.png")) {
      throw node.field("file").error("a figure is a plain file name that ends with .png");
    }
    String value = node.field("value").text();
    if (!ResultsFile.VALUES.contains(value)) {
      throw node.field("value")
          .error(
              "\"%s\" is no column of the results, %s"
                  .formatted(value, Nearest.hint(value, ResultsFile.VALUES)));
    }
    return new Study.Figure(
        file,
        node.field("kind").choice(KINDS),
        axis(node.field("x"), axes),
        axis(node.field("y"), axes),
        panels,
        value);
  }

  private static String axis(YamlNode node, List<String> axes) {
    if (!axes.contains(node.text())) {
      throw node.error(
          "\"%s\" is no axis of the grid, %s"
              .formatted(node.text(), Nearest.hint(node.text(), axes)));
    }
    return node.text();
  }
}
