package org.insitu.trainer.large;

import java.util.Optional;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.FloatMatrix;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.processor.TapSums;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * A layer measured on a processor: its matrix, or every sample; γ is the computer's.
 *
 * <p>Gradients are bilinear in x and g, so those of the N basis vectors e_j with the cotangents Σ_s
 * g_s x_s[j] are those of any number of samples s. Vectors are launched at norm 1 or below, the
 * largest of a batch at 1.
 */
public final class ProcessorLayer implements PhotonicLayer {
  private final PhotonicProcessor processor;
  private final LargeGradient gradient;
  private final LargeMeasurement measurement;
  private final ComplexBatch basis;
  private MeshPhases programmed;
  private FloatMatrix matrix;
  private boolean measured;

  /**
   * Creates a layer.
   *
   * @param processor where light is sent; closed with the layer
   * @throws IllegalArgumentException if the gradient is the model's, which takes no light
   */
  public ProcessorLayer(
      PhotonicProcessor processor, LargeGradient gradient, LargeMeasurement measurement) {
    if (gradient == LargeGradient.MODEL) {
      throw new IllegalArgumentException("the model's gradient is not measured");
    }
    this.processor = processor;
    this.gradient = gradient;
    this.measurement = measurement;
    int ports = processor.mesh().ports();
    ComplexMatrix identity = ComplexMatrix.identity(ports);
    basis = new ComplexBatch(identity.re(), identity.im());
    programmed = processor.programmed();
    matrix = FloatMatrix.of(basis);
  }

  @Override
  public void program(MeshPhases phases) throws ProcessorException {
    processor.program(MeshPhases.of(processor.mesh(), phases.theta(), phases.phi()));
    programmed = phases;
    measured = false;
  }

  @Override
  public void forward(FloatBatch input, FloatBatch output) throws ProcessorException {
    if (measurement == LargeMeasurement.MATRIX) {
      if (!measured) {
        matrix = FloatMatrix.of(fields(Direction.FORWARD, basis));
        measured = true;
      }
      matrix.multiply(input, output);
    } else {
      ComplexBatch vectors = input.toDouble();
      if (!Double.isFinite(largestNorm(vectors))) {
        throw new DivergenceException("a vector to launch is not finite any more");
      }
      ComplexBatch fields = fields(Direction.FORWARD, vectors);
      copy(FloatBatch.of(fields), output);
    }
    turn(output, output);
  }

  @Override
  public MeshGradient backward(
      FloatBatch input, FloatBatch output, FloatBatch cotangent, Optional<FloatBatch> adjoint)
      throws ProcessorException {
    FloatBatch atMesh = FloatBatch.zeros(cotangent.ports(), cotangent.samples());
    turn(cotangent, atMesh);
    TapGradient ofTaps;
    if (measurement == LargeMeasurement.MATRIX) {
      FloatMatrix correlation = FloatMatrix.correlation(atMesh, input);
      ofTaps = passes(basis, new FloatBatch(correlation.re(), correlation.im()).toDouble());
      adjoint.ifPresent(into -> matrix.multiplyTransposed(atMesh, into));
    } else {
      ofTaps = passes(input.toDouble(), atMesh.toDouble());
      adjoint.ifPresent(into -> copy(FloatBatch.of(ofTaps.adjoint()), into));
    }
    return new MeshGradient(ofTaps.theta(), ofTaps.phi(), ofGamma(output, cotangent));
  }

  private record TapGradient(double[] theta, double[] phi, ComplexBatch adjoint) {}

  private TapGradient passes(ComplexBatch launches, ComplexBatch cotangent)
      throws ProcessorException {
    double inputNorm = largestNorm(launches);
    double cotangentNorm = largestNorm(cotangent);
    int nodes = processor.mesh().nodeCount();
    if (!Double.isFinite(inputNorm) || !Double.isFinite(cotangentNorm)) {
      throw new DivergenceException("a vector to launch is not finite any more");
    }
    if (inputNorm == 0 || cotangentNorm == 0) {
      return new TapGradient(
          new double[nodes],
          new double[nodes],
          ComplexBatch.zeros(launches.ports(), launches.samples()));
    }
    ComplexBatch x = scaled(launches, 1 / inputNorm);
    ComplexBatch g = scaled(cotangent, 1 / cotangentNorm);
    ComplexBatch adjoint = fields(Direction.BACKWARD, g);
    double[] theta = new double[nodes];
    double[] phi = new double[nodes];
    double scale = inputNorm * cotangentNorm;
    if (gradient == LargeGradient.ANALOG) {
      add(processor.tapSums(Direction.FORWARD, superposed(x, adjoint, 1)), scale / 4, theta, phi);
      add(processor.tapSums(Direction.FORWARD, superposed(x, adjoint, -1)), -scale / 4, theta, phi);
    } else {
      add(processor.tapSums(Direction.FORWARD, x), -scale / 2, theta, phi);
      TapSums ofAdjoint =
          gradient == LargeGradient.DIGITAL
              ? processor.tapSums(Direction.BACKWARD, g)
              : processor.tapSums(Direction.FORWARD, conjugate(adjoint));
      add(ofAdjoint, -scale / 2, theta, phi);
      add(processor.tapSums(Direction.FORWARD, superposed(x, adjoint, 1)), scale / 2, theta, phi);
    }
    return new TapGradient(theta, phi, scaled(adjoint, cotangentNorm));
  }

