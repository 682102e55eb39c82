package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.EmulatedBench;
import org.insitu.simulator.firmware.WireTiming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a bench of emulated instruments, on pseudo terminals. */
class InstrumentsTest {
  private static final String FOUR =
      """
      chip: amf420
      instruments:
        heaters: {kind: qontrol, link: "serial:ports/heaters"}
        taps: {kind: board, link: "serial:ports/taps"}
        switch: {kind: osw, link: "serial:ports/switch"}
        laser: {kind: hp816x, link: "serial:ports/laser"}
      timing: {timeoutMs: 1000, attempts: 5}
      """;

  private static final String EXACT = FOUR.replace("kind: qontrol, link", "kind: board, link");

  @TempDir private Path folder;
  private EmulatedBench emulated;

  private String bench(String text, String faults) throws IOException, DeviceException {
    Path file = Files.writeString(folder.resolve("bench.yaml"), text);
    emulated =
        EmulatedBench.start(
            BenchFile.read(file),
            VirtualBenches.open("sim:amf420", 1),
            FaultPlan.parse(faults),
            WireTiming.INSTANT);
    return file.toString();
  }

  @AfterEach
  void stop() throws DeviceException {
    if (emulated != null) {
      assertEquals(Map.of(), emulated.chip().live());
      emulated.close();
    }
  }

  private static ObjectNode json(Invocation invocation) throws IOException {
    assertEquals(0, invocation.code(), invocation.err());
    return (ObjectNode) new ObjectMapper().readTree(invocation.out());
  }

  @Test
  void instrumentsThatKeepEveryDigitGiveTheFiguresOfTheVirtualChipThroughMendedFaults()
      throws Exception {
    String[] fidelity = {"fidelity", "-n", "2", "--json", "--quiet"};
    Invocation onInstruments = run(fidelity, "--chip", bench(EXACT, "garble=0.001,seed=4"));
    ObjectNode real = json(onInstruments);
    ObjectNode virtual = json(run(fidelity));
    JsonNode links = real.remove("links");
    assertTrue(links.get("requests").asLong() > 100, links.toString());
    assertTrue(links.get("repeats").asLong() > 0, links.toString());
    assertTrue(onInstruments.err().contains("insitu: links: "), onInstruments.err());
    real.remove("chip");
    virtual.remove("chip");
    assertEquals(virtual, real);
  }

  private static Invocation run(String[] command, String... more) {
    String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return Invocation.of(all);
  }

  @Test
  void aSoundBenchIsFoundFineAndEndsAtZeroVolts() throws Exception {
    Invocation check = Invocation.of("bench", "check", bench(FOUR, ""), "--exercise");
    assertEquals(0, check.code(), check.out() + check.err());
    for (String part :
        new String[] {
          "Q8iv-0001", "64 channels read 0 V", "29 heaters follow", "enters from the left FORWARD"
        }) {
      assertTrue(check.out().contains(part), check.out());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "stuck:5         | on channel 5: ",
        "stuck:7         | channel 7 reads 0.0000 V and was set to 1.0000 V",
        "dead-tap:20     | no change in any light at column 3 row 2",
        "wrong-direction | light does not enter where FORWARD and BACKWARD say",
      })
  void whatIsBrokenIsFoundByExercise(String fault, String said) throws Exception {
    Invocation check = Invocation.of("bench", "check", bench(FOUR, fault), "--exercise");
    assertEquals(1, check.code(), check.out());
    assertTrue(check.out().contains(said), check.out());
  }

  @Test
  void allThatIsMissingIsFoundAtOnce() throws Exception {
    String file = bench(FOUR, "");
    String other = FOUR.replace("ports/taps", "ports/none").replace("ports/switch", "ports/laser2");
    Files.writeString(Path.of(file), other + "limits: {maxCurrentMilliamps: 30}\n");
    Invocation check = Invocation.of("bench", "check", file, "--exercise");
    assertEquals(2, check.code(), check.out());
    for (String part :
        new String[] {
          "taps         missing  line 4: there is no serial port",
          "switch       missing  line 5: there is no serial port",
          "above the full scale of 24.0 mA",
          "exercise     skipped"
        }) {
      assertTrue(check.out().contains(part), check.out());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"1200", "38400", "57600", "230400"})
  void aWrongBaudRateIsSuspectedOnEveryPort(String baud) throws Exception {
    String file = bench(FOUR.replace("timeoutMs: 1000", "timeoutMs: 50"), "");
    Files.writeString(
        Path.of(file), Files.readString(Path.of(file)).replace("\"}", "?baud=" + baud + "\"}"));
    Invocation check = Invocation.of("bench", "check", file);
    assertEquals(2, check.code(), check.out());
    assertEquals(4, check.out().lines().count(), check.out());
    assertTrue(check.out().lines().allMatch(line -> line.contains("baud rate")), check.out());
    if (!baud.equals("230400")) {
      // At twice its rate, what it hears is too slow for a chain to have an opinion.
      assertTrue(check.out().contains("with nonsense, such as '"), check.out());
    }
  }

