package org.insitu.mesh;

import java.util.List;

/**
 * A mesh: a topology of a size, with its nodes in light order. Per-node arrays everywhere follow
 * {@link #nodes()}.
 *
 * @param topology arrangement of the nodes
 * @param ports number of ports N, at least 2
 * @param nodes nodes in light order
 */
public record Mesh(Topology topology, int ports, List<MeshNode> nodes) {
  /** Checks nothing but copies the list; use {@link #of}. */
  public Mesh {
    nodes = List.copyOf(nodes);
  }

  /**
   * Returns the mesh of a topology and size.
   *
   * @throws IllegalArgumentException if {@code ports} is less than 2
   */
  public static Mesh of(Topology topology, int ports) {
    return new Mesh(topology, ports, topology.nodes(ports));
  }

  /** Returns the number of MZIs. */
  public int nodeCount() {
    return nodes.size();
  }
}
