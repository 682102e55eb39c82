package org.insitu.mesh.propagation;

import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.TapPowers;

/**
 * Complex fields at the right side of every heater, where its tap sits.
 *
 * @param theta fields at the θ heaters, {@code [node][sample]}, nodes in light order
 * @param phi fields at the φ heaters, {@code [node][sample]}
 */
public record HeaterFields(ComplexBatch theta, ComplexBatch phi) {
  /** Returns the powers |field|² that the taps see. */
  public TapPowers powers() {
    return new TapPowers(powers(theta), powers(phi));
  }

  private static double[][] powers(ComplexBatch fields) {
    double[][] power = new double[fields.ports()][fields.samples()];
    for (int node = 0; node < power.length; node++) {
      double[] re = fields.re()[node];
      double[] im = fields.im()[node];
      for (int sample = 0; sample < re.length; sample++) {
        power[node][sample] = re[sample] * re[sample] + im[sample] * im[sample];
      }
    }
    return power;
  }
}
