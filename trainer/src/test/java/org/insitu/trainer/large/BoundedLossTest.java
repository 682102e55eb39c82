package org.insitu.trainer.large;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.insitu.mesh.engine.FloatBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedLossTest {
  private static final int PORTS = 12;
  private static final int CLASSES = 3;
  private static final int[] LABELS = {2, 0, 1, 1};

  @ParameterizedTest(name = "{0}")
  @EnumSource(BoundedLoss.class)
  void cotangentIsTheDerivativeOfTheMeanLoss(BoundedLoss loss) {
    for (ReadOutPorts readOut : ReadOutPorts.values()) {
      Random random = new Random(5);
      FloatBatch output = FloatBatch.zeros(PORTS, LABELS.length);
      for (int port = 0; port < PORTS; port++) {
        for (int sample = 0; sample < LABELS.length; sample++) {
          output.re()[port][sample] = (float) random.nextGaussian();
          output.im()[port][sample] = (float) random.nextGaussian();
        }
      }
      ClassShares shares = new ClassShares(readOut.of(PORTS, CLASSES), CLASSES, LABELS.length);
      float[][] slopes = new float[CLASSES][LABELS.length];
      shares.take(output, 0, LABELS.length);
      loss.score(shares, LABELS, 4, slopes, 0, LABELS.length);
      FloatBatch cotangent = FloatBatch.zeros(PORTS, LABELS.length);
      shares.cotangent(slopes, output, LABELS.length, cotangent, 0, LABELS.length);
      for (int port = 0; port < PORTS; port++) {
        // Steps of 1e-2 in single precision: third derivatives and rounding are below 1e-4.
        assertEquals(
            difference(loss, shares, output, output.re()[port]), cotangent.re()[port][1], 3e-4);
        assertEquals(
            -difference(loss, shares, output, output.im()[port]), cotangent.im()[port][1], 3e-4);
      }
    }
  }

  /** Central difference of the mean loss by the part of sample 1. */
  private static double difference(
      BoundedLoss loss, ClassShares shares, FloatBatch output, float[] parts) {
    float kept = parts[1];
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      parts[1] = kept + (side == 0 ? 1e-2f : -1e-2f);
      shares.take(output, 0, LABELS.length);
      losses[side] =
          loss.score(shares, LABELS, 4, new float[CLASSES][LABELS.length], 0, LABELS.length).sum()
              / LABELS.length;
    }
    parts[1] = kept;
    return (losses[0] - losses[1]) / 2e-2;
  }
}
