package org.insitu.trainer.gradient;

import java.util.Optional;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.trainer.network.PhotonicNetwork;

/**
 * The layers of a network on one mesh, one after the other; a layer that is programmed already is
 * not written again.
 */
public final class ChipLayers {
  /** Samples per launch of an inference, so that a pause never waits for a whole test set. */
  private static final int BLOCK = 200;

  private final PhotonicNetwork network;
  private final PhotonicProcessor processor;
  private Optional<MeshPhases> programmed = Optional.empty();

  /**
   * Creates the layers.
   *
   * @throws IllegalArgumentException if the processor has another mesh
   */
  public ChipLayers(PhotonicNetwork network, PhotonicProcessor processor) {
    if (!processor.mesh().equals(network.mesh())) {
      throw new IllegalArgumentException("the processor has another mesh than the network");
    }
    this.network = network;
    this.processor = processor;
  }

  /** Returns the network. */
  public PhotonicNetwork network() {
    return network;
  }

  /** Programs a layer unless the mesh holds its phases. */
  MeshPhases program(double[] parameters, int layer) throws ProcessorException {
    MeshPhases phases = network.phases(parameters, layer);
    if (!programmed.equals(Optional.of(phases))) {
      // After a failure nothing is known.
      programmed = Optional.empty();
      processor.program(phases);
      programmed = Optional.of(phases);
    }
    return phases;
  }

  /** Returns the processor. */
  PhotonicProcessor processor() {
    return processor;
  }

  /**
   * Runs a batch through the network on the chip; only powers are read.
   *
   * @param parameters phases [rad]; Not modified
   * @param input x₁, {@code [port][sample]}; Not modified
   * @return output magnitudes x_{L+1}
   */
  public ComplexBatch infer(double[] parameters, ComplexBatch input) throws ProcessorException {
    ComplexBatch fields = input;
    for (int layer = 0; layer < network.layers(); layer++) {
      program(parameters, layer);
      ComplexBatch next = ComplexBatch.zeros(input.ports(), input.samples());
      for (int first = 0; first < input.samples(); first += BLOCK) {
        int size = Math.min(BLOCK, input.samples() - first);
        ComplexBatch launched = Batches.slice(fields, first, size);
        ComplexBatch output =
            processor
                .propagate(Direction.FORWARD, launched, ReadOut.POWERS, LaunchScale.PER_VECTOR)
                .output();
        Batches.copy(output, next, first);
      }
      fields = next;
    }
    return fields;
  }
}
