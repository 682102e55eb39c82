package org.insitu.mesh.decompose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImperfectMeshTest {
  /** Rounding of a few dozen nodes; near the ends of reach θ is a square root of the split. */
  private static final double EXACT = 1e-11;

  @ParameterizedTest
  @EnumSource(names = {"TRIANGULAR", "RECTANGULAR"})
  void reachableUnitaryIsRealisedExactly(Topology topology) {
    Random random = new Random(5);
    Mesh mesh = Mesh.of(topology, 6);
    // Splits between 0.2 and 0.8 are within reach of errors of 0.1 rad.
    MeshPhases wanted = phases(mesh, 0.93, 2.21, random);
    MeshErrors errors = couplerErrors(mesh, 0.1, random);
    ImperfectMesh.Programmed programmed = new ImperfectMesh(mesh, errors).correct(wanted);
    assertEquals(0, programmed.unreachableNodes());
    assertEquals(0, programmed.matrixError(), EXACT);
    assertEquals(
        0, matrix(mesh, errors, programmed.phases()).maxDifference(matrix(mesh, wanted)), EXACT);
    assertTrue(
        matrix(mesh, errors, wanted).maxDifference(matrix(mesh, wanted)) > 0.05,
        "the errors do harm when they are not corrected");

    ImperfectMesh.Programmed again = new ImperfectMesh(mesh, errors).program(matrix(mesh, wanted));
    assertEquals(0, again.matrixError(), EXACT);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRIANGULAR", "RECTANGULAR"})
  void withoutErrorsItIsThePlainDecomposition(Topology topology) {
    Mesh mesh = Mesh.of(topology, 8);
    ComplexMatrix unitary = HaarUnitary.sample(8, new Random(6));
    ImperfectMesh.Programmed programmed =
        new ImperfectMesh(mesh, MeshErrors.none(mesh)).program(unitary);
    assertEquals(0, programmed.unreachableNodes());
    assertEquals(0, programmed.matrixError(), EXACT);
  }

  @Test
  void unreachableSplitIsTheNearestReachableAndReported() {
    Mesh mesh = Mesh.of(Topology.TRIANGULAR, 2);
    MeshErrors errors = new MeshErrors(new double[] {0.1}, new double[] {0.05}, new double[] {0});
    MeshPhases cross = MeshPhases.of(mesh, new double[] {0}, new double[] {0.3});
    ImperfectMesh.Programmed programmed = new ImperfectMesh(mesh, errors).correct(cross);
    double lowest = Math.pow(Math.sin(0.15), 2);
    assertEquals(lowest, programmed.missingSplit()[0], EXACT);
    ComplexMatrix reached = matrix(mesh, errors, programmed.phases());
    assertEquals(lowest, Math.pow(reached.re()[0][0], 2) + Math.pow(reached.im()[0][0], 2), EXACT);
    assertEquals(programmed.matrixError(), reached.maxDifference(matrix(mesh, cross)), EXACT);

    MeshPhases bar = MeshPhases.bar(mesh);
    assertEquals(
        Math.pow(Math.sin(0.05), 2),
        new ImperfectMesh(mesh, errors).correct(bar).missingSplit()[0],
        EXACT);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRIANGULAR", "RECTANGULAR"})
  void correctionBeatsNoCorrectionWhereSomeSplitsAreOutOfReach(Topology topology) {
    Random random = new Random(7);
    Mesh mesh = Mesh.of(topology, 12);
    ComplexMatrix unitary = HaarUnitary.sample(12, random);
    MeshErrors errors = couplerErrors(mesh, 0.15, random);
    ImperfectMesh.Programmed programmed = new ImperfectMesh(mesh, errors).program(unitary);
    assertTrue(programmed.unreachableNodes() > 0, "the case must have unreachable nodes");
    double uncorrected =
        matrix(mesh, errors, Decomposition.phases(mesh, unitary)).maxDifference(unitary);
    assertTrue(
        programmed.matrixError() < uncorrected / 2,
        programmed.matrixError() + " against " + uncorrected);
  }

  @Test
  void chainsAreCorrectedToo() {
    Random random = new Random(8);
    Mesh mesh = Mesh.of(Topology.CHAIN, 5);
    MeshPhases wanted = phases(mesh, 1, 2, random);
    MeshErrors errors = couplerErrors(mesh, 0.1, random);
    assertEquals(0, new ImperfectMesh(mesh, errors).correct(wanted).matrixError(), EXACT);
  }

  @Test
  void exactBarAndCrossOfAnErrorFreeMeshKeepTheirPhases() {
    Random random = new Random(9);
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 4);
    double[] theta = {0, Math.PI, Math.PI, 0, Math.PI, 0};
    MeshPhases wanted =
        new MeshPhases(theta, phases(mesh, 0, 1, random).phi(), new double[] {1, 2, 3, 4});
    assertEquals(
        0, new ImperfectMesh(mesh, MeshErrors.none(mesh)).correct(wanted).matrixError(), EXACT);
  }

  @Test
  void errorsOfAnotherMeshAreRefused() {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, 4);
    MeshErrors other = MeshErrors.none(Mesh.of(Topology.RECTANGULAR, 3));
    assertThrows(IllegalArgumentException.class, () -> new ImperfectMesh(mesh, other));
  }

  private static ComplexMatrix matrix(Mesh mesh, MeshPhases phases) {
    return matrix(mesh, MeshErrors.none(mesh), phases);
  }

  private static ComplexMatrix matrix(Mesh mesh, MeshErrors errors, MeshPhases phases) {
    MeshModel model = new MeshModel(mesh, errors);
    model.setPhases(phases);
    return model.matrix();
  }

  private static MeshPhases phases(Mesh mesh, double low, double high, Random random) {
    return new MeshPhases(
        random.doubles(mesh.nodeCount(), low, high).toArray(),
        random.doubles(mesh.nodeCount(), 0, 6).toArray(),
        random.doubles(mesh.ports(), 0, 6).toArray());
  }

  private static MeshErrors couplerErrors(Mesh mesh, double bound, Random random) {
    int nodes = mesh.nodeCount();
    return new MeshErrors(
        random.doubles(nodes, -bound, bound).toArray(),
        random.doubles(nodes, -bound, bound).toArray(),
        new double[nodes]);
  }
}
