package org.insitu.mesh.decompose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HaarPhasesTest {
  private static final int SAMPLES = 20_000;

  /** Of 2 N² numbers compared per case none passes 5 standard errors by chance (p = 6e-7 each). */
  private static final double STANDARD_ERRORS = 5;

  static Stream<Arguments> meshes() {
    return Stream.of(Topology.TRIANGULAR, Topology.RECTANGULAR)
        .flatMap(topology -> Stream.of(2, 3, 4, 5).map(ports -> Arguments.of(topology, ports)));
  }

  @ParameterizedTest
  @MethodSource("meshes")
  void sampledMeshesHaveHaarMomentsInEveryEntry(Topology topology, int ports) {
    Mesh mesh = Mesh.of(topology, ports);
    MeshModel model = new MeshModel(mesh);
    assertHaarMoments(
        ports,
        random -> {
          model.setPhases(HaarPhases.sample(mesh, random));
          return model.matrix();
        });
  }

  @Test
  void sampledUnitariesHaveHaarMomentsInEveryEntry() {
    assertHaarMoments(4, random -> HaarUnitary.sample(4, random));
  }

  @Test
  void exponentsOfATriangleAreRowsPlusOne() {
    assertArrayEquals(
        new int[] {1, 2, 1, 3, 2, 1}, HaarPhases.exponents(Mesh.of(Topology.TRIANGULAR, 4)));
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedGivesTheSamePhases(Topology topology) {
    Mesh mesh = Mesh.of(topology, 5);
    assertEquals(HaarPhases.sample(mesh, new Random(3)), HaarPhases.sample(mesh, new Random(3)));
  }

  /**
   * E|U|² = 1/N and E|U|⁴ = 2/(N(N+1)) with the spread of the exact moments E|U|^2k = k! (N-1)! /
   * (N+k-1)!.
   */
  private static void assertHaarMoments(int ports, Function<Random, ComplexMatrix> source) {
    Random random = new Random(ports);
    double[][] second = new double[ports][ports];
    double[][] fourth = new double[ports][ports];
    for (int sample = 0; sample < SAMPLES; sample++) {
      ComplexMatrix unitary = source.apply(random);
      for (int i = 0; i < ports; i++) {
        for (int j = 0; j < ports; j++) {
          double power =
              unitary.re()[i][j] * unitary.re()[i][j] + unitary.im()[i][j] * unitary.im()[i][j];
          second[i][j] += power / SAMPLES;
          fourth[i][j] += power * power / SAMPLES;
        }
      }
    }
    double secondError = Math.sqrt((moment(ports, 2) - sq(moment(ports, 1))) / SAMPLES);
    double fourthError = Math.sqrt((moment(ports, 4) - sq(moment(ports, 2))) / SAMPLES);
    for (int i = 0; i < ports; i++) {
      for (int j = 0; j < ports; j++) {
        String entry = "entry " + i + "," + j;
        assertEquals(1.0 / ports, second[i][j], STANDARD_ERRORS * secondError, entry);
        assertEquals(
            2.0 / (ports * (ports + 1)), fourth[i][j], STANDARD_ERRORS * fourthError, entry);
      }
    }
  }

  private static double moment(int ports, int k) {
    double moment = 1;
    for (int factor = 1; factor <= k; factor++) {
      moment *= (double) factor / (ports + factor - 1);
    }
    return moment;
  }

  private static double sq(double x) {
    return x * x;
  }
}
