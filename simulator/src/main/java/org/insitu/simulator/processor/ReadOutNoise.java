package org.insitu.simulator.processor;

import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.processor.TapSums;

/** Puts the noise of a model on what was read. */
final class ReadOutNoise {
  private final NoiseModel model;
  private final NormalNumbers random;

  ReadOutNoise(NoiseModel model) {
    this.model = model;
    random = new NormalNumbers(model);
  }

  /** Frozen noise starts again. */
  void program() {
    random.program();
  }

  /** Begins a batch. */
  void begin() {
    random.begin();
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
        double factor = Math.abs(1 + model.outputAmplitude() * random.next());
        double turn = Math.PI * model.outputPhase() * random.next();
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

  /**
   * Disturbs tap powers added up over a batch: n independent numbers of deviation s √p_i add up to
   * one of deviation s √(Σ p_i).
   *
   * @param sums in units of the software vectors; Modified
   * @param launchNorm norm of the vector that had the launched power
   */
  void onSums(TapSums sums, double launchNorm) {
    if (model.tapShot() > 0) {
      onSums(sums.theta(), launchNorm);
      onSums(sums.phi(), launchNorm);
    }
  }

  private void onSums(double[] sums, double launchNorm) {
    for (int node = 0; node < sums.length; node++) {
      double root = Math.sqrt(Math.max(0, sums[node]));
      sums[node] += model.tapShot() * launchNorm * root * random.next();
    }
  }

  private void onTaps(double[][] powers, double[] launchNorm) {
    for (double[] power : powers) {
      for (int sample = 0; sample < power.length; sample++) {
        // Rounding may leave a dark tap a hair below zero.
        double root = Math.sqrt(Math.max(0, power[sample]));
        power[sample] += model.tapShot() * launchNorm[sample] * root * random.next();
      }
    }
  }
}
