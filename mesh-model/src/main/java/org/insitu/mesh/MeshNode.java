package org.insitu.mesh;

import java.util.Comparator;

/**
 * One MZI of a mesh, on the ports ({@code row}, {@code row + 1}).
 *
 * @param column position along the light, 0 first
 * @param row upper port of the pair
 */
public record MeshNode(int column, int row) {
  /** Order in which light meets the nodes: by column, then by row. */
  public static final Comparator<MeshNode> LIGHT_ORDER =
      Comparator.comparingInt(MeshNode::column).thenComparingInt(MeshNode::row);
}
