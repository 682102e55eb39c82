package org.insitu.driver.benchfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.insitu.driver.benchfile.BenchSpec.Role;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.instrument.QontrolHeaters;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.safety.BenchRules;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ElectricalLimits;

/** Reads a bench file; {@code docs/bench-files.md} describes it. */
final class BenchFileReader {
  private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);
  private static final double DEFAULT_TIMEOUT_MILLIS = 250;
  private static final int DEFAULT_ATTEMPTS = 5;

  private final YamlNode root;
  private final ChipLayout layout;
  private double laserLossDb;

  private BenchFileReader(YamlNode root) {
    this.root =
        root.allow(
            List.of(
                "chip", "instruments", "channels", "limits", "timing", "blankLaser", "storeDark"));
    layout = narrowed(chip(root.field("chip")));
  }

  static BenchSpec read(YamlNode root) {
    return new BenchFileReader(root).spec();
  }

  private BenchSpec spec() {
    Map<Role, InstrumentSpec> instruments = instruments();
    Optional<YamlNode> limits = root.find("limits");
    Optional<YamlNode> timing = root.find("timing");
    timing.ifPresent(
        node -> node.allow(List.of("settlingMs", "switchGuardMs", "timeoutMs", "attempts")));
    double nominalA = layout.limits().maxVoltageV() / layout.limits().heaterResistanceOhm();
    BenchRules rules =
        new BenchRules(
            number(limits, "maxCurrentMilliamps", 1e-3, 1e4, 1000 * nominalA) / 1000,
            number(limits, "slewVPerS", 0, 1e6, 0),
            number(limits, "maxLaserPowerMilliwatts", 0, 1e3, 4.25) / 1000,
            laserLossDb,
            millis(number(timing, "switchGuardMs", 0, 10_000, 0)),
            root.find("blankLaser").map(node -> node.choice(FLAGS)).orElse(false),
            root.find("storeDark").map(node -> node.choice(FLAGS)).orElse(false));
    return new BenchSpec(
        root.file(),
        layout,
        instruments,
        channels(),
        rules,
        millis(number(timing, "timeoutMs", 5, 10_000, DEFAULT_TIMEOUT_MILLIS)),
        (int) number(timing, "attempts", 1, 100, DEFAULT_ATTEMPTS));
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos((long) (1e6 * millis));
  }

  private static double number(
      Optional<YamlNode> map, String field, double min, double max, double otherwise) {
    return map.flatMap(node -> node.find(field))
        .map(node -> node.number(min, max))
        .orElse(otherwise);
  }

  private static ChipLayout chip(YamlNode node) {
    String reference = node.text();
    if (ChipLayoutReader.presets().contains(reference)) {
      return ChipLayoutReader.preset(reference);
    }
    if (reference.endsWith(".yaml") || reference.endsWith(".yml")) {
      return ChipLayoutReader.read(Path.of(node.file()).resolveSibling(reference));
    }
    throw node.error(
        "unknown chip layout \"%s\"; use a preset (%s) or FILE.yaml"
            .formatted(reference, String.join(", ", ChipLayoutReader.presets())));
  }

  /** The file may be stricter than the chip, never laxer. */
  private ChipLayout narrowed(ChipLayout chip) {
    Optional<YamlNode> limits = root.find("limits");
    limits.ifPresent(
        node ->
            node.allow(
                List.of(
                    "maxVoltageV",
                    "maxHeaterPowerMilliwatts",
                    "maxTotalPowerMilliwatts",
                    "maxCurrentMilliamps",
                    "slewVPerS",
                    "maxLaserPowerMilliwatts")));
    ElectricalLimits own = chip.limits();
    double maxV = number(limits, "maxVoltageV", 0, own.maxVoltageV(), own.maxVoltageV());
    double maxHeaterMw = 1000 * own.maxHeaterPowerW();
    double maxTotalMw = 1000 * own.maxTotalPowerW();
    Optional<YamlNode> settling = root.find("timing").flatMap(node -> node.find("settlingMs"));
    try {
      ElectricalLimits stricter =
          new ElectricalLimits(
              own.minVoltageV(),
              maxV,
              Math.min(own.idleVoltageV(), maxV),
              own.sweepMinVoltageV(),
              own.heaterResistanceOhm(),
              number(limits, "maxHeaterPowerMilliwatts", 0, maxHeaterMw, maxHeaterMw) / 1000,
              number(limits, "maxTotalPowerMilliwatts", 0, maxTotalMw, maxTotalMw) / 1000,
              settling.map(node -> millis(node.number(0, 60_000))).orElse(own.settling()));
      return new ChipLayout(
          chip.name(),
          chip.rows(),
          chip.columns(),
          chip.mesh(),
          chip.entryRow(),
          chip.referenceRow(),
          chip.heaters(),
          stricter,
          chip.layoutErrors());
    } catch (YamlFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw limits.orElse(root).error(e.getMessage());
    }
  }

  private int[] channels() {
    int[] channels = layout.channels();
    Optional<YamlNode> node = root.find("channels");
    if (node.isPresent()) {
      Map<String, YamlNode> map = node.get().fields();
      Map<Integer, Integer> owner = new HashMap<>();
      for (int i = 0; i < channels.length; i++) {
        YamlNode wired = map.get(Integer.toString(channels[i]));
        if (wired == null) {
          throw node.get()
              .error(
                  "channel %d of %s is missing; name the instrument's channel for every channel of the chip, or leave out \"channels\" if they are the same"
                      .formatted(channels[i], layout.heaters().get(i).name()));
        }
        int channel = (int) wired.integer(0, 65_535);
        Integer other = owner.put(channel, i);
        if (other != null) {
          throw wired.error(
              "channel %d already drives %s; two heaters cannot share a channel"
                  .formatted(channel, layout.heaters().get(other).name()));
        }
        channels[i] = channel;
      }
      List<String> known =
          java.util.Arrays.stream(layout.channels()).mapToObj(Integer::toString).toList();
      node.get().allow(known);
    }
    return channels;
  }

  private Map<Role, InstrumentSpec> instruments() {
    YamlNode node = root.field("instruments");
    node.allow(List.of("heaters", "taps", "switch", "laser"));
    Map<Role, InstrumentSpec> specs = new EnumMap<>(Role.class);
    Map<Role, YamlNode> same = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Optional<YamlNode> entry = node.find(role.id());
      if (entry.isEmpty()) {
        if (role != Role.LASER) {
          throw node.error("field \"%s\" is missing in instruments".formatted(role.id()));
        }
      } else if (entry.get().find("same").isPresent()) {
        same.put(role, entry.get());
      } else {
        specs.put(role, instrument(role, entry.get()));
      }
    }
    same.forEach(
        (role, entry) -> {
          entry.allow(List.of("same"));
          Map<String, InstrumentSpec> known = new LinkedHashMap<>();
          specs.forEach((other, spec) -> known.put(other.id(), spec));
          specs.put(role, required(role, entry, entry.field("same").choice(known)));
        });
    Map<String, Role> byLink = new HashMap<>();
    specs.forEach(
        (role, spec) -> {
          Role other = byLink.putIfAbsent(spec.link().toString(), role);
          if (other != null && specs.get(other) != spec) {
            throw node.field(role.id())
                .error(
                    "%s has the link of %s; write {same: %2$s} if it is the same instrument"
                        .formatted(role.id(), other.id()));
          }
        });
    return specs;
  }

  private InstrumentSpec instrument(Role role, YamlNode node) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (String kind : List.of("qontrol", "board", "osw", "hp816x")) {
      kinds.put(kind, kind);
    }
    int line = node.line();
    LinkAddress link = link(node.field("link"));
    InstrumentSpec spec =
        switch (node.field("kind").choice(kinds)) {
          case "qontrol" -> {
            node.allow(
                List.of("kind", "link", "mode", "verify", "readbackMillivolts", "readbackPercent"));
            Map<String, QontrolHeaters.Mode> modes =
                Map.of("ascii", QontrolHeaters.Mode.ASCII, "binary", QontrolHeaters.Mode.BINARY);
            yield new InstrumentSpec.Qontrol(
                link,
                node.find("mode").map(n -> n.choice(modes)).orElse(QontrolHeaters.Mode.BINARY),
                verify(Optional.of(node)),
                line);
          }
          case "board" -> {
            node.allow(List.of("kind", "link", "watchdogMs"));
            Duration watchdog =
                node.find("watchdogMs")
                    .map(n -> millis(n.number(0, 3_600_000)))
                    .orElse(BoardInstrument.DEFAULT_WATCHDOG);
            yield new InstrumentSpec.Board(link, watchdog, line);
          }
          case "osw" -> {
            node.allow(List.of("kind", "link", "forward"));
            yield new InstrumentSpec.Osw(
                link, (int) (long) node.find("forward").map(n -> n.integer(1, 2)).orElse(1L), line);
          }
          default -> {
            node.allow(
                List.of("kind", "link", "prologix", "address", "slot", "wavelengthNm", "lossDb"));
            Hp816xLaser.Setup setup =
                new Hp816xLaser.Setup(
                    node.find("prologix").map(n -> n.choice(FLAGS)).orElse(true),
                    (int) (long) node.find("address").map(n -> n.integer(0, 30)).orElse(20L),
                    (int) (long) node.find("slot").map(n -> n.integer(0, 17)).orElse(0L),
                    number(Optional.of(node), "wavelengthNm", 300, 3000, 1550) * 1e-9);
            laserLossDb = number(Optional.of(node), "lossDb", 0, 60, 0);
            yield new InstrumentSpec.Hp816x(link, setup, line);
          }
        };
    return required(role, node, spec);
  }

  private static QontrolHeaters.Verify verify(Optional<YamlNode> node) {
    QontrolHeaters.Verify usual = QontrolHeaters.Verify.DEFAULT;
    return new QontrolHeaters.Verify(
        node.flatMap(n -> n.find("verify")).map(n -> n.choice(FLAGS)).orElse(usual.on()),
        number(node, "readbackMillivolts", 0.3, 1000, 1000 * usual.toleranceV()) / 1000,
        number(node, "readbackPercent", 0, 10, 100 * usual.toleranceFraction()) / 100);
  }

  private static InstrumentSpec required(Role role, YamlNode node, InstrumentSpec spec) {
    boolean fits =
        switch (role) {
          case HEATERS ->
              spec instanceof InstrumentSpec.Qontrol || spec instanceof InstrumentSpec.Board;
          case TAPS -> spec instanceof InstrumentSpec.Board;
          case SWITCH -> spec instanceof InstrumentSpec.Board || spec instanceof InstrumentSpec.Osw;
          case LASER -> spec instanceof InstrumentSpec.Hp816x;
        };
    if (!fits) {
      throw node.error(
          "an instrument of kind %s cannot serve as %s".formatted(spec.kind(), role.id()));
    }
    return spec;
  }

  /** A port with a folder in its name that is not absolute lies beside the bench file. */
  private static LinkAddress link(YamlNode node) {
    try {
      LinkAddress address = LinkAddress.parse(node.text());
      if (address instanceof LinkAddress.Serial serial
          && serial.port().contains("/")
          && !serial.port().startsWith("/")) {
        Path beside = Path.of(node.file()).toAbsolutePath().resolveSibling(serial.port());
        return new LinkAddress.Serial(
            beside.normalize().toString(), serial.baud(), serial.rtsCts());
      }
      return address;
    } catch (YamlFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw node.error(e.getMessage());
    }
  }
}