  @Test
  void zeroEndsWhatAKilledHostHasLeft() throws Exception {
    String file = bench(FOUR, "");
    emulated.chip().setVoltages(new int[] {5, 7}, new double[] {3, 2});
    JsonNode zero = json(Invocation.of("bench", "zero", file, "--json"));
    assertTrue(zero.get("fine").asBoolean(), zero.toString());
    assertEquals(Map.of(), emulated.chip().live());
  }

  @Test
  void zeroThatCannotBeConfirmedIsSaidLoudly() throws Exception {
    String file = bench(FOUR, "");
    emulated.emulators().get(0).close();
    Invocation zero = Invocation.of("bench", "zero", file);
    assertEquals(2, zero.code(), zero.out());
    assertTrue(zero.err().contains("DANGER"), zero.err());
  }

  @ParameterizedTest(name = "away for {0} ms")
  @CsvSource({"50, are at 0 V", "60000, DANGER: not confirmed"})
  void howItEndedIsSaidAfterALostLink(int millis, String said) throws Exception {
    String watched = EXACT.replace("ports/heaters\"", "ports/heaters\", watchdogMs: 300");
    Invocation lost =
        Invocation.of(
            "calibrate",
            "--quiet",
            "--chip",
            bench(watched, "disconnect@200:" + millis),
            "--out",
            folder.resolve("c.json").toString());
    assertEquals(1, lost.code(), lost.err());
    assertTrue(lost.err().contains(said), lost.err());
    assertTrue(lost.err().contains("/ports/heaters?baud=115200 is gone"), lost.err());
    assertEquals(millis > 50, lost.err().contains("DANGER"), lost.err());
    assertFalse(Files.exists(folder.resolve("c.json")));
  }

  @Test
  void aTraceHoldsEveryFrameBothWays() throws Exception {
    Path trace = folder.resolve("trace.txt");
    assertEquals(0, Invocation.of("bench", "zero", bench(FOUR, ""), "--trace", "" + trace).code());
    String frames = Files.readString(trace);
    assertTrue(
        frames.contains(" > serial:" + folder + "/ports/heaters?baud=115200 id?\\n"), frames);
    assertTrue(frames.contains(" < serial:" + folder + "/ports/heaters"), frames);
    assertTrue(Invocation.of("bench", "zero", "x", "--trace", "" + trace).mistake() != null);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "serial:ports/taps => serial:ports/none   | line 4: there is no serial port",
        "kind: osw         => kind: qontrol       | line 5: an instrument of kind qontrol cannot serve as switch",
        "serial:ports/switch => serial:ports/laser | line 6: laser has the link of switch",
        "serial:ports/taps => tcp:127.0.0.1:1    | line 4: nothing answers at tcp:127.0.0.1:1",
        "serial:ports/heaters => serial:ports/switch2 | line 3: there is no serial port",
        "laser: {          => # {                 | names no laser",
        "ports/heaters\"   => ports/heaters?baud=57600\" | is the baud rate right?",
        "attempts: 5       => attempts: 5}\\nchannels: {5: 70 | line 8",
        "taps: {kind: board, link: \"serial:ports/taps\" => taps: {kind: bord, link: \"serial:ports/taps\" | did you mean \"board\"?",
      })
  void aMistakeInTheFileIsOneSentenceAndNothingIsEnergised(String change, String said)
      throws Exception {
    String file = bench(FOUR, "");
    String[] parts = change.split(" *=> *");
    String changed = FOUR.replace(parts[0], parts[1].replace("\\n", "\n"));
    assertFalse(changed.equals(FOUR), change);
    Files.writeString(Path.of(file), changed);
    String sentence = Invocation.of("calibrate", "--chip", file, "--quiet").mistake();
    assertTrue(sentence.contains(said), sentence);
    assertFalse(sentence.endsWith("?."), sentence);
  }
}
