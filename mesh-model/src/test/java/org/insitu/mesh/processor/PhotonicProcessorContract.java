package org.insitu.mesh.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every processor keeps to. Extend it and open yours.
 *
 * <p>A processor that measures overrides the tolerance; everything else holds for it too.
 */
public abstract class PhotonicProcessorContract {
  private PhotonicProcessor processor;

  /**
   * Returns a new processor, nothing programmed yet.
   *
   * @throws Exception if it cannot be opened; the test then fails
   */
  protected abstract PhotonicProcessor open() throws Exception;

  /** Returns how far a field or power of a unit vector may be off; rounding, unless it measures. */
  protected double tolerance() {
    return 1e-12;
  }

  @BeforeEach
  void openProcessor() throws Exception {
    processor = open();
  }

  @AfterEach
  void closeProcessor() throws ProcessorException {
    processor.close();
  }

  @Test
  void startsInTheBarStateWithNothingCounted() {
    assertEquals(MeshPhases.bar(processor.mesh()), processor.programmed());
    assertEquals(0, processor.counters().launches());
  }

  @Test
  void remembersWhatWasProgrammed() throws ProcessorException {
    MeshPhases phases = randomPhases(1);
    processor.program(phases);
    assertEquals(phases, processor.programmed());
  }

  @Test
  void rejectsOutputPhasesAndKeepsTheOldOnes() throws ProcessorException {
    MeshPhases kept = randomPhases(2);
    processor.program(kept);
    double[] gamma = new double[processor.mesh().ports()];
    gamma[gamma.length - 1] = 0.1;
    MeshPhases withGamma = new MeshPhases(kept.theta(), kept.phi(), gamma);
    assertThrows(IllegalArgumentException.class, () -> processor.program(withGamma));
    assertEquals(kept, processor.programmed());
  }

  @Test
  void rejectsPhasesOfAnotherMesh() {
    Mesh mesh = processor.mesh();
    MeshPhases other = MeshPhases.bar(Mesh.of(mesh.topology(), mesh.ports() + 1));
    assertThrows(IllegalArgumentException.class, () -> processor.program(other));
    assertEquals(MeshPhases.bar(mesh), processor.programmed());
  }

  @Test
  void rejectsVectorsOfAnotherSize() {
    ComplexBatch tooLong = ComplexBatch.zeros(processor.mesh().ports() + 1, 1);
    assertThrows(IllegalArgumentException.class, () -> fields(Direction.FORWARD, tooLong));
  }

