package org.insitu.trainer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshModel;
import org.insitu.trainer.RandomStreams;
import org.insitu.trainer.data.BiasEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkModelTest {
  /** Two programs in double precision over 36 elements. */
  private static final double REFERENCE = 1e-12;

  /** Error of a central difference with step 1e-5: step² plus rounding / step. */
  private static final double DIFFERENCE = 2e-8;

  private static final Mesh TRIANGLE = Mesh.of(Topology.TRIANGULAR, 4);

  private static List<CSVRecord> published() {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setCommentMarker('#')
            .setHeader()
            .setSkipHeaderRecord(true)
            .build();
    try (InputStream in =
            NetworkModelTest.class.getResourceAsStream("published-network-gradient.csv");
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return format.parse(reader).getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Place of a published phase in our array: diagonals to light order. */
  private static int place(PhotonicNetwork network, CSVRecord row) {
    List<MeshNode> diagonals = new ArrayList<>();
    for (int diagonal = 0; diagonal < 3; diagonal++) {
      for (int at = 0; at <= 2 - diagonal; at++) {
        diagonals.add(new MeshNode(2 * diagonal + at, at));
      }
    }
    int node = TRIANGLE.nodes().indexOf(diagonals.get(Integer.parseInt(row.get("index"))));
    int layer = Integer.parseInt(row.get("layer")) - 1;
    return layer * network.layerParameters() + (row.get("kind").equals("phi") ? 6 : 0) + node;
  }

  @Test
  void reproducesThePublishedLossAndGradient() {
    PhotonicNetwork network = PhotonicNetwork.of(TRIANGLE, 3, 2);
    double[] phases = new double[36];
    double[] expected = new double[36];
    for (CSVRecord row : published()) {
      phases[place(network, row)] = Double.parseDouble(row.get("phase"));
      expected[place(network, row)] = Double.parseDouble(row.get("dL_dphase"));
    }
    ComplexBatch input = new BiasEncoding(4, 2).encode(new double[][] {{0.7, -0.4}});
    BatchGradient gradient = new NetworkModel(network).gradient(phases, input, new int[] {0});
    assertEquals(2.019415526703628, gradient.loss(), REFERENCE);
    assertArrayEquals(expected, gradient.gradient(), REFERENCE);
  }

  @ParameterizedTest(name = "{0} {1} ports, {2} layers, {3} classes")
  @CsvSource({"TRIANGULAR,4,3,2", "RECTANGULAR,5,2,3", "TRIANGULAR,3,1,3", "CHAIN,6,4,2"})
  void gradientIsTheCentralDifference(Topology topology, int ports, int layers, int classes) {
    Mesh mesh = Mesh.of(topology, ports);
    PhotonicNetwork network = PhotonicNetwork.of(mesh, layers, classes);
    RandomGenerator random = RandomStreams.of(7, "gradient");
    double[] left = new double[mesh.nodeCount()];
    double[] loss = new double[mesh.nodeCount()];
    for (int node = 0; node < left.length; node++) {
      left[node] = 0.1 * random.nextGaussian();
      loss[node] = 0.2 * random.nextDouble();
    }
    NetworkModel model = new NetworkModel(network, new MeshErrors(left, left, loss));
    double[] phases = InitialPhases.UNIFORM.of(network, random);
    int samples = 5;
    double[][] points = new double[samples][1];
    int[] labels = new int[samples];
    for (int sample = 0; sample < samples; sample++) {
      points[sample][0] = random.nextGaussian();
      labels[sample] = random.nextInt(classes);
    }
    ComplexBatch input = new BiasEncoding(ports, 1).encode(points);
    BatchGradient gradient = model.gradient(phases, input, labels);
    double step = 1e-5;
    for (int i = 0; i < phases.length; i++) {
      double[] shifted = phases.clone();
      shifted[i] += step;
      double above = model.gradient(shifted, input, labels).loss();
      shifted[i] -= 2 * step;
      double below = model.gradient(shifted, input, labels).loss();
      assertEquals((above - below) / (2 * step), gradient.gradient()[i], DIFFERENCE, "phase " + i);
    }
  }

  @Test
  void groupsShareThePortsEvenly() {
    PortGroups groups = new PortGroups(4, 2);
    assertArrayEquals(new int[] {0, 0, 1, 1}, IntStream.range(0, 4).map(groups::classOf).toArray());
    PortGroups three = new PortGroups(8, 3);
    int[] sizes = new int[3];
    for (int port = 0; port < 8; port++) {
      sizes[three.classOf(port)]++;
    }
    assertArrayEquals(new int[] {3, 3, 2}, sizes);
    assertThrows(IllegalArgumentException.class, () -> new PortGroups(4, 5));
    assertThrows(IllegalArgumentException.class, () -> new PortGroups(4, 1));
  }

  @Test
  void lossOfEqualLogitsIsTheLogarithmOfTheClasses() {
    ComplexBatch output = ComplexBatch.zeros(4, 1);
    for (int port = 0; port < 4; port++) {
      output.set(port, 0, 1.5, 0);
    }
    SoftmaxCrossEntropy.Loss loss =
        SoftmaxCrossEntropy.evaluate(new PortGroups(4, 2), output, new int[] {1});
    assertEquals(Math.log(2), loss.meanLoss(), 1e-15);
    assertEquals(1.5, loss.cotangent().re()[0][0], 1e-15);
    assertEquals(-1.5, loss.cotangent().re()[3][0], 1e-15);
  }

  @Test
  void hugeLogitsStayFinite() {
    ComplexBatch output = ComplexBatch.zeros(2, 1);
    output.set(0, 0, 100, 0);
    SoftmaxCrossEntropy.Loss loss =
        SoftmaxCrossEntropy.evaluate(new PortGroups(2, 2), output, new int[] {1});
    assertEquals(10_000, loss.meanLoss(), 1e-9);
    assertEquals(0, loss.correct());
  }

  @Test
  void darkPortsHaveACotangent() {
    ComplexBatch adjoint = ComplexBatch.zeros(2, 1);
    adjoint.set(0, 0, 3, 7);
    ComplexBatch cotangent = PhotonicNetwork.pullBack(adjoint, ComplexBatch.zeros(2, 1));
    assertEquals(3, cotangent.re()[0][0]);
    assertEquals(0, cotangent.im()[0][0], 0.0);
  }

  @Test
  void haarStartHasHaarSplits() {
    PhotonicNetwork network = PhotonicNetwork.of(TRIANGLE, 1, 2);
    RandomGenerator random = RandomStreams.of(7, "haar");
    double[] fourth = new double[4];
    int draws = 20_000;
    for (int draw = 0; draw < draws; draw++) {
      MeshModel model = new MeshModel(TRIANGLE);
      model.setPhases(network.phases(InitialPhases.HAAR.of(network, random), 0));
      ComplexBatch unit = ComplexBatch.zeros(4, 1);
      unit.set(0, 0, 1, 0);
      ComplexBatch out = model.transform(Direction.FORWARD, unit);
      for (int port = 0; port < 4; port++) {
        double power =
            out.re()[port][0] * out.re()[port][0] + out.im()[port][0] * out.im()[port][0];
        fourth[port] += power * power / draws;
      }
    }
    // E|U|⁴ = 2 / (N (N + 1)) = 0.1; 4 σ of 20,000 draws is 0.004
    assertArrayEquals(new double[] {0.1, 0.1, 0.1, 0.1}, fourth, 0.004);
  }

  @Test
  void directionErrorIsOneMinusCosine() {
    BatchGradient right = new BatchGradient(0, 0, new double[] {2, 0}, List.of());
    BatchGradient up = new BatchGradient(0, 0, new double[] {0, 5}, List.of());
    BatchGradient zero = new BatchGradient(0, 0, new double[] {0, 0}, List.of());
    assertEquals(0, right.directionError(right));
    assertEquals(1, right.directionError(up));
    assertEquals(2, right.directionError(new BatchGradient(0, 0, new double[] {-1, 0}, List.of())));
    assertEquals(1, right.directionError(zero));
  }
}
