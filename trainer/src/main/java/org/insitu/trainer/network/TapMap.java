package org.insitu.trainer.network;

import org.insitu.mesh.linear.ComplexBatch;
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

  /**
   * Averages |a - iκ conj(b)|², the power that the sum launch has at every heater; with a negative
   * κ that of its counterpart.
   */
  static TapMap meanOfSum(HeaterFields forward, HeaterFields backward, double[] balance) {
    return new TapMap(
        meanOfSum(forward.theta(), backward.theta(), balance),
        meanOfSum(forward.phi(), backward.phi(), balance));
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

  private static double[] meanOfSum(ComplexBatch a, ComplexBatch b, double[] balance) {
    double[] mean = new double[a.ports()];
    for (int node = 0; node < mean.length; node++) {
      for (int sample = 0; sample < balance.length; sample++) {
        // -i conj(b) = -Im b - i Re b
        double re = a.re()[node][sample] - balance[sample] * b.im()[node][sample];
        double im = a.im()[node][sample] - balance[sample] * b.re()[node][sample];
        mean[node] += (re * re + im * im) / balance.length;
      }
    }
    return mean;
  }
}
