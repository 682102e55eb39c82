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
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest(name = "{0} samples, without loss {1}")
  @CsvSource({
    "1, true",
    "7, true",
    "8, true",
    "64, true",
    "299, true",
    "304, true",
    "7, false",
    "304, false"
  })
  void inSinglePrecisionDoWhatTheLoopsDo(int samples, boolean lossless) {
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
        drive(
            plan(lossless),
            new FloatLanes(PORTS),
            new FloatLanes(PORTS),
            first,
            second,
            results[0],
            results[1]);
    double[] actual =
        drive(
            plan(lossless),
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

  @ParameterizedTest(name = "{0} samples, without loss {1}")
  @CsvSource({
    "1, true",
    "3, true",
    "4, true",
    "64, true",
    "299, true",
    "304, true",
    "3, false",
    "304, false"
  })
  void inDoublePrecisionDoWhatTheLoopsDo(int samples, boolean lossless) {
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
            plan(lossless),
            new DoubleLanes(PORTS),
            new DoubleLanes(PORTS),
            first,
            second,
            results[0],
            results[1]);
    double[] actual =
        drive(
            plan(lossless),
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
      PassPlan plan,
      Lanes<B> lanes,
      Lanes<B> other,
      B first,
      B second,
      B firstResult,
      B secondResult) {
    double[][] full = new double[PORTS][Lanes.MOST];
    for (double[] row : full) {
      Arrays.fill(row, 3);
    }
    lanes.load(new double[][][] {full}, new double[][][] {full}, 0, Lanes.MOST);
    other.load(new double[][][] {full}, new double[][][] {full}, 0, Lanes.MOST);
    int samples = first instanceof FloatBatch f ? f.samples() : ((ComplexBatch) first).samples();
    lanes.load(first, 0, samples);
    other.load(second, 0, samples);
    TapTotals totals = new TapTotals(3, PORTS);
    lanes.mix(plan, 1);
    lanes.rotate(2, 0.6, 0.8);
    lanes.passTapped(plan, 1, totals);
    other.passTapped(plan, -0.5, totals);
    lanes.store(firstResult, 0);
    other.store(secondResult, 0);
    double[] gamma = new double[PORTS];
    lanes.addGamma(other, gamma);
    lanes.conjugate();
    lanes.addGamma(other, gamma);
    return new double[] {
      totals.re[0],
      totals.re[1],
      totals.re[2],
      totals.im[0],
      totals.im[1],
      totals.im[2],
      lanes.power(3),
      other.power(2),
      gamma[2]
    };
  }

  /** Three nodes that turn by ψ and α of 3-4-5 triangles; with loss, by less light. */
  private static PassPlan plan(boolean lossless) {
    double[] cos = {0.8, -0.6, -0.8};
    double[] sin = {-0.6, 0.8, -0.6};
    double[] c = {0.8, -0.8, 1};
    double[] g = {0.6, 0.6, 0};
    double factor = lossless ? 1 : 0.9;
    PassPlan plan = new PassPlan(new int[] {0, 1, 2}, PORTS, lossless);
    for (int k = 0; k < cos.length; k++) {
      plan.a[k] = factor * g[k] * cos[k];
      plan.b[k] = factor * g[k] * sin[k];
      plan.c[k] = factor * c[k];
      plan.e[k] = -c[k] * cos[k];
      plan.f[k] = -c[k] * sin[k];
      plan.g[k] = g[k];
    }
    plan.findTurns();
    return plan;
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
