package org.insitu.mesh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatMatrixTest {
  /** Sums of up to 300 products of numbers of size 1, in single precision. */
  private static final double ROUNDING = 1e-4;

  @ParameterizedTest(name = "{0} ports, {1} samples")
  @CsvSource({"2,1", "5,7", "16,130", "64,33", "33,17", "150,21"})
  void productsAreThoseOfTheDefinition(int ports, int samples) {
    Random random = new Random(ports);
    FloatBatch x = batch(ports, samples, random);
    FloatBatch entries = batch(ports, ports, random);
    FloatMatrix matrix = new FloatMatrix(entries.re(), entries.im());
    FloatBatch y = batch(ports, samples, random);
    matrix.multiply(x, y);
    FloatBatch transposed = batch(ports, samples, random);
    matrix.multiplyTransposed(x, transposed);
    for (int row = 0; row < ports; row++) {
      for (int sample = 0; sample < samples; sample++) {
        double re = 0;
        double im = 0;
        double reT = 0;
        double imT = 0;
        for (int k = 0; k < ports; k++) {
          double xr = x.re()[k][sample];
          double xi = x.im()[k][sample];
          re += entries.re()[row][k] * xr - entries.im()[row][k] * xi;
          im += entries.re()[row][k] * xi + entries.im()[row][k] * xr;
          reT += entries.re()[k][row] * xr - entries.im()[k][row] * xi;
          imT += entries.re()[k][row] * xi + entries.im()[k][row] * xr;
        }
        assertEquals(re, y.re()[row][sample], ROUNDING);
        assertEquals(im, y.im()[row][sample], ROUNDING);
        assertEquals(reT, transposed.re()[row][sample], ROUNDING);
        assertEquals(imT, transposed.im()[row][sample], ROUNDING);
      }
    }
  }

  @ParameterizedTest(name = "{0} ports, {1} samples")
  @CsvSource({"2,1", "5,7", "16,130", "33,300"})
  void correlationAddsUpOuterProducts(int ports, int samples) {
    Random random = new Random(samples);
    FloatBatch g = batch(ports, samples, random);
    FloatBatch x = batch(ports, samples, random);
    FloatMatrix sum = FloatMatrix.correlation(g, x);
    for (int row = 0; row < ports; row++) {
      for (int column = 0; column < ports; column++) {
        double re = 0;
        double im = 0;
        for (int s = 0; s < samples; s++) {
          re += g.re()[row][s] * x.re()[column][s] - g.im()[row][s] * x.im()[column][s];
          im += g.re()[row][s] * x.im()[column][s] + g.im()[row][s] * x.re()[column][s];
        }
        assertEquals(re, sum.re()[row][column], ROUNDING);
        assertEquals(im, sum.im()[row][column], ROUNDING);
      }
    }
  }

  private static FloatBatch batch(int ports, int samples, Random random) {
    FloatBatch batch = FloatBatch.zeros(ports, samples);
    for (int port = 0; port < ports; port++) {
      for (int sample = 0; sample < samples; sample++) {
        batch.re()[port][sample] = 2 * random.nextFloat() - 1;
        batch.im()[port][sample] = 2 * random.nextFloat() - 1;
      }
    }
    return batch;
  }
}
