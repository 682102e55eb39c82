package org.insitu.trainer.gradient;

import org.insitu.mesh.linear.ComplexBatch;

/** Cutting and joining batches along the samples. */
final class Batches {
  private Batches() {}

  /** Returns samples first..first+size-1 as a new batch. */
  static ComplexBatch slice(ComplexBatch batch, int first, int size) {
    ComplexBatch part = ComplexBatch.zeros(batch.ports(), size);
    for (int port = 0; port < batch.ports(); port++) {
      System.arraycopy(batch.re()[port], first, part.re()[port], 0, size);
      System.arraycopy(batch.im()[port], first, part.im()[port], 0, size);
    }
    return part;
  }

  /** Copies a whole batch to sample {@code first} of {@code target}; Modified. */
  static void copy(ComplexBatch batch, ComplexBatch target, int first) {
    for (int port = 0; port < batch.ports(); port++) {
      System.arraycopy(batch.re()[port], 0, target.re()[port], first, batch.samples());
      System.arraycopy(batch.im()[port], 0, target.im()[port], first, batch.samples());
    }
  }

  /** Returns each sample multiplied by its factor, as a new batch. */
  static ComplexBatch scaled(ComplexBatch batch, double[] factors) {
    ComplexBatch scaled = batch.copy();
    for (int port = 0; port < batch.ports(); port++) {
      for (int sample = 0; sample < factors.length; sample++) {
        scaled.re()[port][sample] *= factors[sample];
        scaled.im()[port][sample] *= factors[sample];
      }
    }
    return scaled;
  }

  /** Returns x + i conj(x_adj), the launch whose adjoint has the opposite sign, as a new batch. */
  static ComplexBatch differenceLaunch(ComplexBatch input, ComplexBatch adjointInput) {
    ComplexBatch difference = input.copy();
    for (int port = 0; port < input.ports(); port++) {
      for (int sample = 0; sample < input.samples(); sample++) {
        // i conj(a + ib) = b + ia
        difference.re()[port][sample] += adjointInput.im()[port][sample];
        difference.im()[port][sample] += adjointInput.re()[port][sample];
      }
    }
    return difference;
  }

  /** Returns the first batch followed by the second. */
  static ComplexBatch join(ComplexBatch first, ComplexBatch second) {
    ComplexBatch joined = ComplexBatch.zeros(first.ports(), first.samples() + second.samples());
    copy(first, joined, 0);
    copy(second, joined, first.samples());
    return joined;
  }

  /** Returns fields with the magnitudes of one batch and the phases of another. */
  static ComplexBatch withPhasesOf(ComplexBatch magnitudes, ComplexBatch phases) {
    ComplexBatch result = ComplexBatch.zeros(phases.ports(), phases.samples());
    for (int port = 0; port < phases.ports(); port++) {
      for (int sample = 0; sample < phases.samples(); sample++) {
        double re = phases.re()[port][sample];
        double im = phases.im()[port][sample];
        double size = Math.sqrt(re * re + im * im);
        double measured = magnitudes.re()[port][sample];
        result.set(
            port,
            sample,
            size > 0 ? measured * re / size : measured,
            size > 0 ? measured * im / size : 0);
      }
    }
    return result;
  }
}
