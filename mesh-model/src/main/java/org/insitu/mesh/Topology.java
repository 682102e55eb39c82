package org.insitu.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Arrangements of MZIs that form a mesh. */
public enum Topology {
  /** Reck triangle: N(N-1)/2 nodes; diagonal d = 0..N-2 has rows 0..N-2-d at columns 2d + row. */
  TRIANGULAR,
  /** Clements rectangle: N(N-1)/2 nodes; column c = 0..N-1 has rows c mod 2, c mod 2 + 2, .... */
  RECTANGULAR,
  /** One diagonal: N-1 nodes, row r at column r. Routes any vector into one port. */
  CHAIN;

  /**
   * Returns the nodes of a mesh in light order, sorted by (column, row).
   *
   * @param ports number of ports N, at least 2
   * @throws IllegalArgumentException if {@code ports} is less than 2
   */
  public List<MeshNode> nodes(int ports) {
    if (ports < 2) {
      throw new IllegalArgumentException("a mesh has at least 2 ports, not " + ports);
    }
    List<MeshNode> nodes = new ArrayList<>();
    switch (this) {
      case TRIANGULAR -> {
        for (int diagonal = 0; diagonal <= ports - 2; diagonal++) {
          for (int row = 0; row <= ports - 2 - diagonal; row++) {
            nodes.add(new MeshNode(2 * diagonal + row, row));
          }
        }
      }
      case RECTANGULAR -> {
        for (int column = 0; column < ports; column++) {
          for (int row = column % 2; row <= ports - 2; row += 2) {
            nodes.add(new MeshNode(column, row));
          }
        }
      }
      case CHAIN -> {
        for (int row = 0; row <= ports - 2; row++) {
          nodes.add(new MeshNode(row, row));
        }
      }
    }
    nodes.sort(MeshNode.LIGHT_ORDER);
    return List.copyOf(nodes);
  }

  /** Returns the lower-case name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
