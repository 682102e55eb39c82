package org.insitu.driver.layout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.insitu.driver.yaml.Nearest;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.mesh.chip.Arm;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipLayout.ChipLayoutException;
import org.insitu.mesh.chip.ElectricalLimits;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.chip.MisplacedHeater;

/** Reads chip layouts: files of the user and the presets that come with the program. */
public final class ChipLayoutReader {
  private static final List<String> PRESETS = List.of("amf420", "mesh6", "mesh8");

  /** Most rows and columns: far above any mesh with taps, low enough to never exhaust memory. */
  private static final int MAX_GRID = 1024;

  private static final double ANY = Double.MAX_VALUE;

  private ChipLayoutReader() {}

  /** Returns the names of the presets. */
  public static List<String> presets() {
    return PRESETS;
  }

  /**
   * Returns a preset.
   *
   * @throws LayoutFileException if there is none of this name
   */
  public static ChipLayout preset(String name) {
    if (!PRESETS.contains(name)) {
      throw new LayoutFileException(
          "unknown chip layout \"%s\", %s".formatted(name, Nearest.hint(name, PRESETS)), null);
    }
    String resource = "/chips/" + name + ".yaml";
    try (InputStream in = ChipLayoutReader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks its resource " + resource);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return located(() -> layout(YamlNode.parse("chips/" + name + ".yaml", text)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws LayoutFileException if it cannot be read or does not describe a chip
   */
  public static ChipLayout read(Path file) {
    return located(() -> layout(YamlNode.read(file)));
  }

  private static ChipLayout located(Supplier<ChipLayout> reading) {
    try {
      return reading.get();
    } catch (LayoutFileException e) {
      throw e;
    } catch (YamlFileException e) {
      throw new LayoutFileException(e.getMessage(), e);
    }
  }

  private static ChipLayout layout(YamlNode root) {
    root.allow(
        List.of(
            "name",
            "rows",
            "columns",
            "mesh",
            "entryRow",
            "referenceRow",
            "limits",
            "heaters",
            "layoutErrors"));
    int rows = integer(root, "rows", 1);
    int columns = integer(root, "columns", 1);
    YamlNode meshNode = root.field("mesh").allow(List.of("topology", "ports"));
    Topology topology = meshNode.field("topology").choice(names(Topology.values(), Topology::id));
    Mesh mesh = Mesh.of(topology, integer(meshNode, "ports", 2));
    List<YamlNode> heaterNodes = root.field("heaters").items();
    List<Heater> heaters = new ArrayList<>();
    for (YamlNode node : heaterNodes) {
      heaters.add(heater(node));
    }
    List<MisplacedHeater> errors = new ArrayList<>();
    root.find("layoutErrors")
        .ifPresent(list -> list.items().forEach(node -> errors.add(misplaced(node))));
    String name = root.field("name").text();
    int entryRow = integer(root, "entryRow", 0);
    int referenceRow = integer(root, "referenceRow", 0);
    ElectricalLimits limits = limits(root.field("limits"));
    try {
      return new ChipLayout(
          name, rows, columns, mesh, entryRow, referenceRow, heaters, limits, errors);
    } catch (ChipLayoutException e) {
      YamlNode culprit = e.heater().map(heaterNodes::get).orElseGet(() -> root.field(e.part()));
      throw new LayoutFileException(culprit.error(e.getMessage()).getMessage(), e);
    }
  }

  private static Heater heater(YamlNode node) {
    node.allow(List.of("kind", "column", "row", "arm", "role", "index", "channel"));
    return new Heater(
        node.field("kind").choice(names(HeaterKind.values(), HeaterKind::id)),
        integer(node, "column", 0),
        integer(node, "row", 0),
        node.field("arm").choice(Map.of("top", Arm.TOP, "bottom", Arm.BOTTOM)),
        node.field("role").choice(names(HeaterRole.values(), HeaterRole::id)),
        integer(node, "index", 0),
        (int) node.field("channel").integer(0, Integer.MAX_VALUE));
  }

  private static MisplacedHeater misplaced(YamlNode node) {
    node.allow(List.of("column", "row", "designedRow"));
    return new MisplacedHeater(
        integer(node, "column", 0), integer(node, "row", 0), integer(node, "designedRow", 0));
  }

  private static ElectricalLimits limits(YamlNode node) {
    node.allow(
        List.of(
            "minVoltage",
            "maxVoltage",
            "idleVoltage",
            "sweepMinVoltage",
            "heaterResistance",
            "maxHeaterPower",
            "maxTotalPower",
            "settling"));
    double settlingMs = node.field("settling").number(0, 1e6);
    double minVoltageV = node.field("minVoltage").number(0, ANY);
    double maxVoltageV = node.field("maxVoltage").number(0, ANY);
    double idleVoltageV = node.field("idleVoltage").number(0, ANY);
    double sweepMinVoltageV = node.field("sweepMinVoltage").number(0, ANY);
    double heaterResistanceOhm = node.field("heaterResistance").number(0, ANY);
    double maxHeaterPowerW = node.field("maxHeaterPower").number(0, ANY);
    double maxTotalPowerW = node.field("maxTotalPower").number(0, ANY);
    try {
      return new ElectricalLimits(
          minVoltageV,
          maxVoltageV,
          idleVoltageV,
          sweepMinVoltageV,
          heaterResistanceOhm,
          maxHeaterPowerW,
          maxTotalPowerW,
          Duration.ofNanos(Math.round(settlingMs * 1e6)));
    } catch (IllegalArgumentException e) {
      throw new LayoutFileException(node.error(e.getMessage()).getMessage(), e);
    }
  }

  private static int integer(YamlNode node, String field, int min) {
    return (int) node.field(field).integer(min, MAX_GRID);
  }

  private static <T> Map<String, T> names(T[] values, Function<T, String> id) {
    Map<String, T> names = new LinkedHashMap<>();
    for (T value : values) {
      names.put(id.apply(value), value);
    }
    return names;
  }
}
