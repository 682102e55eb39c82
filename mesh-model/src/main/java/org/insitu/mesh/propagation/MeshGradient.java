package org.insitu.mesh.propagation;

import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.TapPowers;

/**
 * Derivatives of a real loss by the phases of a mesh, summed over the samples of a batch.
 *
 * @param theta dL/dθ per node, in light order
 * @param phi dL/dφ per node
 * @param gamma dL/dγ per port
 */
public record MeshGradient(double[] theta, double[] phi, double[] gamma) {

  /**
   * Computes dL/dp = -Σ Im(a b) at every heater, exact with any coupler errors and loss.
   *
   * @param forward fields a of the launch x from the left
   * @param backward fields b of the launch g from the right
   * @param output y = U x, {@code [port][sample]}
   * @param cotangent g = dL/dRe(y) - i dL/dIm(y), same shape
   */
  public static MeshGradient ofFields(
      HeaterFields forward, HeaterFields backward, ComplexBatch output, ComplexBatch cotangent) {
    return new MeshGradient(
        minusImaginaryProduct(forward.theta(), backward.theta()),
        minusImaginaryProduct(forward.phi(), backward.phi()),
        minusImaginaryProduct(output, cotangent));
  }

  /**
   * Computes the in situ gradient by digital subtraction, dL/dp = Σ (P_sum - P_forward -
   * P_backward) / 2.
   *
   * <p>Exact for any coupler errors; loss biases it, because time reversal is then approximate.
   *
   * @param forward powers of the launch x from the left
   * @param backward powers of the launch g from the right
   * @param sum powers of the launch x - i conj(x_adj) from the left, x_adj = Uᵀg
   * @param output y = U x; γ has no heater, its derivative is computed from the fields
   * @param cotangent g
   * @see MeshModel#sumLaunch
   */
  public static MeshGradient ofTaps(
      TapPowers forward,
      TapPowers backward,
      TapPowers sum,
      ComplexBatch output,
      ComplexBatch cotangent) {
    return new MeshGradient(
        subtracted(forward.theta(), backward.theta(), sum.theta()),
        subtracted(forward.phi(), backward.phi(), sum.phi()),
        minusImaginaryProduct(output, cotangent));
  }

  private static double[] minusImaginaryProduct(ComplexBatch a, ComplexBatch b) {
    double[] gradient = new double[a.ports()];
    for (int row = 0; row < gradient.length; row++) {
      double sum = 0;
      for (int sample = 0; sample < a.samples(); sample++) {
        sum +=
            a.re()[row][sample] * b.im()[row][sample] + a.im()[row][sample] * b.re()[row][sample];
      }
      gradient[row] = -sum;
    }
    return gradient;
  }

  private static double[] subtracted(double[][] forward, double[][] backward, double[][] sum) {
    double[] gradient = new double[forward.length];
    for (int node = 0; node < gradient.length; node++) {
      double total = 0;
      for (int sample = 0; sample < forward[node].length; sample++) {
        total += sum[node][sample] - forward[node][sample] - backward[node][sample];
      }
      gradient[node] = total / 2;
    }
    return gradient;
  }
}
