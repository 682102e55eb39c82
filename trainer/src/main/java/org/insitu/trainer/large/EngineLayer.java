package org.insitu.trainer.large;

import java.util.Optional;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.MeshEngine;
import org.insitu.mesh.engine.Team;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * A layer on the engine, with a read-out that makes no error: in situ gradients of three passes
 * with a tap at every heater, biased by unequal arms, or the exact gradient of the model.
 */
public final class EngineLayer implements PhotonicLayer {
  private final MeshEngine<FloatBatch> engine;
  private final boolean exact;

  /**
   * Creates a layer of in situ gradients, in the bar state.
   *
   * @param team threads to use; stays open when the layer is closed
   */
  public EngineLayer(Mesh mesh, MeshErrors errors, ArmImbalance imbalance, Team team) {
    this(MeshEngine.inFloat(mesh, errors, imbalance, team), false);
  }

  private EngineLayer(MeshEngine<FloatBatch> engine, boolean exact) {
    this.engine = engine;
    this.exact = exact;
  }

  /**
   * Creates a layer of exact gradients, in the bar state.
   *
   * @param errors imperfections without loss, known to the model
   * @param team threads to use; stays open when the layer is closed
   */
  public static EngineLayer ofModel(Mesh mesh, MeshErrors errors, Team team) {
    return new EngineLayer(MeshEngine.inFloat(mesh, errors, ArmImbalance.none(mesh), team), true);
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
    return exact
        ? engine.modelGradient(input, output, cotangent, adjoint)
        : engine.gradientOfOutput(input, output, cotangent, adjoint);
  }

  @Override
  public void close() {
    engine.close();
  }
}
