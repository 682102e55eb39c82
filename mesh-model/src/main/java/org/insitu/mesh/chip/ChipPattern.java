package org.insitu.mesh.chip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.Topology;

/**
 * The way the published chip is laid out, for any mesh: a generator down the diagonal from the top
 * left, an analyzer mirrored at the right, the mesh in between, each node as far left as the light
 * allows, and below them a reference row that one MZI keeps apart.
 *
 * <p>Generator MZI i lies at column 2i+1 on rows i, i+1; rows r and r+1 are ready for a mesh node
 * from column 2r+5 on, and by mirror symmetry it must end as early before the right facet. For a
 * triangular mesh of N ports that gives 4N+3 columns: 19 for the published N = 4.
 */
public final class ChipPattern {
  private final Mesh mesh;
  private final int columns;
  private final List<Heater> heaters = new ArrayList<>();

  private ChipPattern(Mesh mesh) {
    this.mesh = mesh;
    int[] nodeColumn = place(mesh);
    int width = 4 * mesh.ports() + 3;
    for (int node = 0; node < nodeColumn.length; node++) {
      width = Math.max(width, nodeColumn[node] + 2 * mesh.nodes().get(node).row() + 6);
    }
    columns = width;
    for (int i = 0; i < mesh.ports(); i++) {
      add(HeaterKind.THETA, 2 * i + 1, i + 1, HeaterRole.GENERATOR, i);
      add(HeaterKind.PHI, 2 * i + 2, i + 1, HeaterRole.GENERATOR, i);
    }
    for (int node = 0; node < nodeColumn.length; node++) {
      int row = mesh.nodes().get(node).row();
      add(HeaterKind.PHI, nodeColumn[node] - 1, row, HeaterRole.MESH, node);
      add(HeaterKind.THETA, nodeColumn[node], row, HeaterRole.MESH, node);
    }
    for (int i = 0; i < mesh.ports(); i++) {
      add(HeaterKind.THETA, columns - 2 - 2 * i, i + 1, HeaterRole.ANALYZER, i);
      add(HeaterKind.PHI, columns - 3 - 2 * i, i + 1, HeaterRole.ANALYZER, i);
    }
    add(HeaterKind.THETA, 2 * mesh.ports() + 1, mesh.ports() + 1, HeaterRole.REFERENCE, 0);
  }

  /**
   * Returns a chip of this pattern.
   *
   * @param name name of the layout
   * @param topology topology of the trained mesh
   * @param ports ports of the trained mesh, at least 2
   * @param limits electrical limits
   * @return a chip with {@code ports + 2} rows whose channels count the heaters from 0
   */
  public static ChipLayout of(String name, Topology topology, int ports, ElectricalLimits limits) {
    ChipPattern pattern = new ChipPattern(Mesh.of(topology, ports));
    return new ChipLayout(
        name,
        ports + 2,
        pattern.columns,
        pattern.mesh,
        0,
        ports,
        pattern.heaters,
        limits,
        List.of());
  }

  private static int[] place(Mesh mesh) {
    int[] column = new int[mesh.nodeCount()];
    Map<Integer, Integer> freeFrom = new HashMap<>();
    for (int i = 0; i < column.length; i++) {
      MeshNode node = mesh.nodes().get(i);
      int ready = 2 * node.row() + 5;
      ready = Math.max(ready, freeFrom.getOrDefault(node.row(), 0));
      ready = Math.max(ready, freeFrom.getOrDefault(node.row() + 1, 0));
      column[i] = ready;
      freeFrom.put(node.row(), ready + 2);
      freeFrom.put(node.row() + 1, ready + 2);
    }
    return column;
  }

  private void add(HeaterKind kind, int column, int row, HeaterRole role, int index) {
    Arm arm = role == HeaterRole.MESH ? Arm.TOP : Arm.BOTTOM;
    heaters.add(new Heater(kind, column, row, arm, role, index, heaters.size()));
  }
}
