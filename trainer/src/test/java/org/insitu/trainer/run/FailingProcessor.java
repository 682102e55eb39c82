package org.insitu.trainer.run;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;

/** Loses its link after so many launches of a batch. */
final class FailingProcessor implements PhotonicProcessor {
  private final PhotonicProcessor chip;
  private int left;

  FailingProcessor(PhotonicProcessor chip, int batches) {
    this.chip = chip;
    left = batches;
  }

  @Override
  public Mesh mesh() {
    return chip.mesh();
  }

  @Override
  public void program(MeshPhases phases) throws ProcessorException {
    chip.program(phases);
  }

  @Override
  public MeshPhases programmed() {
    return chip.programmed();
  }

  @Override
  public Propagation propagate(
      Direction direction, ComplexBatch launches, ReadOut readOut, LaunchScale scale)
      throws ProcessorException {
    if (left-- == 0) {
      throw new ProcessorException("the link is lost");
    }
    return chip.propagate(direction, launches, readOut, scale);
  }

  @Override
  public ProcessorCounters counters() {
    return chip.counters();
  }

  @Override
  public void close() throws ProcessorException {
    chip.close();
  }
}
