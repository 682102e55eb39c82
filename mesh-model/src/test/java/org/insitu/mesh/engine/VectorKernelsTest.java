package org.insitu.mesh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.insitu.mesh.linear.ComplexBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorKernelsTest {
  /** Sums of 300 products of size 1, in single precision. */
  private static final double FLOAT_ROUNDING = 1e-4;

  private static final double DOUBLE_ROUNDING = 1e-12;
  private static final int PORTS = 4;

  @Test
  void areFoundOnlyWhereJavaWasStartedWithTheModule() {
    boolean started = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assertEquals(VectorKernels.FLOATS.isPresent(), VectorKernels.DOUBLES.isPresent());
    assertTrue(started || VectorKernels.FLOATS.isEmpty());
  }

  @ParameterizedTest(name = "{0} samples")
  @ValueSource(ints = {1, 7, 8, 64, 299, 304})
  void inSinglePrecisionDoWhatTheLoopsDo(int samples) {
    assumeTrue(VectorKernels.FLOATS.isPresent(), "Java was started without vectors");
    Random random = new Random(samples);
    FloatBatch first = FloatBatch.of(batch(samples, random));
    FloatBatch second = FloatBatch.of(batch(samples, random));
    FloatBatch[] results = {
      FloatBatch.zeros(PORTS, samples),
      FloatBatch.zeros(PORTS, samples),
      FloatBatch.zeros(PORTS, samples),
      FloatBatch.zeros(PORTS, samples)
    };
    double[] expected =
        drive(new FloatLanes(PORTS), new FloatLanes(PORTS), first, second, results[0], results[1]);
    double[] actual =
        drive(
            new VectorFloatLanes(PORTS, VectorKernels.FLOATS.get()),
            new VectorFloatLanes(PORTS, VectorKernels.FLOATS.get()),
            first,
            second,
            results[2],
            results[3]);
    assertArrayEquals(expected, actual, FLOAT_ROUNDING);
    for (int of = 0; of < 2; of++) {
      for (int port = 0; port < PORTS; port++) {
        assertArrayEquals(
            results[of].re()[port], results[of + 2].re()[port], (float) FLOAT_ROUNDING);
        assertArrayEquals(
            results[of].im()[port], results[of + 2].im()[port], (float) FLOAT_ROUNDING);
      }
    }
  }

  @ParameterizedTest(name = "{0} samples")
  @ValueSource(ints = {1, 3, 4, 64, 299, 304})
  void inDoublePrecisionDoWhatTheLoopsDo(int samples) {
    assumeTrue(VectorKernels.DOUBLES.isPresent(), "Java was started without vectors");
    Random random = new Random(samples);
    ComplexBatch first = batch(samples, random);
    ComplexBatch second = batch(samples, random);
    ComplexBatch[] results =
        IntStream.range(0, 4)
            .mapToObj(i -> ComplexBatch.zeros(PORTS, samples))
            .toArray(ComplexBatch[]::new);
    double[] expected =
        drive(
            new DoubleLanes(PORTS), new DoubleLanes(PORTS), first, second, results[0], results[1]);
    double[] actual =
        drive(
            new VectorDoubleLanes(PORTS, VectorKernels.DOUBLES.get()),
            new VectorDoubleLanes(PORTS, VectorKernels.DOUBLES.get()),
            first,
            second,
            results[2],
            results[3]);
    assertArrayEquals(expected, actual, DOUBLE_ROUNDING);
    for (int of = 0; of < 2; of++) {
      for (int port = 0; port < PORTS; port++) {
        assertArrayEquals(results[of].re()[port], results[of + 2].re()[port], DOUBLE_ROUNDING);
        assertArrayEquals(results[of].im()[port], results[of + 2].im()[port], DOUBLE_ROUNDING);
      }
    }
  }

  /** Does everything that lanes can do with taps, after a longer block has left its traces. */
  private static <B> double[] drive(
      Lanes<B> lanes, Lanes<B> other, B first, B second, B firstResult, B secondResult) {
    double[][] full = new double[PORTS][Lanes.MOST];
    for (double[] row : full) {
      Arrays.fill(row, 3);
    }
    lanes.load(full, full, 0, Lanes.MOST);
    other.load(full, full, 0, Lanes.MOST);
    int samples = first instanceof FloatBatch f ? f.samples() : ((ComplexBatch) first).samples();
    lanes.load(first, 0, samples);
    other.load(second, 0, samples);
    double[] alone = new double[2];
    double[] difference = new double[2];
    lanes.mix(1, 0.48, 0.36, 0.8, 0.64, 0.48, -0.6);
    lanes.mixTapped(0, 0.48, -0.36, 0.8, 0.64, -0.48, -0.6, alone);
    lanes.rotate(2, 0.6, 0.8);
    lanes.mixTappedDifference(2, other, 0.48, 0.36, 0.8, 0.64, 0.48, -0.6, difference);
    double[] correlated = new double[2];
    lanes.mixCorrelated(0, other, 0.48, 0.36, 0.8, 0.64, 0.48, -0.6, correlated);
    lanes.store(firstResult, 0);
    other.store(secondResult, 0);
    return new double[] {
      alone[0],
      alone[1],
      difference[0],
      difference[1],
      correlated[0],
      correlated[1],
      lanes.power(3),
      other.power(2)
    };
  }

  private static ComplexBatch batch(int samples, Random random) {
    ComplexBatch batch = ComplexBatch.zeros(PORTS, samples);
    for (int port = 0; port < PORTS; port++) {
      for (int sample = 0; sample < samples; sample++) {
        batch.set(port, sample, random.nextGaussian() / 2, random.nextGaussian() / 2);
      }
    }
    return batch;
  }
}
