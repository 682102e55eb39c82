package org.insitu.mesh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.insitu.mesh.linear.ComplexBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesProductTest {
  /** Sums of up to 17 products of numbers below 1. */
  private static final double SINGLE = 1e-5;

  private static final double DOUBLE = 1e-13;

  /** Sums of up to 304 such products. */
  private static final double LONG_SUM = 1e-4;

  @ParameterizedTest(name = "{0} ports, {1} samples, real launches {2}")
  @CsvSource({
    "2,1,false",
    "5,7,false",
    "16,40,false",
    "17,304,false",
    "2,1,true",
    "5,7,true",
    "17,304,true"
  })
  void productsAreThoseOfTheDefinition(int ports, int samples, boolean real) {
    ComplexBatch matrix = random(ports, ports, 1);
    ComplexBatch launches = launches(ports, samples, real);
    ComplexBatch expected = ComplexBatch.zeros(ports, samples);
    for (int row = 0; row < ports; row++) {
      for (int sample = 0; sample < samples; sample++) {
        double re = 0;
        double im = 0;
        for (int k = 0; k < ports; k++) {
          double a = matrix.re()[row][k];
          double b = matrix.im()[row][k];
          re += a * launches.re()[k][sample] - b * launches.im()[k][sample];
          im += a * launches.im()[k][sample] + b * launches.re()[k][sample];
        }
        expected.set(row, sample, re, im);
      }
    }
    assertSame(expected, product(new DoubleLanes(ports), new DoubleLanes(ports), matrix, launches));
    FloatBatch rounded = FloatBatch.of(matrix);
    FloatBatch rough = FloatBatch.of(launches);
    assertNear(expected, product(new FloatLanes(ports), new FloatLanes(ports), rounded, rough));
    VectorKernels.FLOATS.ifPresent(
        kernel ->
            assertNear(
                expected,
                product(
                    new VectorFloatLanes(ports, kernel),
                    new VectorFloatLanes(ports, kernel),
                    rounded,
                    rough)));
  }

  @ParameterizedTest(name = "{0} ports, {1} samples, real launches {2}")
  @CsvSource({"2,1,false", "5,7,false", "17,304,false", "2,1,true", "5,7,true", "17,304,true"})
  void correlationsAreThoseOfTheDefinition(int ports, int samples, boolean real) {
    ComplexBatch cotangents = random(ports, samples, 1);
    ComplexBatch launches = launches(ports, samples, real);
    double[][] re = new double[ports][ports];
    double[][] im = new double[ports][ports];
    for (int g = 0; g < ports; g++) {
      for (int x = 0; x < ports; x++) {
        for (int sample = 0; sample < samples; sample++) {
          double a = cotangents.re()[g][sample];
          double b = cotangents.im()[g][sample];
          re[g][x] += a * launches.re()[x][sample] - b * launches.im()[x][sample];
          im[g][x] += a * launches.im()[x][sample] + b * launches.re()[x][sample];
        }
      }
    }
    assertCorrelation(
        new DoubleLanes(ports), new DoubleLanes(ports), cotangents, launches, re, im, DOUBLE);
    FloatBatch rounded = FloatBatch.of(cotangents);
    FloatBatch rough = FloatBatch.of(launches);
    assertCorrelation(
        new FloatLanes(ports), new FloatLanes(ports), rounded, rough, re, im, LONG_SUM);
    VectorKernels.FLOATS.ifPresent(
        kernel ->
            assertCorrelation(
                new VectorFloatLanes(ports, kernel),
                new VectorFloatLanes(ports, kernel),
                rounded,
                rough,
                re,
                im,
                LONG_SUM));
  }

  private static <B> void assertCorrelation(
      Lanes<B> cotangents,
      Lanes<B> launches,
      B g,
      B x,
      double[][] expectedRe,
      double[][] expectedIm,
      double tolerance) {
    int samples = g instanceof FloatBatch batch ? batch.samples() : ((ComplexBatch) g).samples();
    cotangents.load(g, 0, samples);
    launches.load(x, 0, samples);
    double[][] re = new double[expectedRe.length][expectedRe.length];
    double[][] im = new double[expectedRe.length][expectedRe.length];
    cotangents.addProducts(launches, re, im);
    for (int row = 0; row < re.length; row++) {
      assertArrayEquals(expectedRe[row], re[row], tolerance);
      assertArrayEquals(expectedIm[row], im[row], tolerance);
    }
  }

  private static ComplexBatch launches(int ports, int samples, boolean real) {
    ComplexBatch launches = random(ports, samples, 2);
    // The first port is real in either case: it does not stand for all.
    for (int port = 0; port < (real ? ports : 1); port++) {
      Arrays.fill(launches.im()[port], 0);
    }
    return launches;
  }

  private static ComplexBatch product(
      DoubleLanes into, DoubleLanes from, ComplexBatch matrix, ComplexBatch launches) {
    from.load(launches, 0, launches.samples());
    into.product(matrix, from, false);
    ComplexBatch output = ComplexBatch.zeros(launches.ports(), launches.samples());
    into.store(output, 0);
    return output;
  }

  private static ComplexBatch product(
      FloatLanes into, FloatLanes from, FloatBatch matrix, FloatBatch launches) {
    from.load(launches, 0, launches.samples());
    into.product(matrix, from, false);
    FloatBatch output = FloatBatch.zeros(launches.ports(), launches.samples());
    into.store(output, 0);
    return output.toDouble();
  }

  private static void assertSame(ComplexBatch expected, ComplexBatch actual) {
    assertWithin(expected, actual, DOUBLE);
  }

  private static void assertNear(ComplexBatch expected, ComplexBatch actual) {
    assertWithin(expected, actual, SINGLE);
  }

  private static void assertWithin(ComplexBatch expected, ComplexBatch actual, double tolerance) {
    for (int port = 0; port < expected.ports(); port++) {
      for (int sample = 0; sample < expected.samples(); sample++) {
        assertEquals(expected.re()[port][sample], actual.re()[port][sample], tolerance);
        assertEquals(expected.im()[port][sample], actual.im()[port][sample], tolerance);
      }
    }
  }

  private static ComplexBatch random(int ports, int samples, long seed) {
    Random random = new Random(seed);
    ComplexBatch batch = ComplexBatch.zeros(ports, samples);
    for (int port = 0; port < ports; port++) {
      for (int sample = 0; sample < samples; sample++) {
        batch.set(port, sample, 2 * random.nextDouble() - 1, 2 * random.nextDouble() - 1);
      }
    }
    return batch;
  }
}
