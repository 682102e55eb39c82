package org.insitu.trainer.large;

import java.util.Optional;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.MeshEngine;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * A layer on the engine, with a read-out that makes no error: in situ gradients of three passes
 * with a tap at every heater. Unequal arms bias them.
 */
public final class EngineLayer implements PhotonicLayer {
  private final MeshEngine<FloatBatch> engine;

  /**
   * Creates a layer in the bar state.
   *
   * @param threads threads to use, at least 1
   */
  public EngineLayer(Mesh mesh, MeshErrors errors, ArmImbalance imbalance, int threads) {
    engine = MeshEngine.inFloat(mesh, errors, imbalance, threads);
  }

  @Override
  public void program(MeshPhases phases) {
    engine.program(phases);
  }

  @Override
  public void forward(FloatBatch input, FloatBatch output) {
    engine.transform(Direction.FORWARD, input, output);
  }

  @Override
  public MeshGradient backward(
      FloatBatch input, FloatBatch output, FloatBatch cotangent, Optional<FloatBatch> adjoint) {
    return engine.gradientOfOutput(input, output, cotangent, adjoint);
  }

  @Override
  public void close() {
    engine.close();
  }
}
