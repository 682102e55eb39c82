package org.insitu.mesh.decompose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.propagation.MeshModel;
import org.insitu.mesh.reference.ReferenceCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecompositionTest {
  /** Rounding of N columns of rotations, for N up to 96. */
  private static final double ROUND_TRIP = 1e-12;

  static Stream<Arguments> sizes() {
    return Stream.of(Topology.TRIANGULAR, Topology.RECTANGULAR)
        .flatMap(
            topology ->
                Stream.of(2, 3, 4, 5, 6, 7, 8, 17, 64, 96)
                    .map(ports -> Arguments.of(topology, ports)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void haarUnitaryComesBack(Topology topology, int ports) {
    assertRoundTrip(topology, HaarUnitary.sample(ports, new Random(ports)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void identityIsTheBarState(Topology topology, int ports) {
    MeshPhases phases = Decomposition.phases(topology, ComplexMatrix.identity(ports));
    double[] pi = new double[phases.nodeCount()];
    Arrays.fill(pi, Math.PI);
    assertArrayEquals(pi, phases.theta(), ROUND_TRIP);
    assertArrayEquals(pi, phases.phi(), ROUND_TRIP);
    assertRoundTrip(topology, ComplexMatrix.identity(ports));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void permutationsAndTheirPhasesComeBack(Topology topology, int ports) {
    Random random = new Random(ports);
    for (int round = 0; round < 5; round++) {
      int[] order = random.ints(0, ports).distinct().limit(ports).toArray();
      ComplexMatrix permutation = ComplexMatrix.zeros(ports, ports);
      ComplexMatrix phased = ComplexMatrix.zeros(ports, ports);
      for (int row = 0; row < ports; row++) {
        permutation.re()[row][order[row]] = 1;
        double angle = 2 * Math.PI * random.nextDouble();
        phased.re()[row][order[row]] = Math.cos(angle);
        phased.im()[row][order[row]] = Math.sin(angle);
      }
      assertRoundTrip(topology, permutation);
      assertRoundTrip(topology, phased);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void fourierMatrixAndBlocksComeBack(Topology topology, int ports) {
    ComplexMatrix fourier = ComplexMatrix.zeros(ports, ports);
    ComplexMatrix block = ComplexMatrix.identity(ports);
    for (int i = 0; i < ports; i++) {
      for (int j = 0; j < ports; j++) {
        double angle = 2 * Math.PI * i * j / ports;
        fourier.re()[i][j] = Math.cos(angle) / Math.sqrt(ports);
        fourier.im()[i][j] = Math.sin(angle) / Math.sqrt(ports);
      }
    }
    block.re()[0][0] = Math.cos(0.3);
    block.im()[0][1] = Math.sin(0.3);
    block.im()[1][0] = Math.sin(0.3);
    block.re()[1][1] = Math.cos(0.3);
    assertRoundTrip(topology, fourier);
    assertRoundTrip(topology, block);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRIANGULAR", "RECTANGULAR"})
  void nearlyDarkEntriesDoNoHarm(Topology topology) {
    ComplexMatrix nearly = ComplexMatrix.identity(4);
    for (double tiny : new double[] {1e-17, 1e-100, 1e-160, 1e-300, Double.MIN_VALUE}) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          nearly.im()[i][j] = i == j ? 0 : tiny;
        }
      }
      assertRoundTrip(topology, nearly);
    }
  }

  static Stream<ReferenceCase> references() {
    return ReferenceCase.all().filter(reference -> reference.name().endsWith("ideal"));
  }

  @ParameterizedTest
  @MethodSource("references")
  void referenceMatricesComeBack(ReferenceCase reference) {
    assertRoundTrip(reference.mesh().topology(), reference.matrix("matrix"));
  }

  @ParameterizedTest
  @MethodSource("references")
  void triangularPhasesAreThoseOfTheReference(ReferenceCase reference) {
    if (reference.mesh().topology() != Topology.TRIANGULAR) {
      return;
    }
    // θ above π is the same splitting as 2π - θ; the decomposition returns the one up to π.
    double[] theta = reference.reals("theta");
    for (int node = 0; node < theta.length; node++) {
      theta[node] = Math.min(theta[node], 2 * Math.PI - theta[node]);
    }
    // Generic phases have one solution, so equal splittings must come out; 1e-9 allows for
    // splittings near bar and cross, where θ depends on the matrix as a square root.
    MeshPhases phases = Decomposition.phases(reference.mesh(), reference.matrix("matrix"));
    assertArrayEquals(theta, phases.theta(), 1e-9);
  }

  @Test
  void matricesThatAreNotUnitaryAreRefused() {
    ComplexMatrix grown = ComplexMatrix.identity(3);
    grown.re()[1][1] = 1.01;
    assertMessage("not unitary", grown);
    ComplexMatrix sheared = ComplexMatrix.identity(3);
    sheared.re()[1][1] = Math.sqrt(0.5);
    sheared.re()[1][2] = Math.sqrt(0.5);
    assertMessage("not unitary", sheared);
    ComplexMatrix broken = ComplexMatrix.identity(3);
    broken.im()[2][0] = Double.NaN;
    assertMessage("not finite", broken);
    assertMessage("cannot be a 3 x 2 matrix", ComplexMatrix.zeros(3, 2));
  }

  @Test
  void chainsAreRefusedBecauseTheyAreNotUniversal() {
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Decomposition.phases(Topology.CHAIN, ComplexMatrix.identity(3)))
            .getMessage()
            .contains("not universal"));
  }

  private static void assertMessage(String part, ComplexMatrix matrix) {
    for (Topology topology : new Topology[] {Topology.TRIANGULAR, Topology.RECTANGULAR}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Decomposition.phases(topology, matrix))
              .getMessage();
      assertTrue(message.contains(part), message);
    }
  }

  private static void assertRoundTrip(Topology topology, ComplexMatrix unitary) {
    ComplexMatrix before = unitary.copy();
    Mesh mesh = Mesh.of(topology, unitary.rows());
    MeshPhases phases = Decomposition.phases(mesh, unitary);
    assertEquals(0, before.maxDifference(unitary), "the matrix was modified");
    for (double[] list : new double[][] {phases.theta(), phases.phi(), phases.gamma()}) {
      for (double phase : list) {
        assertTrue(phase >= 0 && phase < 2 * Math.PI, "phase " + phase);
      }
    }
    MeshModel model = new MeshModel(mesh);
    model.setPhases(phases);
    assertEquals(0, model.matrix().maxDifference(unitary), ROUND_TRIP);
  }
}
