package org.insitu.mesh.decompose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainPhasesTest {
  private static final double TOLERANCE = 1e-13;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 9, 64})
  void routedVectorArrivesInTheLastPort(int ports) {
    ComplexBatch vector = randomVector(ports);
    MeshPhases phases = ChainPhases.routing(column(vector.re()), column(vector.im()));
    ComplexBatch output = model(ports, phases).transform(Direction.FORWARD, vector);
    for (int port = 0; port < ports - 1; port++) {
      assertEquals(0, output.re()[port][0], TOLERANCE * ports);
      assertEquals(0, output.im()[port][0], TOLERANCE * ports);
    }
    assertEquals(Math.sqrt(vector.squaredNorm(0)), output.re()[ports - 1][0], TOLERANCE * ports);
    assertEquals(0, output.im()[ports - 1][0], TOLERANCE * ports);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 9, 64})
  void generatedVectorComesOutBackwards(int ports) {
    ComplexBatch vector = randomVector(ports);
    double norm = Math.sqrt(vector.squaredNorm(0));
    assertGenerates(column(vector.re()), column(vector.im()), norm);
  }

  @Test
  void basisVectorsAndVectorsWithZerosAreGenerated() {
    assertGenerates(new double[] {1, 0, 0, 0}, new double[4], 1);
    assertGenerates(new double[] {0, 0, 0, -1}, new double[4], 1);
    assertGenerates(new double[] {0, 0, 0, 0}, new double[] {0, 1, 0, 0}, 1);
    assertGenerates(new double[] {0, 3, 0, 0}, new double[] {0, 0, 0, 4}, 5);
  }

  @Test
  void hugeAndTinyVectorsKeepTheirDirection() {
    assertGenerates(new double[] {3e200, 4e200}, new double[2], 5e200);
    assertGenerates(new double[] {3e-200, 4e-200}, new double[2], 5e-200);
  }

  @Test
  void zeroVectorIsRoutedByTheBarStateButCannotBeMade() {
    Mesh mesh = Mesh.of(Topology.CHAIN, 3);
    MeshPhases phases = ChainPhases.routing(new double[3], new double[3]);
    assertArrayEquals(MeshPhases.bar(mesh).theta(), phases.theta(), TOLERANCE);
    assertThrows(
        IllegalArgumentException.class, () -> ChainPhases.generating(new double[3], new double[3]));
  }

  @Test
  void badVectorsAreRefused() {
    double[] two = new double[2];
    assertThrows(
        IllegalArgumentException.class,
        () -> ChainPhases.routing(new double[] {1, Double.NaN}, two));
    assertThrows(IllegalArgumentException.class, () -> ChainPhases.routing(new double[3], two));
    assertThrows(
        IllegalArgumentException.class, () -> ChainPhases.routing(new double[1], new double[1]));
  }

  private static void assertGenerates(double[] re, double[] im, double norm) {
    ComplexBatch last = ComplexBatch.zeros(re.length, 1);
    last.set(re.length - 1, 0, 1, 0);
    ComplexBatch made =
        model(re.length, ChainPhases.generating(re, im)).transform(Direction.BACKWARD, last);
    for (int port = 0; port < re.length; port++) {
      assertEquals(re[port] / norm, made.re()[port][0], TOLERANCE, "port " + port);
      assertEquals(im[port] / norm, made.im()[port][0], TOLERANCE, "port " + port);
    }
  }

  private static MeshModel model(int ports, MeshPhases phases) {
    MeshModel model = new MeshModel(Mesh.of(Topology.CHAIN, ports));
    model.setPhases(phases);
    return model;
  }

  private static ComplexBatch randomVector(int ports) {
    Random random = new Random(ports);
    ComplexBatch vector = ComplexBatch.zeros(ports, 1);
    for (int port = 0; port < ports; port++) {
      vector.set(port, 0, random.nextGaussian(), random.nextGaussian());
    }
    return vector;
  }

  private static double[] column(double[][] part) {
    double[] column = new double[part.length];
    for (int port = 0; port < part.length; port++) {
      column[port] = part[port][0];
    }
    return column;
  }
}
