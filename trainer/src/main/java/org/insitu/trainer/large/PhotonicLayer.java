package org.insitu.trainer.large;

import java.util.Optional;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.propagation.MeshGradient;

/** One layer of a network, y = U x, and the derivatives by its phases. Owned by one thread. */
public sealed interface PhotonicLayer extends AutoCloseable permits EngineLayer, ProcessorLayer {
  /** Sets the phases, γ included. */
  void program(MeshPhases phases) throws ProcessorException;

  /**
   * Computes y = U x.
   *
   * @param input x, {@code [port][sample]}; Not modified
   * @param output y, same shape; Modified
   */
  void forward(FloatBatch input, FloatBatch output) throws ProcessorException;

  /**
   * Computes derivatives of a loss, after {@link #forward} of the same input.
   *
   * @param input x; Not modified
   * @param output y; Not modified unless it comes out the same
   * @param cotangent g = dL/dRe(y) - i dL/dIm(y); Not modified
   * @param adjoint Re(Uᵀg), the derivative by real launches, in real parts; imaginary parts mean
   *     nothing; Modified; empty where nothing needs it
   * @return derivatives by the phases, summed over the batch
   */
  MeshGradient backward(
      FloatBatch input, FloatBatch output, FloatBatch cotangent, Optional<FloatBatch> adjoint)
      throws ProcessorException;

  @Override
  void close() throws ProcessorException;
}
