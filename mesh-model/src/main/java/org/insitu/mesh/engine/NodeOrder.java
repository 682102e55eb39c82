package org.insitu.mesh.engine;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshNode;

/**
 * The order in which the engine visits nodes: bands of a few columns, each swept from the top along
 * diagonals. It is a light order too, but the rows at work are few and stay in the first-level
 * cache.
 */
final class NodeOrder {
  /** Ten rows of two parts of 304 floats are 24 kB; first-level caches have 32 kB and more. */
  private static final int BAND_COLUMNS = 8;

  private NodeOrder() {}

  /** Returns the light-order index of the k-th node visited. */
  static int[] banded(Mesh mesh) {
    Comparator<MeshNode> order =
        Comparator.comparingInt((MeshNode node) -> node.column() / BAND_COLUMNS)
            .thenComparingInt(node -> node.row() + node.column() % BAND_COLUMNS)
            .thenComparingInt(MeshNode::column);
    return IntStream.range(0, mesh.nodeCount())
        .boxed()
        .sorted(Comparator.comparing(i -> mesh.nodes().get(i), order))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
