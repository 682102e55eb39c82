package org.insitu.trainer.network;

import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.propagation.HeaterFields;

/**
 * Tap powers of one pass, averaged over a batch, in units of the software vectors.
 *
 * @param theta mean power per θ heater, nodes in light order
 * @param phi mean power per φ heater
 */
public record TapMap(double[] theta, double[] phi) {
  /** Averages measured powers over the samples. */
  public static TapMap mean(TapPowers powers) {
    return new TapMap(mean(powers.theta()), mean(powers.phi()));
  }

  /** Averages |a - i conj(b)|², the power that the sum launch has at every heater. */
  static TapMap meanOfSum(HeaterFields forward, HeaterFields backward) {
    return new TapMap(
        meanOfSum(
            forward.theta().re(),
            forward.theta().im(),
            backward.theta().re(),
            backward.theta().im()),
        meanOfSum(
            forward.phi().re(), forward.phi().im(), backward.phi().re(), backward.phi().im()));
  }

  private static double[] mean(double[][] powers) {
    double[] mean = new double[powers.length];
    for (int node = 0; node < mean.length; node++) {
      for (double power : powers[node]) {
        mean[node] += power / powers[node].length;
      }
    }
    return mean;
  }

  private static double[] meanOfSum(
      double[][] aRe, double[][] aIm, double[][] bRe, double[][] bIm) {
    double[] mean = new double[aRe.length];
    for (int node = 0; node < mean.length; node++) {
      int samples = aRe[node].length;
      for (int sample = 0; sample < samples; sample++) {
        // -i conj(b) = -Im b - i Re b
        double re = aRe[node][sample] - bIm[node][sample];
        double im = aIm[node][sample] - bRe[node][sample];
        mean[node] += (re * re + im * im) / samples;
      }
    }
    return mean;
  }
}
