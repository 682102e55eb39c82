package org.insitu.trainer.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.propagation.ModelProcessor;
import org.insitu.trainer.NoisyProcessor;
import org.insitu.trainer.RandomStreams;
import org.insitu.trainer.data.BiasEncoding;
import org.insitu.trainer.network.BatchGradient;
import org.insitu.trainer.network.InitialPhases;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.NetworkModel;
import org.insitu.trainer.network.PhotonicNetwork;
import org.insitu.trainer.network.SumScale;
import org.insitu.trainer.network.TapMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InSituGradientTest {
  /** Differences of powers up to 100 in double precision. */
  private static final double EXACT = 1e-11;

  private final RandomGenerator random = RandomStreams.of(7, "in situ");

  private ComplexBatch points(int ports, int samples) {
    double[][] points = new double[samples][2];
    for (double[] point : points) {
      point[0] = random.nextGaussian();
      point[1] = random.nextGaussian();
    }
    return new BiasEncoding(ports, 2).encode(points);
  }

  private int[] labels(int samples, int classes) {
    int[] labels = new int[samples];
    for (int sample = 0; sample < samples; sample++) {
      labels[sample] = random.nextInt(classes);
    }
    return labels;
  }

  @ParameterizedTest(name = "{0} {1}, {2} of {3} ports, {4} layers, batch {5}")
  @CsvSource({
    "DIGITAL,MEASURED,TRIANGULAR,4,3,1",
    "DIGITAL,MEASURED,TRIANGULAR,4,3,8",
    "DIGITAL,CORRECTED,TRIANGULAR,4,3,8",
    "ANALOG,MEASURED,TRIANGULAR,4,3,8",
    "ANALOG,CORRECTED,TRIANGULAR,4,3,1",
    "DIGITAL,MEASURED,RECTANGULAR,6,2,5",
    "ANALOG,MEASURED,RECTANGULAR,5,1,5",
  })
  void idealChipMeasuresTheGradientOfTheModel(
      GradientMode mode, PhaseSource source, Topology topology, int ports, int layers, int samples)
      throws ProcessorException {
    PhotonicNetwork network = PhotonicNetwork.of(Mesh.of(topology, ports), layers, 2);
    double[] phases = InitialPhases.UNIFORM.of(network, random);
    ComplexBatch input = points(ports, samples);
    int[] labels = labels(samples, 2);
    try (PhotonicProcessor processor = new ModelProcessor(network.mesh())) {
      BatchGradient measured =
          new InSituGradient(new ChipLayers(network, processor), mode, source)
              .measure(phases, input, labels);
      BatchGradient model = new NetworkModel(network).gradient(phases, input, labels);
      assertEquals(model.loss(), measured.loss(), EXACT);
      assertEquals(model.correct(), measured.correct());
      assertArrayEquals(model.gradient(), measured.gradient(), EXACT);
    }
  }

  @ParameterizedTest
  @CsvSource({"DIGITAL", "ANALOG"})
  void measuresTheGradientOfTheChipAsItIs(GradientMode mode) throws ProcessorException {
    Mesh mesh = Mesh.of(Topology.TRIANGULAR, 4);
    PhotonicNetwork network = PhotonicNetwork.of(mesh, 3, 2);
    double[] errors = new double[mesh.nodeCount()];
    for (int node = 0; node < errors.length; node++) {
      errors[node] = 0.2 * random.nextGaussian();
    }
    MeshErrors couplers = new MeshErrors(errors, errors, new double[errors.length]);
    double[] phases = InitialPhases.UNIFORM.of(network, random);
    ComplexBatch input = points(4, 6);
    int[] labels = labels(6, 2);
    try (PhotonicProcessor processor = new ModelProcessor(mesh, couplers)) {
      BatchGradient measured =
          new InSituGradient(new ChipLayers(network, processor), mode, PhaseSource.MEASURED)
              .measure(phases, input, labels);
      BatchGradient chip = new NetworkModel(network, couplers).gradient(phases, input, labels);
      assertArrayEquals(chip.gradient(), measured.gradient(), EXACT);
    }
  }

  @Test
  void tapMapsOfAnIdealChipAreThoseOfTheModel() throws ProcessorException {
    PhotonicNetwork network = PhotonicNetwork.of(Mesh.of(Topology.TRIANGULAR, 4), 2, 2);
    double[] phases = InitialPhases.HAAR.of(network, random);
    ComplexBatch input = points(4, 3);
    int[] labels = labels(3, 2);
    try (PhotonicProcessor processor = new ModelProcessor(network.mesh())) {
      ChipLayers chip = new ChipLayers(network, processor);
      List<LayerTaps> model = new NetworkModel(network).gradient(phases, input, labels).taps();
      List<LayerTaps> common =
          new NetworkModel(network).gradient(phases, input, labels, SumScale.COMMON).taps();
      List<LayerTaps> digital =
          new InSituGradient(chip, GradientMode.DIGITAL, PhaseSource.MEASURED)
              .measure(phases, input, labels)
              .taps();
      List<LayerTaps> analog =
          new InSituGradient(chip, GradientMode.ANALOG, PhaseSource.MEASURED)
              .measure(phases, input, labels)
              .taps();
      for (int layer = 0; layer < 2; layer++) {
        same(model.get(layer).forward().orElseThrow(), digital.get(layer).forward().orElseThrow());
        same(
            model.get(layer).backward().orElseThrow(), digital.get(layer).backward().orElseThrow());
        same(model.get(layer).sum(), digital.get(layer).sum());
        same(common.get(layer).sum(), analog.get(layer).sum());
        same(
            common.get(layer).difference().orElseThrow(),
            analog.get(layer).difference().orElseThrow());
        assertTrue(analog.get(layer).forward().isEmpty());
        assertTrue(digital.get(layer).difference().isEmpty());
      }
    }
  }

  private static void same(TapMap expected, TapMap actual) {
    assertArrayEquals(expected.theta(), actual.theta(), EXACT);
    assertArrayEquals(expected.phi(), actual.phi(), EXACT);
  }

  @Test
  void turnsTheLightTwiceAndWritesNoLayerTwice() throws ProcessorException {
    int layers = 3;
    PhotonicNetwork network = PhotonicNetwork.of(Mesh.of(Topology.TRIANGULAR, 4), layers, 2);
    try (PhotonicProcessor processor = new ModelProcessor(network.mesh())) {
      new InSituGradient(
              new ChipLayers(network, processor), GradientMode.DIGITAL, PhaseSource.MEASURED)
          .measure(InitialPhases.HAAR.of(network, random), points(4, 5), labels(5, 2));
      ProcessorCounters counters = processor.counters();
      assertEquals(2, counters.directionSwitches());
      assertEquals((3L * layers - 2) * network.layerParameters(), counters.heaterWrites());
      assertEquals(3L * layers * 5, counters.launches());
    }
  }

  @ParameterizedTest
  @CsvSource({"DIGITAL,MEASURED", "DIGITAL,CORRECTED", "ANALOG,MEASURED", "ANALOG,CORRECTED"})
  void chipWithFaultsKeepsTheDirection(GradientMode mode, PhaseSource source)
      throws ProcessorException {
    PhotonicNetwork network = PhotonicNetwork.of(Mesh.of(Topology.TRIANGULAR, 4), 3, 2);
    NoisyProcessor.Faults published = NoisyProcessor.Faults.PUBLISHED;
    double sum = 0;
    int chips = 20;
    for (int seed = 0; seed < chips; seed++) {
      try (PhotonicProcessor processor = new NoisyProcessor(network.mesh(), published, seed)) {
        double[] phases = InitialPhases.HAAR.of(network, random);
        ComplexBatch input = points(4, 10);
        int[] labels = labels(10, 2);
        sum +=
            new InSituGradient(new ChipLayers(network, processor), mode, source)
                .measure(phases, input, labels)
                .directionError(new NetworkModel(network).gradient(phases, input, labels));
      }
    }
    // Far from right angles; the exact figure depends on where in training the network is.
    assertTrue(sum / chips < 0.2, "mean error " + sum / chips);
  }

  @Test
  void inferenceInBlocksIsInferenceAtOnce() throws ProcessorException {
    PhotonicNetwork network = PhotonicNetwork.of(Mesh.of(Topology.TRIANGULAR, 4), 3, 2);
    double[] phases = InitialPhases.HAAR.of(network, random);
    ComplexBatch input = points(4, 450);
    try (PhotonicProcessor processor = new ModelProcessor(network.mesh())) {
      ComplexBatch chip = new ChipLayers(network, processor).infer(phases, input);
      ComplexBatch model = new NetworkModel(network).infer(phases, input);
      for (int port = 0; port < 4; port++) {
        assertArrayEquals(model.re()[port], chip.re()[port], EXACT);
      }
    }
  }

  @Test
  void rejectsAnotherMeshAndTheModelMode() {
    PhotonicNetwork network = PhotonicNetwork.of(Mesh.of(Topology.TRIANGULAR, 4), 3, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new ChipLayers(network, new ModelProcessor(Mesh.of(Topology.TRIANGULAR, 5))));
    ChipLayers chip = new ChipLayers(network, new ModelProcessor(network.mesh()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new InSituGradient(chip, GradientMode.MODEL, PhaseSource.MEASURED));
  }
}
