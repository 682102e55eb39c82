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
    Blocks basis = Blocks.of(mesh.ports(), mesh.nodeCount());
    prepare();
    team.run(
        basis.blocks(), (block, member) -> send(forward, travellers.get(member), basis, block));
    isMade = true;
  }

  /** Does so in one thread. */
  void make(PassPlan forward, Traveller<B> traveller) {
    if (isMade) {
      return;
    }
    Blocks basis = Blocks.few(mesh.ports());
    prepare();
    for (int block = 0; block < basis.blocks(); block++) {
      send(forward, traveller, basis, block);
    }
    isMade = true;
  }

  private void prepare() {
    if (there == null) {
      there = square.apply(mesh.ports());
      back = square.apply(mesh.ports());
    }
  }

  private void send(PassPlan forward, Traveller<B> traveller, Blocks basis, int block) {
    Lanes<B> fields = traveller.fields;
    fields.loadBasis(basis.from(block), basis.count(block));
    traveller.pass(forward, fields);
    fields.store(there, basis.from(block));
    fields.storeTurned(back, basis.from(block));
  }

  /** Returns U for light from the left, Uᵀ for light from the right. */
  B of(Direction direction) {
    return direction == Direction.FORWARD ? there : back;
  }
}
