package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Short versions of the demonstrations; the long ones are run by docs/instruments.sh. */
class ProveTest {
  private static JsonNode json(Invocation invocation) throws IOException {
    assertEquals(0, invocation.code(), invocation.out() + invocation.err());
    return new ObjectMapper().readTree(invocation.out());
  }

  @Test
  void underFaultsNoWrongValueIsBelieved() throws IOException {
    JsonNode soak = json(Invocation.of("prove", "soak", "-n", "600", "--json"));
    assertEquals(3, soak.get("benches").size());
    for (JsonNode bench : soak.get("benches")) {
      assertEquals(0, bench.get("wrong").asLong(), bench.toString());
      assertTrue(bench.get("compared").asLong() > 500, bench.toString());
      assertTrue(bench.get("links").get("repeats").asLong() > 0, bench.toString());
    }
  }

  @Test
  void killedHostsLeaveNoHeaterOn() throws IOException {
    // How late the watchdog is depends on what else the computer does; that it comes does not.
    Invocation done = Invocation.of("prove", "kills", "-n", "3", "--seed", "4", "--json");
    JsonNode kills = new ObjectMapper().readTree(done.out());
    assertEquals(0, kills.get("liveAfterTermination").asInt(), kills.toString());
    assertEquals(3, kills.get("killed").asInt() + kills.get("terminated").asInt());
  }

  @Test
  void noLineMakesAParserThrowWhatItDoesNotDeclare() throws IOException {
    JsonNode fuzz = json(Invocation.of("prove", "fuzz", "-n", "20000", "--seed", "7", "--json"));
    assertEquals(0, fuzz.get("escaped").size(), fuzz.toString());
    assertTrue(fuzz.get("accepted").asLong() > 1000, fuzz.toString());
  }

  @Test
  void anUpdateTakesNoLessThanItsBytesTakeOnTheWire() throws IOException {
    Invocation timing =
        Invocation.of("prove", "timing", "--modules", "1", "--updates", "2", "--json");
    JsonNode lines = new ObjectMapper().readTree(timing.out()).get("lines");
    assertEquals(6, lines.size(), timing.err());
    for (JsonNode line : lines) {
      assertTrue(
          line.get("medianMillis").asDouble() >= 0.99 * line.get("wireMillis").asDouble(),
          line.toString());
    }
  }
}