  @Test
  void rejectsVectorsThatAreNotFiniteBeforeAnyLaunch() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      ComplexBatch batch = randomBatch(2, 3);
      batch.re()[1][1] = bad;
      assertThrows(IllegalArgumentException.class, () -> fields(Direction.FORWARD, batch));
      batch.re()[1][1] = 0;
      batch.im()[0][1] = bad;
      assertThrows(IllegalArgumentException.class, () -> fields(Direction.BACKWARD, batch));
    }
    assertEquals(0, processor.counters().launches());
  }

  @Test
  void zeroVectorGivesZerosWithoutLight() throws ProcessorException {
    processor.program(randomPhases(4));
    ProcessorCounters before = processor.counters();
    Propagation dark =
        processor.propagate(
            Direction.FORWARD,
            ComplexBatch.zeros(processor.mesh().ports(), 2),
            ReadOut.FIELDS_AND_TAPS,
            LaunchScale.PER_VECTOR);
    assertEquals(0, dark.output().squaredNorm(0) + dark.output().squaredNorm(1));
    TapPowers taps = dark.taps().orElseThrow();
    for (int node = 0; node < processor.mesh().nodeCount(); node++) {
      assertEquals(0, taps.theta()[node][1]);
      assertEquals(0, taps.phi()[node][0]);
    }
    assertEquals(0, processor.counters().since(before).launches());
  }

  @Test
  void returnsShapesOfTheBatchAndOnlyWhatWasAskedFor() throws ProcessorException {
    ComplexBatch batch = randomBatch(3, 5);
    for (ReadOut readOut : ReadOut.values()) {
      Propagation back =
          processor.propagate(Direction.FORWARD, batch, readOut, LaunchScale.PER_VECTOR);
      assertEquals(batch.ports(), back.output().ports());
      assertEquals(batch.samples(), back.output().samples());
      assertEquals(readOut.taps(), back.taps().isPresent(), readOut.name());
      if (readOut.taps()) {
        assertEquals(processor.mesh().nodeCount(), back.taps().orElseThrow().theta().length);
        assertEquals(3, back.taps().orElseThrow().phi()[0].length);
      }
    }
  }

  @Test
  void powersReadOutGivesRealMagnitudesOfTheFields() throws ProcessorException {
    processor.program(randomPhases(6));
    ComplexBatch batch = normalised(randomBatch(2, 7));
    ComplexBatch fields = fields(Direction.FORWARD, batch);
    ComplexBatch magnitudes =
        processor
            .propagate(Direction.FORWARD, batch, ReadOut.POWERS, LaunchScale.PER_VECTOR)
            .output();
    for (int port = 0; port < batch.ports(); port++) {
      for (int sample = 0; sample < 2; sample++) {
        double power =
            Math.pow(fields.re()[port][sample], 2) + Math.pow(fields.im()[port][sample], 2);
        assertEquals(0, magnitudes.im()[port][sample]);
        assertTrue(magnitudes.re()[port][sample] >= 0);
        assertEquals(power, Math.pow(magnitudes.re()[port][sample], 2), 2 * tolerance());
      }
    }
  }

  @Test
  void fieldsScaleWithTheVectorAndPowersWithItsSquaredNorm() throws ProcessorException {
    processor.program(randomPhases(8));
    ComplexBatch one = normalised(randomBatch(1, 9));
    ComplexBatch three = ComplexBatch.zeros(one.ports(), 1);
    for (int port = 0; port < one.ports(); port++) {
      three.set(port, 0, 3 * one.re()[port][0], 3 * one.im()[port][0]);
    }
    Propagation small = tapped(Direction.FORWARD, one);
    Propagation large = tapped(Direction.FORWARD, three);
    for (int port = 0; port < one.ports(); port++) {
      assertEquals(small.output().re()[port][0], large.output().re()[port][0] / 3, 2 * tolerance());
      assertEquals(small.output().im()[port][0], large.output().im()[port][0] / 3, 2 * tolerance());
    }
    for (int node = 0; node < processor.mesh().nodeCount(); node++) {
      assertEquals(
          small.taps().orElseThrow().theta()[node][0],
          large.taps().orElseThrow().theta()[node][0] / 9,
          2 * tolerance());
      assertEquals(
          small.taps().orElseThrow().phi()[node][0],
          large.taps().orElseThrow().phi()[node][0] / 9,
          2 * tolerance());
    }
  }

  @Test
  void vectorsOfABatchDoNotSeeEachOther() throws ProcessorException {
    processor.program(randomPhases(10));
    ComplexBatch pair = normalised(randomBatch(2, 11));
    ComplexBatch second = ComplexBatch.zeros(pair.ports(), 1);
    for (int port = 0; port < pair.ports(); port++) {
      second.set(port, 0, pair.re()[port][1], pair.im()[port][1]);
    }
    ComplexBatch together = fields(Direction.FORWARD, pair);
    ComplexBatch alone = fields(Direction.FORWARD, second);
    for (int port = 0; port < pair.ports(); port++) {
      assertEquals(alone.re()[port][0], together.re()[port][1], 2 * tolerance());
      assertEquals(alone.im()[port][0], together.im()[port][1], 2 * tolerance());
    }
  }

  @Test
  void commonScaleReturnsTheSameUnits() throws ProcessorException {
    processor.program(randomPhases(12));
    ComplexBatch batch = normalised(randomBatch(2, 13));
    for (int port = 0; port < batch.ports(); port++) {
      batch.set(port, 1, batch.re()[port][1] / 2, batch.im()[port][1] / 2);
    }
    TapPowers own = tapped(Direction.FORWARD, batch).taps().orElseThrow();
    TapPowers common =
        processor
            .propagate(Direction.FORWARD, batch, ReadOut.POWERS_AND_TAPS, LaunchScale.COMMON)
            .taps()
            .orElseThrow();
    for (int node = 0; node < processor.mesh().nodeCount(); node++) {
      for (int sample = 0; sample < 2; sample++) {
        assertEquals(own.theta()[node][sample], common.theta()[node][sample], 2 * tolerance());
        assertEquals(own.phi()[node][sample], common.phi()[node][sample], 2 * tolerance());
      }
    }
  }

  @Test
  void tapSumsAddUpTheTapsOfABatch() throws ProcessorException {
    processor.program(randomPhases(23));
    ComplexBatch batch = normalised(randomBatch(3, 24));
    for (Direction direction : Direction.values()) {
      TapSums expected = TapSums.of(tapped(direction, batch).taps().orElseThrow());
      TapSums sums = processor.tapSums(direction, batch);
      for (int node = 0; node < processor.mesh().nodeCount(); node++) {
        assertEquals(expected.theta()[node], sums.theta()[node], 2 * 3 * tolerance());
        assertEquals(expected.phi()[node], sums.phi()[node], 2 * 3 * tolerance());
      }
    }
  }

  @Test
  void backwardLightSeesTheTranspose() throws ProcessorException {
    processor.program(randomPhases(14));
    ComplexMatrix identity = ComplexMatrix.identity(processor.mesh().ports());
    ComplexBatch basis = new ComplexBatch(identity.re(), identity.im());
    ComplexBatch forward = fields(Direction.FORWARD, basis);
    ComplexBatch backward = fields(Direction.BACKWARD, basis);
    for (int i = 0; i < basis.ports(); i++) {
      for (int j = 0; j < basis.ports(); j++) {
        assertEquals(forward.re()[i][j], backward.re()[j][i], 2 * tolerance());
        assertEquals(forward.im()[i][j], backward.im()[j][i], 2 * tolerance());
      }
    }
  }

  @Test
  void barStateIsTheIdentity() throws ProcessorException {
    processor.program(MeshPhases.bar(processor.mesh()));
    ComplexBatch batch = normalised(randomBatch(2, 15));
    ComplexBatch output = fields(Direction.FORWARD, batch);
    for (int port = 0; port < batch.ports(); port++) {
      assertEquals(batch.re()[port][1], output.re()[port][1], tolerance());
      assertEquals(batch.im()[port][1], output.im()[port][1], tolerance());
    }
  }

  @Test
  void nothingHasGain() throws ProcessorException {
    processor.program(randomPhases(16));
    ComplexBatch batch = normalised(randomBatch(3, 17));
    for (Direction direction : Direction.values()) {
      Propagation back = tapped(direction, batch);
      for (int sample = 0; sample < 3; sample++) {
        assertTrue(back.output().squaredNorm(sample) <= 1 + batch.ports() * tolerance());
        for (int node = 0; node < processor.mesh().nodeCount(); node++) {
          assertTrue(back.taps().orElseThrow().theta()[node][sample] <= 1 + tolerance());
          assertTrue(back.taps().orElseThrow().phi()[node][sample] <= 1 + tolerance());
        }
      }
    }
  }

  @Test
  void firstTapSeesTheInputPower() throws ProcessorException {
    processor.program(randomPhases(18));
    ComplexBatch batch = normalised(randomBatch(1, 19));
    TapPowers taps = tapped(Direction.FORWARD, batch).taps().orElseThrow();
    MeshNode first = processor.mesh().nodes().get(0);
    double power =
        Math.pow(batch.re()[first.row()][0], 2) + Math.pow(batch.im()[first.row()][0], 2);
    assertEquals(power, taps.phi()[0][0], tolerance());
  }

  @Test
  void launchesAreCountedPerVectorAndNotModified() throws ProcessorException {
    ComplexBatch batch = randomBatch(3, 20);
    ComplexBatch before = batch.copy();
    ProcessorCounters counted = processor.counters();
    fields(Direction.FORWARD, batch);
    assertTrue(processor.counters().since(counted).launches() >= 3);
    assertEquals(
        0,
        new ComplexMatrix(before.re(), before.im())
            .maxDifference(new ComplexMatrix(batch.re(), batch.im())));
  }

  @Test
  void closingTwiceIsHarmlessAndNothingRunsAfterwards() throws ProcessorException {
    ComplexBatch batch = randomBatch(1, 21);
    MeshPhases phases = randomPhases(22);
    processor.close();
    processor.close();
    assertThrows(IllegalStateException.class, () -> fields(Direction.FORWARD, batch));
    assertThrows(IllegalStateException.class, () -> processor.program(phases));
    assertFalse(processor.counters().launches() > 0);
  }

  private ComplexBatch fields(Direction direction, ComplexBatch batch) throws ProcessorException {
    return processor.propagate(direction, batch, ReadOut.FIELDS, LaunchScale.PER_VECTOR).output();
  }

  private Propagation tapped(Direction direction, ComplexBatch batch) throws ProcessorException {
    return processor.propagate(direction, batch, ReadOut.FIELDS_AND_TAPS, LaunchScale.PER_VECTOR);
  }

  private MeshPhases randomPhases(long seed) {
    Random random = new Random(seed);
    int nodes = processor.mesh().nodeCount();
    return MeshPhases.of(
        processor.mesh(),
        random.doubles(nodes, 0, 2 * Math.PI).toArray(),
        random.doubles(nodes, 0, 2 * Math.PI).toArray());
  }

  private ComplexBatch randomBatch(int samples, long seed) {
    Random random = new Random(seed);
    ComplexBatch batch = ComplexBatch.zeros(processor.mesh().ports(), samples);
    for (int port = 0; port < batch.ports(); port++) {
      for (int sample = 0; sample < samples; sample++) {
        batch.set(port, sample, random.nextGaussian(), random.nextGaussian());
      }
    }
    return batch;
  }

  private static ComplexBatch normalised(ComplexBatch batch) {
    for (int sample = 0; sample < batch.samples(); sample++) {
      double norm = Math.sqrt(batch.squaredNorm(sample));
      for (int port = 0; port < batch.ports(); port++) {
        batch.set(port, sample, batch.re()[port][sample] / norm, batch.im()[port][sample] / norm);
      }
    }
    return batch;
  }
}
