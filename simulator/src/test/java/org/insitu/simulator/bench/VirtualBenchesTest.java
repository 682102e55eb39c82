package org.insitu.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.simulator.chip.Imperfections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VirtualBenchesTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.yaml"), text);
  }

  @ParameterizedTest
  @MethodSource("org.insitu.simulator.bench.VirtualBenches#names")
  void everyNameOpens(String name) {
    try (VirtualBench bench = VirtualBenches.open(name, 3)) {
      assertEquals(name + " seed 3", bench.name());
      assertEquals("amf420", bench.layout().name());
    }
  }

  @Test
  void identityTellsLevelSeedAndOverridesApart() throws IOException {
    String id = VirtualBenches.open("sim:amf420", 1).chipId();
    assertEquals(id, VirtualBenches.open("sim:amf420", 1).chipId());
    assertNotEquals(id, VirtualBenches.open("sim:amf420", 2).chipId());
    assertNotEquals(id, VirtualBenches.open("sim:static", 1).chipId());
    String file = file("simulate: amf420\n").toString();
    assertEquals(id, VirtualBenches.open(file, 1).chipId());
    file("simulate: amf420\nimperfections: {tapSpread: 0.031}\n");
    assertNotEquals(id, VirtualBenches.open(file, 1).chipId());
  }

  @Test
  void seedOfTheFileWins() throws IOException {
    String file = file("simulate: amf420\nseed: 5\n").toString();
    assertEquals(
        VirtualBenches.open("sim:amf420", 5).chipId(), VirtualBenches.open(file, 1).chipId());
  }

  @Test
  void layoutMayBeTheSizeOfAMesh() throws IOException {
    String file = file("simulate: static\nlayout: {topology: rectangular, ports: 64}\n").toString();
    VirtualBench bench = VirtualBenches.open(file, 1);
    ChipLayout layout = bench.layout();
    assertEquals(4032, layout.heaters(HeaterRole.MESH, HeaterKind.THETA).length * 2);
    assertEquals(64, layout.mesh().ports());
    assertEquals(
        layout.heaters().size() * layout.limits().maxHeaterPowerW(),
        layout.limits().maxTotalPowerW(),
        1e-9);
    bench.close();
  }

  @Test
  void layoutMayLieBesideTheFile() throws IOException {
    String preset = Files.readString(Path.of("../chips/amf420.yaml"));
    Files.writeString(folder.resolve("layout.yaml"), preset.replace("name: amf420", "name: mine"));
    String file = file("simulate: static\nlayout: layout.yaml\n").toString();
    assertEquals("mine", VirtualBenches.open(file, 1).layout().name());
  }

  @Test
  void documentedExampleOpensAndEveryImperfectionIsDocumented() throws IOException {
    String page = Files.readString(Path.of("../docs/virtual-chip.md"));
    String example = page.substring(page.indexOf("```yaml") + 7, page.lastIndexOf("```"));
    VirtualBench bench = VirtualBenches.open(file(example).toString(), 1);
    assertEquals("mesh6", bench.layout().name());
    assertTrue(bench.name().endsWith("seed 7"), bench.name());
    for (RecordComponent component : Imperfections.class.getRecordComponents()) {
      assertTrue(page.contains("`" + component.getName() + "`"), component.getName());
    }
  }

  @Test
  void onlyVirtualChipsAreDescribed() {
    assertTrue(VirtualBenches.describes(YamlNode.parse("a.yaml", "simulate: ideal")));
    assertFalse(VirtualBenches.describes(YamlNode.parse("b.yaml", "layout: amf420")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sim:amf42 | unknown chip \"sim:amf42\", did you mean \"sim:amf420\"?",
        "sim:ideel | unknown chip \"sim:ideel\", did you mean \"sim:ideal\"?",
        "amf420    | unknown chip \"amf420\", did you mean \"sim:amf420\"?",
        "nowhere.yaml | there is no file nowhere.yaml",
      })
  void unknownChipNamesTheNearest(String chip, String start) {
    String message =
        assertThrows(YamlFileException.class, () -> VirtualBenches.open(chip, 1)).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "simulat: ideal | 1 | unknown field \"simulat\", did you mean \"simulate\"?",
        "seed: 1 | 1 | field \"simulate\" is missing",
        "simulate: amf400 | 1 | \"amf400\" is not a valid simulate, did you mean \"amf420\"?",
        "simulate: ideal;seed: one | 2 | seed must be a whole number",
        "simulate: ideal;layout: amf422 | 2 | unknown chip layout \"amf422\", did you mean \"amf420\"?",
        "simulate: ideal;layout: {topology: rectangular, ports: 65} | 2 | layout.ports must be a whole number",
        "simulate: ideal;layout: {topology: square, ports: 8} | 2 | \"square\" is not a valid layout.topology",
        "simulate: ideal;layout: {ports: 8} | 2 | field \"topology\" in layout is missing",
        "simulate: ideal;imperfections:;  tapspread: 0 | 3 | unknown field \"tapspread\" in imperfections, did you mean \"tapSpread\"?",
        "simulate: ideal;imperfections:;  tapSpread: big | 3 | imperfections.tapSpread must be a number",
        "simulate: ideal;imperfections:;  frameNoise: 0;  tapSpread: 0.9 | 4 | tapSpread must lie in 0.0..0.3, found 0.9",
        "simulate: ideal;imperfections:;  thermalTime: 3 | 3 | imperfections.thermalTime must be a time with its unit, such as 9.4 ms",
        "simulate: ideal;imperfections:;  phaseDriftTime: 0 s | 3 | phaseDriftTime must be longer than zero",
        "simulate: ideal;imperfections:;  adcBits: 64 | 3 | adcBits must lie in 0.0..32.0, found 64.0",
        "simulate: ideal;imperfections:;  slopeSpread: 0.2;  curvature: -0.3;  curvatureSpread: 0.1 | 3 | the phase of",
        "simulate: ideal;imperfections: none | 2 | imperfections must be named fields, found \"none\"",
      })
  void mistakeInAFileIsReportedWhereItWasMade(String lines, int line, String sentence)
      throws IOException {
    Path file = file(lines.replace(";", "\n") + "\n");
    String message =
        assertThrows(YamlFileException.class, () -> VirtualBenches.open(file.toString(), 1))
            .getMessage();
    assertTrue(message.startsWith(file + " line " + line + ": " + sentence), message);
  }
}
