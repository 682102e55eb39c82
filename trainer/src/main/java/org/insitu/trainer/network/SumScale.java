package org.insitu.trainer.network;

import java.util.Arrays;
import org.insitu.mesh.linear.ComplexBatch;

/**
 * How strong the adjoint is in the sum launch x - iκ conj(x_adj).
 *
 * <p>κ balances the two waves, |κ x_adj| = |x|. A read has an error that goes with the launched
 * power |x|² ≈ 9, while x_adj fades as training converges: with κ = 1 the interference would drown
 * in that error, with balance it stays as visible as it can be.
 */
public enum SumScale {
  /** Each sample has its own κ, for reads that the computer subtracts. */
  PER_SAMPLE {
    @Override
    public double[] balance(ComplexBatch input, ComplexBatch adjointInput) {
      double[] balance = new double[input.samples()];
      for (int sample = 0; sample < balance.length; sample++) {
        balance[sample] = ratio(input.squaredNorm(sample), adjointInput.squaredNorm(sample));
      }
      return balance;
    }
  },
  /** One κ for the largest of the batch, for samples that add up in the detector. */
  COMMON {
    @Override
    public double[] balance(ComplexBatch input, ComplexBatch adjointInput) {
      double largest = 0;
      double largestAdjoint = 0;
      for (int sample = 0; sample < input.samples(); sample++) {
        largest = Math.max(largest, input.squaredNorm(sample));
        largestAdjoint = Math.max(largestAdjoint, adjointInput.squaredNorm(sample));
      }
      double[] balance = new double[input.samples()];
      Arrays.fill(balance, ratio(largest, largestAdjoint));
      return balance;
    }
  };

  /**
   * Returns κ of each sample; 1 where there is no adjoint.
   *
   * @param input x, {@code [port][sample]}; Not modified
   * @param adjointInput x_adj, same shape; Not modified
   */
  public abstract double[] balance(ComplexBatch input, ComplexBatch adjointInput);

  private static double ratio(double square, double adjointSquare) {
    double ratio = Math.sqrt(square / adjointSquare);
    // An adjoint so small that its square underflows gives no gradient either way.
    return Double.isFinite(ratio) && ratio > 0 ? ratio : 1;
  }
}
