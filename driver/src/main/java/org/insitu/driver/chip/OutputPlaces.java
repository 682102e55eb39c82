package org.insitu.driver.chip;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.insitu.driver.chip.ReadSettings.OutputTaps;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.processor.Direction;

/** The taps that tell magnitudes at the output, for light in one direction. */
final class OutputPlaces {
  private final int[] column; // of each port, the reference last
  private final int[] distinct;

  private OutputPlaces(int[] column) {
    this.column = column;
    distinct = Arrays.stream(column).sorted().distinct().toArray();
  }

  static OutputPlaces of(ChipLayout layout, Direction direction, OutputTaps taps) {
    boolean forward = direction == Direction.FORWARD;
    int[] column = new int[layout.mesh().ports() + 1];
    for (int port = 0; port < column.length; port++) {
      column[port] =
          taps == OutputTaps.AT_MESH
              ? lastBeforeChain(layout, port, forward)
              : behind(layout, forward);
    }
    return new OutputPlaces(column);
  }

  /** The far end for forward light, the left edge of the mesh for backward light, as published. */
  private static int behind(ChipLayout layout, boolean forward) {
    return forward
        ? layout.columns() - 1
        : thetas(layout, HeaterRole.MESH).mapToInt(Heater::column).min().orElseThrow() - 1;
  }

  private static int lastBeforeChain(ChipLayout layout, int row, boolean forward) {
    IntStream touching =
        thetas(layout, forward ? HeaterRole.ANALYZER : HeaterRole.GENERATOR)
            .filter(theta -> theta.mziTopRow() == row || theta.mziTopRow() + 1 == row)
            .mapToInt(Heater::column);
    return forward ? touching.min().orElseThrow() - 1 : touching.max().orElseThrow() + 1;
  }

  private static Stream<Heater> thetas(ChipLayout layout, HeaterRole role) {
    return layout.heaters().stream()
        .filter(heater -> heater.kind() == HeaterKind.THETA && heater.role() == role);
  }

  /** Returns the columns to read, ascending. */
  int[] columns() {
    return distinct.clone();
  }

  /**
   * Returns the share of the light at a port.
   *
   * @param port port, or the number of ports for the reference
   * @param columns columns that were read, ascending, these among them
   * @param share shares, {@code [position in columns][row]}
   */
  double share(int port, int[] columns, double[][] share) {
    return Math.max(0, share[Arrays.binarySearch(columns, column[port])][port]);
  }
}
