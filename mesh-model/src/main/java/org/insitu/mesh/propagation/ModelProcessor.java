package org.insitu.mesh.propagation;

import java.util.Optional;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;

/** The model itself as a processor: exact, noiseless, and it takes no time on a chip. */
public final class ModelProcessor implements PhotonicProcessor {
  private final MeshModel model;
  private final LaunchLedger ledger;
  private boolean closed;

  /** Creates a processor of a perfect mesh. */
  public ModelProcessor(Mesh mesh) {
    this(mesh, MeshErrors.none(mesh));
  }

  /**
   * Creates a processor of an imperfect mesh.
   *
   * @throws IllegalArgumentException if the errors do not fit the mesh
   */
  public ModelProcessor(Mesh mesh, MeshErrors errors) {
    model = new MeshModel(mesh, errors);
    ledger = new LaunchLedger(mesh);
  }

  @Override
  public Mesh mesh() {
    return model.mesh();
  }

  @Override
  public void program(MeshPhases phases) {
    checkOpen();
    ledger.program(phases);
    model.setPhases(phases);
  }

  @Override
  public MeshPhases programmed() {
    return model.phases();
  }

  @Override
  public Propagation propagate(
      Direction direction, ComplexBatch launches, ReadOut readOut, LaunchScale scale) {
    checkOpen();
    ledger.launch(direction, launches, readOut);
    if (readOut.taps()) {
      Propagation propagation = model.propagate(direction, launches);
      return new Propagation(LaunchLedger.shown(propagation.output(), readOut), propagation.taps());
    }
    return new Propagation(
        LaunchLedger.shown(model.transform(direction, launches), readOut), Optional.empty());
  }

  @Override
  public ProcessorCounters counters() {
    return ledger.counters();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the processor is closed");
    }
  }
}
