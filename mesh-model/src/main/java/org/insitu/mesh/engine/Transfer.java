package org.insitu.mesh.engine;

import java.util.List;
import java.util.function.IntFunction;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.processor.Direction;

/**
 * The transfer matrix of a mesh, from N basis vectors. Owned by one thread.
 *
 * @param <B> batches
 */
final class Transfer<B> {
  private final Mesh mesh;
  private final IntFunction<B> square;

  /** U and Uᵀ, absent until they are needed once. */
  private B there;

  private B back;
  private boolean isMade;

  /**
   * Creates a matrix without entries.
   *
   * @param square makes a batch of N vectors of N ports
   */
  Transfer(Mesh mesh, IntFunction<B> square) {
    this.mesh = mesh;
    this.square = square;
  }

  /** Other phases count from now on. */
  void forget() {
    isMade = false;
  }

  /**
   * Sends the basis vectors through, unless that was done since the phases changed.
   *
   * @param forward plan of light from the left
   * @param travellers one per thread of the team; Modified
   */
  void make(PassPlan forward, Team team, List<Traveller<B>> travellers) {
    if (isMade) {
      return;
    }
    if (there == null) {
      there = square.apply(mesh.ports());
      back = square.apply(mesh.ports());
    }
    Blocks basis = Blocks.of(mesh.ports(), mesh.nodeCount());
    team.run(
        basis.blocks(),
        (block, member) -> {
          Lanes<B> fields = travellers.get(member).fields;
          fields.loadBasis(basis.from(block), basis.count(block));
          travellers.get(member).pass(forward, fields);
          fields.store(there, basis.from(block));
          fields.storeTurned(back, basis.from(block));
        });
    isMade = true;
  }

  /** Returns U for light from the left, Uᵀ for light from the right. */
  B of(Direction direction) {
    return direction == Direction.FORWARD ? there : back;
  }
}
