package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user can get wrong: one sentence, exit code 2, nothing half-written. */
class TrainMistakesTest {
  @TempDir private Path folder;

  /** Returns the sentence; no run was begun. */
  private String mistake(String... arguments) {
    Path out = folder.resolve("run");
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", out.toString()));
    String sentence = Invocation.of(all.toArray(String[]::new)).mistake();
    assertFalse(Files.exists(out), sentence);
    return sentence;
  }

  private static void assertSays(String sentence, String... parts) {
    for (String part : parts) {
      assertTrue(sentence.contains(part), sentence);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mons                              | did you mean \"moons\"?",
        "rnig                              | did you mean \"ring\"?",
        "moons --chip sim:amf240           | did you mean \"sim:amf420\"?",
        "moons --chip nothing              | sim:ideal, sim:static, sim:amf420",
        "moons --chip none.yaml            | none.yaml",
        "moons --gradient digtal           | did you mean \"digital\"?",
        "moons --gradient x                | digital, analog, model",
        "moons --phases corrcted           | did you mean \"corrected\"?",
        "moons --optimizer adm             | did you mean \"adam\"?",
        "moons --layers 0                  | --layers must be a whole number of at least 1, found '0'",
        "moons --batch 0                   | --batch must be a whole number of at least 1, found '0'",
        "moons --batch 401                 | 401",
        "moons --iterations -1             | --iterations must be a whole number of at least 0",
        "moons --iterations 1.5            | --iterations must be a whole number",
        "moons --eval-every 0              | --eval-every must be a whole number of at least 1",
        "moons --lr 0                      | --lr must be a number above 0, found '0'",
        "moons --lr NaN                    | --lr must be a number above 0, found 'NaN'",
        "moons --seed one                  | --seed must be a whole number, found 'one'",
        "moons --iteration 5               | did you mean \"--iterations\"?",
        "moons circle                      | has no use for 'circle'",
        "moons --calibration none.json     | none.json: there is no such calibration file",
        "moons --from-phases none.json     | none.json: there is no such file",
        "moons --test-data none.csv        | none.csv: there is no such file",
        "none.csv                          | none.csv: there is no such file",
      })
  void anOptionIsNamedWithWhatWouldBeRight(String arguments, String said) {
    assertSays(mistake(arguments.trim().split(" ")), said.trim());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "x1,x2,label;1,,0;2,3,1         | line 2, column 2",
        "x1,x2,label;1,2,0;2,three,1    | line 3, column 2",
        "x1,x2,label;1,2,0;2,3,0        | class",
        "x1,x2,label;                   | no rows",
        "a,b,c,d,label;1,2,3,4,0;1,2,3,4,1 | too many for 4 ports",
        "x1,x2;1,2;3,4                  | label",
        "x1,x2,label;1,2,0;2,3          | line 3",
      })
  void aCsvFileIsNamedWithLineAndColumn(String lines, String said) throws IOException {
    Path file =
        Files.writeString(folder.resolve("points.csv"), lines.trim().replace(";", "\n") + "\n");
    assertSays(mistake(file.toString()), "points.csv", said.trim());
  }

  @Test
  void aCalibrationOfAnotherChipIsRefused() {
    Path calibration = folder.resolve("c.json");
    Invocation.of("calibrate", "--chip", "sim:ideal", "--quiet", "--out", calibration.toString());
    assertSays(
        mistake("moons", "--seed", "2", "--chip", "sim:ideal", "--calibration", "" + calibration),
        "calibrate this chip");
  }

  @Test
  void aChipFileWithAWrongFieldIsNamedWithItsLine() throws IOException {
    Path chip = Files.writeString(folder.resolve("chip.yaml"), "simulate: amf420\nsede: 3\n");
    assertSays(mistake("moons", "--chip", chip.toString()), "chip.yaml", "line 2", "seed");
  }

  @Test
  void phasesOfAnotherNetworkAreRefused() throws IOException {
    Path phases =
        Files.writeString(
            folder.resolve("phases.json"),
            "{\"format\": \"insitu phases 1\", \"topology\": \"rectangular\", \"ports\": 8}");
    assertSays(
        mistake("moons", "--from-phases", phases.toString()), "phases.json", "rectangular", "8");
  }

  @Test
  void aMissingTaskIsAskedFor() {
    assertSays(Invocation.of("train").mistake(), "'insitu train' needs TASK: moons, circle");
  }

  @Test
  void aFullDiskIsOneSentence() {
    // A directory below a device file cannot be made by anybody.
    assertSays(Invocation.of("train", "moons", "--out", "/dev/null/run").mistake(), "/dev/null");
  }
}
