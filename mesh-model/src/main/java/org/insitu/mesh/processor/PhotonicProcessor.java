package org.insitu.mesh.processor;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;

/**
 * A mesh that light can be sent through, whether it is a calibrated chip, a virtual chip or the
 * model.
 *
 * <p>Owned by one thread. Nothing above this port asks what is behind it.
 */
public interface PhotonicProcessor extends AutoCloseable {
  /** Returns the mesh; per-node arrays follow its nodes. */
  Mesh mesh();

  /**
   * Sets the phases of the mesh and waits until they have settled.
   *
   * @param phases wanted phases; γ must be zero, it does not exist on a chip
   * @throws IllegalArgumentException if the phases do not fit the mesh or γ is not zero
   * @throws ProcessorException if the device failed; the outputs are then in the safe state
   */
  void program(MeshPhases phases) throws ProcessorException;

  /** Returns the phases programmed last; {@link MeshPhases#bar} before any. */
  MeshPhases programmed();

  /**
   * Sends a batch of vectors through the mesh as it is programmed, one after the other. A zero
   * vector gives zeros without light.
   *
   * @param direction FORWARD applies U, BACKWARD Uᵀ
   * @param launches vectors in software units, {@code [port][sample]}; Not modified
   * @param readOut what to read
   * @param scale how the vectors share the launched power
   * @throws IllegalArgumentException if the batch does not fit the mesh or is not finite
   * @throws ProcessorException if the device failed; the outputs are then in the safe state
   */
  Propagation propagate(
      Direction direction, ComplexBatch launches, ReadOut readOut, LaunchScale scale)
      throws ProcessorException;

  /**
   * Sends a batch through and adds up the tap powers over it, all vectors at the scale of the
   * largest: one exposure of the detectors. A processor that can integrate does it faster than this
   * default, which reads every vector's taps.
   *
   * @param launches vectors in software units, {@code [port][sample]}; Not modified
   * @throws IllegalArgumentException if the batch does not fit the mesh or is not finite
   * @throws ProcessorException if the device failed; the outputs are then in the safe state
   */
  default TapSums tapSums(Direction direction, ComplexBatch launches) throws ProcessorException {
    return TapSums.of(
        propagate(direction, launches, ReadOut.POWERS_AND_TAPS, LaunchScale.COMMON)
            .taps()
            .orElseThrow());
  }

  /** Returns what was done since the processor was opened. */
  ProcessorCounters counters();

  /**
   * Brings outputs to the safe state and releases the device. Closing twice is harmless.
   *
   * @throws ProcessorException if the safe state could not be confirmed
   */
  @Override
  void close() throws ProcessorException;
}
