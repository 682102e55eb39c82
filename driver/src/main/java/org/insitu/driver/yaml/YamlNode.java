package org.insitu.driver.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value in a YAML file that knows its place. Every accessor that finds something else than it
 * needs throws a {@link YamlFileException} that names file, line, what was found and what was
 * expected.
 */
public final class YamlNode {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Map<String, Double> NANOS =
      Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "h", 3600e9);
  private static final Pattern DURATION =
      Pattern.compile("([0-9]+\\.?[0-9]*|[0-9]*\\.[0-9]+) *(ns|us|ms|s|min|h)");

  private final String file;
  private final String path;
  private final Node node;

  private YamlNode(String file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /**
   * Reads a file that holds one document.
   *
   * @throws YamlFileException if it cannot be read or is not YAML
   */
  public static YamlNode read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new YamlFileException("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new YamlFileException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : e.getMessage();
      throw new YamlFileException("cannot read %s: %s".formatted(file, reason), e);
    }
  }

  /**
   * Parses one document.
   *
   * @param file name for messages
   * @throws YamlFileException if it is not YAML
   */
  public static YamlNode parse(String file, String text) {
    try {
      Node root =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
      if (root == null) {
        throw new YamlFileException(file + " is empty", null);
      }
      return new YamlNode(file, "", root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new YamlFileException(
          "%s line %d: not YAML, %s".formatted(file, line, oneLine(e.getProblem())), e);
    } catch (YAMLException e) {
      throw new YamlFileException("%s is not YAML: %s".formatted(file, oneLine(e.getMessage())), e);
    }
  }

  private static String oneLine(String text) {
    return String.valueOf(text).strip().replaceAll("\\s+", " ");
  }

  /** Returns the name of the file. */
  public String file() {
    return file;
  }

  /** Returns the line the value starts on, from 1. */
  public int line() {
    return node.getStartMark().getLine() + 1;
  }

  /** Returns an exception that puts file and line before a message; throw it. */
  public YamlFileException error(String message) {
    return new YamlFileException("%s line %d: %s".formatted(file, line(), message), null);
  }

  /**
   * Checks that this is a map whose fields are all known, each at most once.
   *
   * @param known names of all fields that may be there
   */
  public YamlNode allow(List<String> known) {
    for (Map.Entry<String, YamlNode> entry : fields().entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw keyError(
            entry.getKey(),
            "unknown field \"%s\"%s, %s"
                .formatted(entry.getKey(), in(), Nearest.hint(entry.getKey(), known)));
      }
    }
    return this;
  }

  private YamlFileException keyError(String name, String message) {
    int line = line();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
        line = key.getStartMark().getLine() + 1;
      }
    }
    return new YamlFileException("%s line %d: %s".formatted(file, line, message), null);
  }

  /** Returns the fields of this map in the order of the file. */
  public Map<String, YamlNode> fields() {
    if (!(node instanceof MappingNode map)) {
      throw expected("named fields");
    }
    Map<String, YamlNode> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw error("a field name must be a word" + in());
      }
      String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      YamlNode value = new YamlNode(file, below, tuple.getValueNode());
      if (fields.put(key.getValue(), value) != null) {
        throw keyError(
            key.getValue(), "field \"%s\"%s is there twice".formatted(key.getValue(), in()));
      }
    }
    return fields;
  }

  /** Returns a field that must be there. */
  public YamlNode field(String name) {
    return find(name).orElseThrow(() -> error("field \"%s\"%s is missing".formatted(name, in())));
  }

  /** Returns a field that may be there. */
  public Optional<YamlNode> find(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /** Returns whether this is a word or text. */
  public boolean isText() {
    return node instanceof ScalarNode;
  }

  /** Returns whether this is a list. */
  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Returns the items of this list. */
  public List<YamlNode> items() {
    if (!(node instanceof SequenceNode list)) {
      throw expected("a list");
    }
    List<YamlNode> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      items.add(new YamlNode(file, "%s[%d]".formatted(path, items.size()), item));
    }
    return items;
  }

  /** Returns this word or text, not empty. */
  public String text() {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw expected("text");
  }

  /** Returns this whole number. */
  public long integer(long min, long max) {
    if (node instanceof ScalarNode scalar
        && scalar.isPlain()
        && INTEGER.matcher(scalar.getValue()).matches()) {
      long value = Long.parseLong(scalar.getValue());
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw expected("a whole number from %d to %d".formatted(min, max));
  }

  /** Returns this number, which must be finite and lie in {@code min..max}. */
  public double number(double min, double max) {
    if (node instanceof ScalarNode scalar
        && scalar.isPlain()
        && NUMBER.matcher(scalar.getValue()).matches()) {
      double value = Double.parseDouble(scalar.getValue());
      if (value >= min && value <= max && Double.isFinite(value)) {
        return value;
      }
    }
    boolean open = max >= Double.MAX_VALUE;
    throw expected(
        open ? "a number, at least " + min : "a number from %s to %s".formatted(min, max));
  }

  /** Returns this time span, a number with its unit such as {@code 9.4 ms} or {@code 10 min}. */
  public Duration duration() {
    if (node instanceof ScalarNode scalar) {
      Matcher matcher = DURATION.matcher(scalar.getValue());
      if (matcher.matches()) {
        double nanos = Double.parseDouble(matcher.group(1)) * NANOS.get(matcher.group(2));
        if (nanos < Long.MAX_VALUE) {
          return Duration.ofNanos(Math.round(nanos));
        }
      }
    }
    throw expected("a time with its unit, such as 9.4 ms (units: ns, us, ms, s, min, h)");
  }

  /** Returns the value of this word, which must be one of the keys. */
  public <T> T choice(Map<String, T> known) {
    String found = text();
    T value = known.get(found);
    if (value == null) {
      throw error(
          "\"%s\" is not a valid %s, %s"
              .formatted(found, path, Nearest.hint(found, known.keySet())));
    }
    return value;
  }

  private YamlFileException expected(String what) {
    String found =
        node instanceof ScalarNode scalar
            ? (scalar.getValue().isEmpty() ? "nothing" : "\"" + scalar.getValue() + "\"")
            : node instanceof SequenceNode ? "a list" : "named fields";
    String where = path.isEmpty() ? "the file" : path;
    return error("%s must be %s, found %s".formatted(where, what, found));
  }

  private String in() {
    return path.isEmpty() ? "" : " in " + path;
  }
}
