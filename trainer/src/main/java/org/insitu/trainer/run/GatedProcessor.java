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

/** Asks a {@link RunControl} before every operation of the chip. Does not own the chip. */
final class GatedProcessor implements PhotonicProcessor {
  private final PhotonicProcessor chip;
  private final RunControl control;

  GatedProcessor(PhotonicProcessor chip, RunControl control) {
    this.chip = chip;
    this.control = control;
  }

  @Override
  public Mesh mesh() {
    return chip.mesh();
  }

  @Override
  public void program(MeshPhases phases) throws ProcessorException {
    control.pass();
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
    control.pass();
    return chip.propagate(direction, launches, readOut, scale);
  }

  @Override
  public ProcessorCounters counters() {
    return chip.counters();
  }

  /** Leaves the chip open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
