package org.insitu.mesh.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeshModelTest {
  /** A few dozen elements of double rounding on fields of order one. */
  private static final double TOLERANCE = 1e-13;

  /** Truncation h² and rounding ε/h of a central difference meet near this. */
  private static final double DIFFERENCE_TOLERANCE = 1e-8;

  private static final double STEP_RAD = 1e-5;

  @ParameterizedTest
  @EnumSource
  void barStateIsTheIdentity(Topology topology) {
    Mesh mesh = Mesh.of(topology, 7);
    assertEquals(
        0, new MeshModel(mesh).matrix().maxDifference(ComplexMatrix.identity(7)), TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void losslessMeshIsUnitaryEvenWithCouplerErrors(Topology topology) {
    Random random = new Random(1);
    Mesh mesh = Mesh.of(topology, 6);
    MeshModel model = new MeshModel(mesh, randomErrors(mesh, 0.2, 0, random));
    model.setPhases(randomPhases(mesh, random));
    ComplexMatrix unitary = model.matrix();
    assertEquals(
        0, unitary.adjoint().times(unitary).maxDifference(ComplexMatrix.identity(6)), TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void backwardIsTheTransposeWithErrorsAndLoss(Topology topology) {
    Random random = new Random(2);
    Mesh mesh = Mesh.of(topology, 5);
    MeshModel model = new MeshModel(mesh, randomErrors(mesh, 0.2, 0.5, random));
    model.setPhases(randomPhases(mesh, random));
    ComplexMatrix identity = ComplexMatrix.identity(5);
    ComplexBatch backward =
        model.transform(Direction.BACKWARD, new ComplexBatch(identity.re(), identity.im()));
    ComplexMatrix matrix = model.matrix();
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        assertEquals(matrix.re()[i][j], backward.re()[j][i], TOLERANCE);
        assertEquals(matrix.im()[i][j], backward.im()[j][i], TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientOfABatchIsTheCentralDifferenceForEveryPhase(Topology topology) {
    Random random = new Random(3);
    Mesh mesh = Mesh.of(topology, 4);
    MeshModel model = new MeshModel(mesh, randomErrors(mesh, 0.2, 0.5, random));
    MeshPhases phases = randomPhases(mesh, random);
    ComplexBatch input = randomBatch(4, 3, random);
    ComplexBatch cotangent = randomBatch(4, 3, random);
    model.setPhases(phases);
    MeshGradient gradient = model.adjoint(input, cotangent).gradient();

    double[] theta = phases.theta();
    double[] phi = phases.phi();
    double[] gamma = phases.gamma();
    assertDifferences(gradient.theta(), theta, model, theta, phi, gamma, input, cotangent);
    assertDifferences(gradient.phi(), phi, model, theta, phi, gamma, input, cotangent);
    assertDifferences(gradient.gamma(), gamma, model, theta, phi, gamma, input, cotangent);
  }

  @Test
  void tapGradientIsExactWithCouplerErrorsAndBiasedByLoss() {
    Random random = new Random(4);
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 6);
    MeshPhases phases = randomPhases(mesh, random);
    ComplexBatch input = randomBatch(6, 4, random);
    ComplexBatch cotangent = randomBatch(6, 4, random);
    MeshErrors couplers = randomErrors(mesh, 0.3, 0, random);
    assertEquals(0, tapGradientError(mesh, couplers, phases, input, cotangent), 1e-12);
    MeshErrors lossy = randomErrors(mesh, 0, 1, random);
    assertTrue(tapGradientError(mesh, lossy, phases, input, cotangent) > 1e-3);
  }

  @Test
  void equalLossOfEveryColumnOfARectangleIsACommonFactor() {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 2);
    MeshModel model =
        new MeshModel(mesh, new MeshErrors(new double[1], new double[1], new double[] {20}));
    // 20 dB take the power to a hundredth, the field to a tenth.
    assertEquals(0.1, model.matrix().re()[0][0], TOLERANCE);
  }

  @Test
  void unequalArmsAttenuateLeftOfTheirHeaterAndKeepReciprocityAndTheGradient() {
    Random random = new Random(6);
    Mesh mesh = Mesh.of(Topology.CHAIN, 2);
    MeshErrors none = MeshErrors.none(mesh);
    // 6.02 dB halve the field.
    double halved = 20 * Math.log10(2);
    ArmImbalance imbalance = new ArmImbalance(new double[1], new double[] {halved});
    MeshModel model = new MeshModel(mesh, none, imbalance);
    ComplexBatch top = ComplexBatch.zeros(2, 1);
    top.set(0, 0, 1, 0);
    // Bar state: light of the top port passes the φ arm and stays on top.
    assertEquals(0.5, model.transform(Direction.FORWARD, top).re()[0][0], TOLERANCE);
    assertEquals(
        0.25, model.propagate(Direction.FORWARD, top).taps().orElseThrow().phi()[0][0], TOLERANCE);
    assertEquals(0.5, model.transform(Direction.BACKWARD, top).re()[0][0], TOLERANCE);
    assertEquals(
        1, model.propagate(Direction.BACKWARD, top).taps().orElseThrow().phi()[0][0], TOLERANCE);

    Mesh larger = Mesh.of(Topology.RECTANGULAR, 4);
    MeshModel random4 =
        new MeshModel(
            larger,
            randomErrors(larger, 0.2, 0.5, random),
            new ArmImbalance(
                random.doubles(6, -0.5, 0.5).toArray(), random.doubles(6, -0.5, 0.5).toArray()));
    MeshPhases phases = randomPhases(larger, random);
    ComplexBatch input = randomBatch(4, 3, random);
    ComplexBatch cotangent = randomBatch(4, 3, random);
    random4.setPhases(phases);
    MeshGradient gradient = random4.adjoint(input, cotangent).gradient();
    double[] theta = phases.theta();
    double[] phi = phases.phi();
    assertDifferences(
        gradient.theta(), theta, random4, theta, phi, phases.gamma(), input, cotangent);
    assertDifferences(gradient.phi(), phi, random4, theta, phi, phases.gamma(), input, cotangent);
  }

  @Test
  void wrongSizesAreRejectedWithBothNumbers() {
    Mesh mesh = Mesh.of(Topology.TRIANGULAR, 4);
    MeshModel model = new MeshModel(mesh);
    MeshPhases other = MeshPhases.bar(Mesh.of(Topology.TRIANGULAR, 5));
    assertMessage(
        "10 nodes and 5 ports for a mesh of 6 nodes and 4 ports", () -> model.setPhases(other));
    assertMessage(
        "vectors of 3 ports for a mesh of 4",
        () -> model.transform(Direction.FORWARD, ComplexBatch.zeros(3, 1)));
    assertMessage(
        "2 inputs but 1 cotangents",
        () -> model.adjoint(ComplexBatch.zeros(4, 2), ComplexBatch.zeros(4, 1)));
    assertMessage(
        "errors of 3 nodes for a mesh of 6",
        () -> new MeshModel(mesh, MeshErrors.none(Mesh.of(Topology.TRIANGULAR, 3))));
  }

  @Test
  void launchesAreNotModified() {
    Random random = new Random(5);
    ComplexBatch input = randomBatch(3, 2, random);
    ComplexBatch before = input.copy();
    new MeshModel(Mesh.of(Topology.CHAIN, 3)).insitu(input, input);
    assertEquals(
        0,
        new ComplexMatrix(before.re(), before.im())
            .maxDifference(new ComplexMatrix(input.re(), input.im())));
  }

  private static void assertMessage(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  private static double tapGradientError(
      Mesh mesh, MeshErrors errors, MeshPhases phases, ComplexBatch input, ComplexBatch cotangent) {
    MeshModel model = new MeshModel(mesh, errors);
    model.setPhases(phases);
    MeshGradient exact = model.adjoint(input, cotangent).gradient();
    MeshGradient taps = model.insitu(input, cotangent).gradient();
    double worst = 0;
    for (int node = 0; node < mesh.nodeCount(); node++) {
      worst = Math.max(worst, Math.abs(exact.theta()[node] - taps.theta()[node]));
      worst = Math.max(worst, Math.abs(exact.phi()[node] - taps.phi()[node]));
    }
    return worst;
  }

  /** Compares a gradient with the differences of Re(g · y), whose cotangent is g. */
  private static void assertDifferences(
      double[] gradient,
      double[] varied,
      MeshModel model,
      double[] theta,
      double[] phi,
      double[] gamma,
      ComplexBatch input,
      ComplexBatch cotangent) {
    for (int i = 0; i < varied.length; i++) {
      double kept = varied[i];
      varied[i] = kept + STEP_RAD;
      model.setPhases(new MeshPhases(theta, phi, gamma));
      double above = overlap(cotangent, model.transform(Direction.FORWARD, input));
      varied[i] = kept - STEP_RAD;
      model.setPhases(new MeshPhases(theta, phi, gamma));
      double below = overlap(cotangent, model.transform(Direction.FORWARD, input));
      varied[i] = kept;
      assertEquals((above - below) / (2 * STEP_RAD), gradient[i], DIFFERENCE_TOLERANCE);
    }
  }

  private static double overlap(ComplexBatch g, ComplexBatch y) {
    double sum = 0;
    for (int port = 0; port < g.ports(); port++) {
      for (int sample = 0; sample < g.samples(); sample++) {
        sum +=
            g.re()[port][sample] * y.re()[port][sample]
                - g.im()[port][sample] * y.im()[port][sample];
      }
    }
    return sum;
  }

  static MeshPhases randomPhases(Mesh mesh, Random random) {
    return new MeshPhases(
        random.doubles(mesh.nodeCount(), 0, 2 * Math.PI).toArray(),
        random.doubles(mesh.nodeCount(), 0, 2 * Math.PI).toArray(),
        random.doubles(mesh.ports(), 0, 2 * Math.PI).toArray());
  }

  static MeshErrors randomErrors(Mesh mesh, double couplerRad, double lossDb, Random random) {
    int nodes = mesh.nodeCount();
    return new MeshErrors(
        random.doubles(nodes).map(u -> couplerRad * (2 * u - 1)).toArray(),
        random.doubles(nodes).map(u -> couplerRad * (2 * u - 1)).toArray(),
        random.doubles(nodes).map(u -> lossDb * u).toArray());
  }

  static ComplexBatch randomBatch(int ports, int samples, Random random) {
    ComplexBatch batch = ComplexBatch.zeros(ports, samples);
    for (int port = 0; port < ports; port++) {
      for (int sample = 0; sample < samples; sample++) {
        batch.set(port, sample, random.nextGaussian(), random.nextGaussian());
      }
    }
    return batch;
  }
}
