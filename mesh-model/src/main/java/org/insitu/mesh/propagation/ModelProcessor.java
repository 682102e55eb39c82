package org.insitu.mesh.propagation;

import java.time.Duration;
import java.util.Arrays;
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
  private Direction direction = Direction.FORWARD;
  private long launches;
  private long heaterWrites;
  private long tapReads;
  private long directionSwitches;
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
  }

  @Override
  public Mesh mesh() {
    return model.mesh();
  }

  @Override
  public void program(MeshPhases phases) {
    checkOpen();
    MeshModel.checkFits(mesh(), phases);
    if (Arrays.stream(phases.gamma()).anyMatch(gamma -> gamma != 0)) {
      throw new IllegalArgumentException("gamma is not zero; a chip has no output phases");
    }
    model.setPhases(phases);
    heaterWrites += 2L * mesh().nodeCount();
  }

  @Override
  public MeshPhases programmed() {
    return model.phases();
  }

  @Override
  public Propagation propagate(
      Direction direction, ComplexBatch launches, ReadOut readOut, LaunchScale scale) {
    checkOpen();
    if (launches.ports() != mesh().ports()) {
      throw new IllegalArgumentException(
          "vectors of " + launches.ports() + " ports for a mesh of " + mesh().ports());
    }
    count(direction, launches, readOut);
    if (readOut.taps()) {
      Propagation propagation = model.propagate(direction, launches);
      return new Propagation(readOutput(propagation.output(), readOut), propagation.taps());
    }
    return new Propagation(
        readOutput(model.transform(direction, launches), readOut), Optional.empty());
  }

  @Override
  public ProcessorCounters counters() {
    return new ProcessorCounters(
        launches, heaterWrites, tapReads, directionSwitches, Duration.ZERO);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void count(Direction wanted, ComplexBatch batch, ReadOut readOut) {
    for (int sample = 0; sample < batch.samples(); sample++) {
      double power = batch.squaredNorm(sample);
      if (!Double.isFinite(power)) {
        throw new IllegalArgumentException("vector " + sample + " is not finite");
      }
    }
    for (int sample = 0; sample < batch.samples(); sample++) {
      if (batch.squaredNorm(sample) > 0) {
        launches++;
        tapReads += readOut.taps() ? 2L * mesh().nodeCount() : 0;
        directionSwitches += wanted == direction ? 0 : 1;
        direction = wanted;
      }
    }
  }

  private static ComplexBatch readOutput(ComplexBatch output, ReadOut readOut) {
    if (readOut.phases()) {
      return output;
    }
    ComplexBatch magnitudes = ComplexBatch.zeros(output.ports(), output.samples());
    for (int port = 0; port < output.ports(); port++) {
      for (int sample = 0; sample < output.samples(); sample++) {
        magnitudes.re()[port][sample] =
            Math.hypot(output.re()[port][sample], output.im()[port][sample]);
      }
    }
    return magnitudes;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the processor is closed");
    }
  }
}
