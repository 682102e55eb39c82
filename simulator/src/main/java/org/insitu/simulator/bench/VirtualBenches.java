package org.insitu.simulator.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.driver.yaml.Nearest;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.mesh.Topology;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipPattern;
import org.insitu.mesh.chip.ElectricalLimits;
import org.insitu.simulator.chip.Imperfections;
import org.insitu.simulator.chip.Level;
import org.insitu.simulator.chip.VirtualChip;

/**
 * Opens virtual benches by name or file.
 *
 * <p>A file may hold:
 *
 * <pre>{@code
 * simulate: amf420          # level: ideal, static or amf420
 * layout: mesh6             # a layout preset or file, or {topology: rectangular, ports: 64};
 *                           # amf420 if absent
 * seed: 7                   # fixes the chip, whatever seed the command is given
 * imperfections:            # replace single values of the level
 *   couplerErrorRad: 0.05
 *   thermalTime: 5 ms
 * }</pre>
 */
public final class VirtualBenches {
  private static final String PREFIX = "sim:";
  private static final String DEFAULT_LAYOUT = "amf420";

  /** Beyond it a reading of all taps, each step of which is computed, takes seconds. */
  private static final int MOST_PORTS = 64;

  private VirtualBenches() {}

  /** Returns the names of the virtual chips that need no file, such as {@code sim:amf420}. */
  public static List<String> names() {
    return Arrays.stream(Level.values()).map(level -> PREFIX + level.id()).toList();
  }

  /** Returns whether a file describes a virtual chip rather than instruments. */
  public static boolean describes(YamlNode root) {
    return root.find("simulate").isPresent();
  }

  /**
   * Opens a virtual bench.
   *
   * @param chip one of {@link #names()}, or a file
   * @param seed seed of the chip, unless the file gives one
   * @throws YamlFileException if there is no such chip, or the file cannot be used
   */
  public static VirtualBench open(String chip, long seed) {
    if (chip.startsWith(PREFIX)) {
      for (Level level : Level.values()) {
        if (chip.equals(PREFIX + level.id())) {
          ChipLayout layout = ChipLayoutReader.preset(DEFAULT_LAYOUT);
          return open(
              "%s seed %d".formatted(chip, seed), level, layout, level.imperfections(), seed);
        }
      }
      throw unknown(chip);
    }
    if (!isYaml(chip) && !Files.isRegularFile(Path.of(chip))) {
      throw unknown(chip);
    }
    return open(YamlNode.read(Path.of(chip)), seed);
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static YamlFileException unknown(String chip) {
    List<String> known = new ArrayList<>(names());
    known.add("FILE.yaml");
    return new YamlFileException(
        "unknown chip \"%s\", %s".formatted(chip, Nearest.hint(chip, known)), null);
  }

  /**
   * Opens the virtual bench that a file describes.
   *
   * @param root the file
   * @param seed seed of the chip, unless the file gives one
   * @throws YamlFileException if the file cannot be used
   */
  public static VirtualBench open(YamlNode root, long seed) {
    root.allow(List.of("simulate", "layout", "seed", "imperfections"));
    Map<String, Level> levels = new LinkedHashMap<>();
    for (Level level : Level.values()) {
      levels.put(level.id(), level);
    }
    Level level = root.field("simulate").choice(levels);
    ChipLayout layout =
        root.find("layout")
            .map(VirtualBenches::layout)
            .orElseGet(() -> ChipLayoutReader.preset(DEFAULT_LAYOUT));
    long chipSeed =
        root.find("seed").map(node -> node.integer(Long.MIN_VALUE, Long.MAX_VALUE)).orElse(seed);
    Imperfections imperfections =
        root.find("imperfections")
            .map(map -> level.imperfections().with(map))
            .orElseGet(level::imperfections);
    try {
      return open(
          "%s seed %d".formatted(root.file(), chipSeed), level, layout, imperfections, chipSeed);
    } catch (IllegalArgumentException e) {
      throw root.find("imperfections").orElse(root).error(e.getMessage());
    }
  }

  private static ChipLayout layout(YamlNode node) {
    return node.isText() ? named(node) : patterned(node);
  }

  /** A chip of any size, laid out as the published one and with its limits for each heater. */
  private static ChipLayout patterned(YamlNode node) {
    node.allow(List.of("topology", "ports"));
    Map<String, Topology> topologies = new LinkedHashMap<>();
    for (Topology topology : Topology.values()) {
      topologies.put(topology.id(), topology);
    }
    Topology topology = node.field("topology").choice(topologies);
    int ports = (int) node.field("ports").integer(2, MOST_PORTS);
    ElectricalLimits one = ChipLayoutReader.preset(DEFAULT_LAYOUT).limits();
    String name = topology.id() + ports;
    int heaters = ChipPattern.of(name, topology, ports, one).heaters().size();
    ElectricalLimits all =
        new ElectricalLimits(
            one.minVoltageV(),
            one.maxVoltageV(),
            one.idleVoltageV(),
            one.sweepMinVoltageV(),
            one.heaterResistanceOhm(),
            one.maxHeaterPowerW(),
            heaters * one.maxHeaterPowerW(),
            one.settling());
    return ChipPattern.of(name, topology, ports, all);
  }

  private static ChipLayout named(YamlNode node) {
    String reference = node.text();
    if (ChipLayoutReader.presets().contains(reference)) {
      return ChipLayoutReader.preset(reference);
    }
    if (isYaml(reference)) {
      Path beside = Path.of(node.file()).resolveSibling(reference);
      return ChipLayoutReader.read(beside);
    }
    List<String> known = new ArrayList<>(ChipLayoutReader.presets());
    known.add("FILE.yaml");
    throw node.error(
        "unknown chip layout \"%s\", %s".formatted(reference, Nearest.hint(reference, known)));
  }

  private static VirtualBench open(
      String name, Level level, ChipLayout layout, Imperfections imperfections, long seed) {
    VirtualChip chip = new VirtualChip(layout, imperfections, seed);
    String id =
        "sim:%s:%s:%d:%s"
            .formatted(level.id(), layout.name(), seed, fingerprint(layout, imperfections));
    return new VirtualBench(name, id, chip);
  }

  /** Any change of a value of the chip changes its identity. */
  private static String fingerprint(ChipLayout layout, Imperfections imperfections) {
    CRC32 crc = new CRC32();
    crc.update((layout + "\n" + imperfections).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
