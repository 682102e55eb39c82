package org.insitu.driver.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.insitu.mesh.Topology;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.chip.MisplacedHeater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChipLayoutReaderTest {
  @TempDir Path folder;

  @Test
  void presetIsThePublishedChip() {
    ChipLayout chip = ChipLayoutReader.preset("amf420");
    assertEquals("amf420", chip.name());
    assertEquals(6, chip.rows());
    assertEquals(19, chip.columns());
    assertEquals(Topology.TRIANGULAR, chip.mesh().topology());
    assertEquals(4, chip.mesh().ports());
    assertEquals(29, chip.heaters().size());
    assertEquals(30, chip.couplers().size());
    assertEquals(Duration.ofMillis(30), chip.limits().settling());
    assertEquals(List.of(new MisplacedHeater(12, 2, 3)), chip.layoutErrors());
    int[] generator = chip.heaters(HeaterRole.GENERATOR, HeaterKind.THETA);
    assertArrayEquals(
        new int[] {5, 7, 15, 25},
        Arrays.stream(generator).map(i -> chip.heaters().get(i).channel()).toArray());
  }

  @ParameterizedTest
  @MethodSource("org.insitu.driver.layout.ChipLayoutReader#presets")
  void presetNamesAreTheirOwn(String preset) {
    assertEquals(preset, ChipLayoutReader.preset(preset).name());
  }

  @Test
  void everyFileOfTheChipsFolderIsAPreset() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../chips"))) {
      List<String> names =
          files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList();
      assertEquals(ChipLayoutReader.presets().stream().sorted().toList(), names);
    }
  }

  @Test
  void unknownPresetNamesTheNearest() {
    String message =
        assertThrows(LayoutFileException.class, () -> ChipLayoutReader.preset("amf42"))
            .getMessage();
    assertTrue(
        message.startsWith("unknown chip layout \"amf42\", did you mean \"amf420\"?"), message);
  }

  /** Each mistake: text to replace, its replacement, line of the message, its sentence. */
  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "rows: 6 | rowz: 6 | 6 | unknown field \"rowz\", did you mean \"rows\"?",
        "rows: 6 | rows: six | 6 | rows must be a whole number from 1 to 1024, found \"six\"",
        "rows: 6 | rows: 4 | 6 | a 4-port mesh needs at least 5 rows, found 4",
        "rows: 6 | columns: 6 | 7 | field \"columns\" is there twice",
        "rows: 6 | '' | 5 | field \"rows\" is missing",
        "entryRow: 0 | entryRow: 1 | 9 | light must enter at row 0, found row 1",
        "referenceRow: 4 | referenceRow: 5 | 10 | the reference row must be 4",
        "topology: triangular | topology: triangle | 8 | \"triangle\" is not a valid mesh.topology, did you mean \"triangular\"?",
        "maxVoltage: 5.0 | maxVoltage: -5.0 | 13 | limits.maxVoltage must be a number, at least 0.0, found \"-5.0\"",
        "idleVoltage: 2.0 | idleVoltage: 7.0 | 12 | idle voltage 7.0 V is outside 0.0..5.0 V",
        "channel: 7} | channel: 5} | 23 | theta(3,2) uses channel 5, which theta(1,1) uses already",
        "channel: 7} | channel: 7.5} | 23 | heaters[1].channel must be a whole number",
        "channel: 7} | chanel: 7} | 23 | unknown field \"chanel\" in heaters[1], did you mean \"channel\"?",
        "channel: 7} | channel: 7, row: 3} | 23 | field \"row\" in heaters[1] is there twice",
        "column: 3,  row: 2 | column: 3,  row: 3 | 23 | theta(3,3) is number 1 of the generator chain",
        "kind: phi,   column: 2, | kind: phy, column: 2, | 26 | \"phy\" is not a valid heaters[4].kind, did you mean \"phi\"?",
        "column: 12, row: 2, designedRow | column: 12, row: 5, designedRow | 53 | layout error names (12,5), where no heater is",
        "- {kind: theta, column: 9,  row: 5 | - {kind: theta, column: 9,  row: [5 | 50 | not YAML",
      })
  void mistakeIsReportedWhereItWasMade(String good, String bad, int line, String sentence)
      throws IOException {
    String text = Files.readString(Path.of("../chips/amf420.yaml"));
    assertTrue(text.contains(good), "the preset has changed: no " + good);
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, text.replaceFirst(Pattern.quote(good), bad));
    String message =
        assertThrows(LayoutFileException.class, () -> ChipLayoutReader.read(file)).getMessage();
    assertTrue(message.startsWith(file + " line " + line + ": " + sentence), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void missingFileIsNamed() {
    Path file = folder.resolve("nowhere.yaml");
    String message =
        assertThrows(LayoutFileException.class, () -> ChipLayoutReader.read(file)).getMessage();
    assertEquals("there is no file " + file, message);
  }

  @Test
  void emptyFileIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.yaml"), "# nothing\n");
    String message =
        assertThrows(LayoutFileException.class, () -> ChipLayoutReader.read(file)).getMessage();
    assertEquals(file + " is empty", message);
  }

  @Test
  void folderAndBinaryAreRefused() throws IOException {
    String refused =
        assertThrows(LayoutFileException.class, () -> ChipLayoutReader.read(folder)).getMessage();
    assertEquals("cannot read " + folder + ": it is a folder", refused);
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});
    String message =
        assertThrows(LayoutFileException.class, () -> ChipLayoutReader.read(binary)).getMessage();
    assertEquals(binary + " is not UTF-8 text", message);
  }
}
