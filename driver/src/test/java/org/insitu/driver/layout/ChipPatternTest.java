package org.insitu.driver.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.insitu.mesh.Topology;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.chip.ChipPattern;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChipPatternTest {
  private static final ChipLayout PUBLISHED = ChipLayoutReader.preset("amf420");

  private static Set<String> places(ChipLayout chip) {
    return chip.heaters().stream()
        .map(h -> h.role().id() + " " + h.index() + " " + h.name() + " " + h.arm())
        .collect(Collectors.toSet());
  }

  @Test
  void fourPortTriangleIsThePublishedChipAsDesigned() {
    ChipLayout chip = ChipPattern.of("x", Topology.TRIANGULAR, 4, PUBLISHED.limits());
    assertEquals(PUBLISHED.columns(), chip.columns());
    assertEquals(PUBLISHED.rows(), chip.rows());
    Set<String> published = places(PUBLISHED);
    Set<String> pattern = places(chip);
    assertTrue(pattern.remove("analyzer 2 phi(12,3) BOTTOM"));
    assertTrue(published.remove("analyzer 2 phi(12,2) BOTTOM"), "the known layout error");
    assertEquals(published, pattern);
  }

  @ParameterizedTest
  @CsvSource({"mesh6, TRIANGULAR, 6", "mesh8, RECTANGULAR, 8"})
  void presetsFollowThePattern(String name, Topology topology, int ports) {
    ChipLayout preset = ChipLayoutReader.preset(name);
    assertEquals(ChipPattern.of(name, topology, ports, preset.limits()), preset);
  }

  @ParameterizedTest
  @CsvSource({
    "TRIANGULAR, 2",
    "TRIANGULAR, 3",
    "TRIANGULAR, 9",
    "RECTANGULAR, 2",
    "RECTANGULAR, 3",
    "RECTANGULAR, 5",
    "RECTANGULAR, 16",
    "CHAIN, 7"
  })
  void everyMeshFits(Topology topology, int ports) {
    ChipLayout chip = ChipPattern.of("x", topology, ports, PUBLISHED.limits());
    assertEquals(chip.mesh().nodeCount(), chip.heaters(HeaterRole.MESH, HeaterKind.THETA).length);
    int[] column = new int[chip.mesh().nodeCount()];
    int[] thetas = chip.heaters(HeaterRole.MESH, HeaterKind.THETA);
    for (int i = 0; i < thetas.length; i++) {
      column[i] = chip.heaters().get(thetas[i]).column();
    }
    // Nodes that share a row keep the order of light.
    for (int i = 0; i < column.length; i++) {
      for (int j = i + 1; j < column.length; j++) {
        int apart = Math.abs(chip.mesh().nodes().get(i).row() - chip.mesh().nodes().get(j).row());
        assertTrue(apart > 1 || column[i] < column[j], "nodes " + i + " and " + j);
      }
    }
  }

  /** All at bar: the light of the entry row stays in it, from either side. */
  @ParameterizedTest
  @CsvSource({"mesh6", "mesh8"})
  void transparentPresetKeepsLightInItsRow(String name) {
    ChipLayout chip = ChipLayoutReader.preset(name);
    double[] phase = new double[chip.heaters().size()];
    Arrays.fill(phase, Math.PI);
    double[][] power = new double[chip.columns()][chip.rows()];
    for (Direction direction : List.of(Direction.FORWARD, Direction.BACKWARD)) {
      new ChipModel(chip).tapPowers(direction, 0, phase, power);
      int last = direction == Direction.FORWARD ? chip.columns() - 1 : 0;
      assertEquals(1, power[last][0], 1e-12);
    }
  }
}
