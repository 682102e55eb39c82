package org.insitu.mesh.propagation;

import java.time.Duration;
import java.util.Arrays;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.ReadOut;

/**
 * Checks and counts what a processor in software is asked to do, as a chip would count it: a zero
 * vector is no launch, every heater of a program is a write. It takes no time on a chip.
 */
public final class LaunchLedger {
  private final Mesh mesh;
  private Direction direction = Direction.FORWARD;
  private long launches;
  private long heaterWrites;
  private long tapReads;
  private long directionSwitches;

  /** Opens an empty ledger for a processor of this mesh. */
  public LaunchLedger(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * Books a program.
   *
   * @throws IllegalArgumentException if the phases do not fit the mesh or γ is not zero
   */
  public void program(MeshPhases phases) {
    MeshModel.checkFits(mesh, phases);
    if (Arrays.stream(phases.gamma()).anyMatch(gamma -> gamma != 0)) {
      throw new IllegalArgumentException("gamma is not zero; a chip has no output phases");
    }
    heaterWrites += 2L * mesh.nodeCount();
  }

  /**
   * Books a batch of launches.
   *
   * @param batch vectors, {@code [port][sample]}; Not modified
   * @throws IllegalArgumentException if the batch does not fit the mesh or is not finite; nothing
   *     is counted then
   */
  public void launch(Direction wanted, ComplexBatch batch, ReadOut readOut) {
    if (batch.ports() != mesh.ports()) {
      throw new IllegalArgumentException(
          "vectors of " + batch.ports() + " ports for a mesh of " + mesh.ports());
    }
    long lit = 0;
    for (int sample = 0; sample < batch.samples(); sample++) {
      double power = batch.squaredNorm(sample);
      if (!Double.isFinite(power)) {
        throw new IllegalArgumentException("vector " + sample + " is not finite");
      }
      lit += power > 0 ? 1 : 0;
    }
    if (lit > 0) {
      launches += lit;
      tapReads += readOut.taps() ? lit * 2 * mesh.nodeCount() : 0;
      directionSwitches += wanted == direction ? 0 : 1;
      direction = wanted;
    }
  }

  /** Returns what was booked so far. */
  public ProcessorCounters counters() {
    return new ProcessorCounters(
        launches, heaterWrites, tapReads, directionSwitches, Duration.ZERO);
  }

  /**
   * Returns fields as a read-out shows them: as they are, or as real magnitudes where phases are
   * not read.
   *
   * @param output fields, {@code [port][sample]}; Not modified
   */
  public static ComplexBatch shown(ComplexBatch output, ReadOut readOut) {
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
}
