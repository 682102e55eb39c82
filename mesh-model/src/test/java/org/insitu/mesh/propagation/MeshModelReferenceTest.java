package org.insitu.mesh.propagation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.reference.ReferenceCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number of every reference file, see {@code reference/README.md}. */
class MeshModelReferenceTest {
  /** About 40 elements of rounding on numbers of order one; both sides are double precision. */
  private static final double TOLERANCE = 1e-12;

  static Stream<ReferenceCase> cases() {
    return ReferenceCase.all();
  }

  private static MeshModel model(ReferenceCase reference) {
    MeshModel model = new MeshModel(reference.mesh(), reference.errors());
    model.setPhases(reference.phases());
    return model;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nodesAreInLightOrder(ReferenceCase reference) {
    int[][] actual = new int[reference.mesh().nodeCount()][2];
    for (int node = 0; node < actual.length; node++) {
      MeshNode at = reference.mesh().nodes().get(node);
      actual[node] = new int[] {at.column(), at.row()};
    }
    for (int node = 0; node < actual.length; node++) {
      assertEquals(reference.json().get("nodes").get(node).get(0).asInt(), actual[node][0]);
      assertEquals(reference.json().get("nodes").get(node).get(1).asInt(), actual[node][1]);
    }
    assertEquals(reference.json().get("nodes").size(), actual.length);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matrixAgrees(ReferenceCase reference) {
    assertEquals(0, model(reference).matrix().maxDifference(reference.matrix("matrix")), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fieldsAgreeInBothDirections(ReferenceCase reference) {
    MeshModel model = model(reference);
    assertSame(
        reference.vector("output"), model.transform(Direction.FORWARD, reference.vector("input")));
    assertSame(
        reference.vector("adjoint_input"),
        model.transform(Direction.BACKWARD, reference.vector("cotangent")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndCotangentAgree(ReferenceCase reference) {
    ComplexBatch output = model(reference).transform(Direction.FORWARD, reference.vector("input"));
    double[] weights = reference.reals("loss_weights");
    ComplexBatch cotangent = output.copy();
    double loss = 0;
    for (int port = 0; port < weights.length; port++) {
      double re = output.re()[port][0];
      double im = output.im()[port][0];
      loss += weights[port] * (re * re + im * im);
      cotangent.set(port, 0, 2 * weights[port] * re, -2 * weights[port] * im);
    }
    assertEquals(reference.json().get("loss").asDouble(), loss, TOLERANCE);
    assertSame(reference.vector("cotangent"), cotangent);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tapsAgreeInAllThreePasses(ReferenceCase reference) {
    MeshModel model = model(reference);
    Propagation forward = model.propagate(Direction.FORWARD, reference.vector("input"));
    Propagation backward = model.propagate(Direction.BACKWARD, reference.vector("cotangent"));
    Propagation sum =
        model.propagate(
            Direction.FORWARD, MeshModel.sumLaunch(reference.vector("input"), backward.output()));
    assertTaps(reference, "forward", forward.taps().orElseThrow());
    assertTaps(reference, "backward", backward.taps().orElseThrow());
    assertTaps(reference, "sum", sum.taps().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void exactGradientAgrees(ReferenceCase reference) {
    AdjointResult result =
        model(reference).adjoint(reference.vector("input"), reference.vector("cotangent"));
    assertArrayEquals(reference.reals("grad_theta"), result.gradient().theta(), TOLERANCE);
    assertArrayEquals(reference.reals("grad_phi"), result.gradient().phi(), TOLERANCE);
    assertSame(reference.vector("output"), result.output());
    assertSame(reference.vector("adjoint_input"), result.adjointInput());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientFromTapsAgrees(ReferenceCase reference) {
    MeshGradient gradient =
        model(reference)
            .insitu(reference.vector("input"), reference.vector("cotangent"))
            .gradient();
    assertArrayEquals(reference.reals("grad_theta_from_taps"), gradient.theta(), TOLERANCE);
    assertArrayEquals(reference.reals("grad_phi_from_taps"), gradient.phi(), TOLERANCE);
  }

  private static void assertTaps(ReferenceCase reference, String pass, TapPowers taps) {
    assertArrayEquals(
        reference.reals("tap_theta_" + pass), column(taps.theta()), TOLERANCE, "theta " + pass);
    assertArrayEquals(
        reference.reals("tap_phi_" + pass), column(taps.phi()), TOLERANCE, "phi " + pass);
  }

  private static double[] column(double[][] power) {
    return Stream.of(power).mapToDouble(samples -> samples[0]).toArray();
  }

  private static void assertSame(ComplexBatch expected, ComplexBatch actual) {
    assertEquals(
        0,
        new ComplexMatrix(expected.re(), expected.im())
            .maxDifference(new ComplexMatrix(actual.re(), actual.im())),
        TOLERANCE);
  }
}
