package org.insitu.driver.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The layout preset and the chip model together must be the published chip. */
class PublishedChipTest {
  /** Double precision over 19 columns. */
  private static final double TOLERANCE = 1e-12;

  private static final int[][] MESH_COLUMN_ROW = {{5, 0}, {7, 1}, {9, 2}, {9, 0}, {11, 1}, {13, 0}};
  private static final double[] MESH_THETA = {0.3, 0.9, 1.4, 2.0, 2.5, 1.1};
  private static final double[] MESH_PHI = {0.2, 1.3, 2.4, 3.5, 4.6, 5.7};

  private final ChipLayout chip = ChipLayoutReader.preset("amf420");

  @ParameterizedTest
  @EnumSource(Direction.class)
  void modelReproducesPublishedTapPowers(Direction direction) throws IOException {
    double[] phase = new double[chip.heaters().size()];
    Arrays.fill(phase, Math.PI);
    for (int node = 0; node < 6; node++) {
      int column = MESH_COLUMN_ROW[node][0];
      int row = MESH_COLUMN_ROW[node][1];
      phase[chip.heaterAt(column, row).orElseThrow()] = MESH_THETA[node];
      phase[chip.heaterAt(column - 1, row).orElseThrow()] = MESH_PHI[node];
    }
    for (String[] cell : table("chain.csv")) {
      if (cell[0].equals(direction.name().toLowerCase(Locale.ROOT))) {
        int heater =
            chip.heaterAt(Integer.parseInt(cell[2]), Integer.parseInt(cell[3])).orElseThrow();
        phase[heater] = Double.parseDouble(cell[4]);
      }
    }
    double[][] power = new double[19][6];
    new ChipModel(chip).tapPowers(direction, chip.entryRow(), phase, power);
    List<String[]> expected = table("tap-powers-19x6.csv");
    assertEquals(19 * 6, expected.size());
    for (String[] cell : expected) {
      int column = Integer.parseInt(cell[0]);
      int row = Integer.parseInt(cell[1]);
      double wanted = Double.parseDouble(cell[direction == Direction.FORWARD ? 2 : 3]);
      assertEquals(wanted, power[column][row], TOLERANCE, "tap (" + column + "," + row + ")");
    }
  }

  private static List<String[]> table(String name) throws IOException {
    try (InputStream in = PublishedChipTest.class.getResourceAsStream("/published/" + name)) {
      assertNotNull(in, name);
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    }
  }
}
