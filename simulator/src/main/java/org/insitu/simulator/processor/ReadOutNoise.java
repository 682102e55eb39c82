package org.insitu.simulator.processor;

import java.util.SplittableRandom;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.processor.TapPowers;

/** Puts the noise of a model on what was read. */
final class ReadOutNoise {
  /** An odd number that spreads small differences over all bits of a seed. */
  private static final long STRIDE = 0x9e3779b97f4a7c15L;

  private final NoiseModel model;
  private SplittableRandom random;

  ReadOutNoise(NoiseModel model) {
    this.model = model;
    random = new SplittableRandom(model.seed());
  }

  /** Begins a batch; frozen noise starts again. */
  void begin(Direction direction, ReadOut readOut) {
    if (model.drawing() == NoiseModel.Drawing.FROZEN) {
      // The hash of a string is specified, so the numbers are the same on every JDK.
      long kind = (direction.name() + " " + readOut.name()).hashCode();
      random = new SplittableRandom(model.seed() + STRIDE * kind);
    }
  }

  /**
   * Disturbs output fields.
   *
   * @param output fields, {@code [port][sample]}; Modified
   */
  void onOutput(ComplexBatch output) {
    if (model.outputAmplitude() == 0 && model.outputPhase() == 0) {
      return;
    }
    for (int port = 0; port < output.ports(); port++) {
      for (int sample = 0; sample < output.samples(); sample++) {
        double re = output.re()[port][sample];
        double im = output.im()[port][sample];
        double factor = Math.abs(1 + model.outputAmplitude() * random.nextGaussian());
        double turn = Math.PI * model.outputPhase() * random.nextGaussian();
        double cos = factor * Math.cos(turn);
        double sin = factor * Math.sin(turn);
        output.set(port, sample, re * cos - im * sin, re * sin + im * cos);
      }
    }
  }

  /**
   * Disturbs tap powers.
   *
   * @param taps powers in units of the software vectors; Modified
   * @param launchNorm per sample, norm of the vector that had the launched power: p |v|² is read as
   *     |v|² (p + s_t √p n)
   */
  void onTaps(TapPowers taps, double[] launchNorm) {
    if (model.tapShot() == 0) {
      return;
    }
    onTaps(taps.theta(), launchNorm);
    onTaps(taps.phi(), launchNorm);
  }

  private void onTaps(double[][] powers, double[] launchNorm) {
    for (double[] power : powers) {
      for (int sample = 0; sample < power.length; sample++) {
        // Rounding may leave a dark tap a hair below zero.
        double root = Math.sqrt(Math.max(0, power[sample]));
        power[sample] += model.tapShot() * launchNorm[sample] * root * random.nextGaussian();
      }
    }
  }
}
