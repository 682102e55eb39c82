package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.WireTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Emulators in a process of their own. */
class EmulateCommandTest {
  @TempDir private Path folder;

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "emulate"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(folder.resolve("stderr").toFile()).start();
  }

  @Test
  void aModuleAnswersOnItsPortUntilTheProcessIsTerminated() throws Exception {
    Path port = folder.resolve("q8");
    Process process = start("qontrol", "--modules", "1", "--link", port.toString());
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("qontrol  serial:" + port, out.readLine());
      assertEquals("ready, Ctrl-C ends", out.readLine());
      try (LineClient line =
          new LineClient(LinkAddress.parse("serial:" + port).open(new WireTrace()), 256)) {
        line.send("v3=1.5\nvfull?\n");
        assertEquals("OK", line.readLine(System.nanoTime() + 5_000_000_000L).orElse(""));
        assertEquals("+12.0000 V", line.readLine(System.nanoTime() + 5_000_000_000L).orElse(""));
      }
      process.toHandle().destroy();
      assertEquals("qontrol  1 requests, no faults", out.readLine());
      assertEquals("channels that are not at 0 V: 3 (1.5000 V)", out.readLine());
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertFalse(Files.exists(port, LinkOption.NOFOLLOW_LINKS));
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "emulate                              | qontrol",
        "emulate qontrl                       | did you mean \"qontrol\"?",
        "emulate qontrol --type q9            | q8iv",
        "emulate board --tcp 70000            | --tcp must be a port from 0 to 65535, found '70000'",
        "emulate board --tcp 1 --link x       | give one of them",
        "emulate board --faults drp=1 --tcp 0 | known faults are drop",
        "emulate bench none.yaml              | there is no file none.yaml",
        "emulate switch --link /dev/null      | exists and is no emulated port",
        "emulate laser --address 31 --tcp 0   | --address must be 0 to 30, found '31'",
        "bench                                | insitu bench needs what to do: check, ports, zero",
        "bench check                          | needs FILE",
        "train moons --trace x                | --trace writes what goes over links, and sim:amf420 has none",
      })
  void aMistakeIsOneSentence(String arguments, String said) {
    String sentence = Invocation.of(arguments.trim().split(" +")).mistake();
    assertTrue(sentence.contains(said.trim()), sentence);
  }
}