  private ComplexBatch fields(Direction direction, ComplexBatch launches)
      throws ProcessorException {
    return processor.propagate(direction, launches, ReadOut.FIELDS, LaunchScale.COMMON).output();
  }

  private static void add(TapSums sums, double weight, double[] theta, double[] phi) {
    for (int node = 0; node < theta.length; node++) {
      theta[node] += weight * sums.theta()[node];
      phi[node] += weight * sums.phi()[node];
    }
  }

  /** Applies e^{iγ}; the same for fields and, as U is transposed, for cotangents. */
  private void turn(FloatBatch from, FloatBatch into) {
    double[] gamma = programmed.gamma();
    for (int port = 0; port < gamma.length; port++) {
      float cos = (float) StrictMath.cos(gamma[port]);
      float sin = (float) StrictMath.sin(gamma[port]);
      for (int sample = 0; sample < from.samples(); sample++) {
        float re = from.re()[port][sample];
        float im = from.im()[port][sample];
        into.re()[port][sample] = cos * re - sin * im;
        into.im()[port][sample] = cos * im + sin * re;
      }
    }
  }

  private static double[] ofGamma(FloatBatch output, FloatBatch cotangent) {
    double[] derivative = new double[output.ports()];
    for (int port = 0; port < derivative.length; port++) {
      float[] yr = output.re()[port];
      float[] yi = output.im()[port];
      float[] gr = cotangent.re()[port];
      float[] gi = cotangent.im()[port];
      for (int sample = 0; sample < yr.length; sample++) {
        derivative[port] -= (double) yr[sample] * gi[sample] + (double) yi[sample] * gr[sample];
      }
    }
    return derivative;
  }

  private static double largestNorm(ComplexBatch batch) {
    double largest = 0;
    for (int sample = 0; sample < batch.samples(); sample++) {
      largest = Math.max(largest, batch.squaredNorm(sample));
    }
    return Math.sqrt(largest);
  }

  /** Returns x - sign · i conj(adjoint). */
  private static ComplexBatch superposed(ComplexBatch x, ComplexBatch adjoint, int sign) {
    ComplexBatch sum = x.copy();
    for (int port = 0; port < sum.ports(); port++) {
      for (int sample = 0; sample < sum.samples(); sample++) {
        // -i conj(a + ib) = -b - ia
        sum.re()[port][sample] -= sign * adjoint.im()[port][sample];
        sum.im()[port][sample] -= sign * adjoint.re()[port][sample];
      }
    }
    return sum;
  }

  private static ComplexBatch conjugate(ComplexBatch batch) {
    ComplexBatch conjugate = batch.copy();
    for (double[] port : conjugate.im()) {
      for (int sample = 0; sample < port.length; sample++) {
        port[sample] = -port[sample];
      }
    }
    return conjugate;
  }

  private static ComplexBatch scaled(ComplexBatch batch, double factor) {
    ComplexBatch scaled = batch.copy();
    for (int port = 0; port < scaled.ports(); port++) {
      for (int sample = 0; sample < scaled.samples(); sample++) {
        scaled.re()[port][sample] *= factor;
        scaled.im()[port][sample] *= factor;
      }
    }
    return scaled;
  }

  private static void copy(FloatBatch from, FloatBatch into) {
    for (int port = 0; port < from.ports(); port++) {
      System.arraycopy(from.re()[port], 0, into.re()[port], 0, from.samples());
      System.arraycopy(from.im()[port], 0, into.im()[port], 0, from.samples());
    }
  }

  @Override
  public void close() throws ProcessorException {
    processor.close();
  }
}
