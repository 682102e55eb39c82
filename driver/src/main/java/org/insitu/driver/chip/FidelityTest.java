package org.insitu.driver.chip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.processor.ReadOut;

/**
 * Programs random unitaries, sends a random vector through each, and compares with mathematics.
 *
 * <p>For unit vectors y (wanted) and m (measured): amplitude fidelity (Σ|y_k||m_k|)², complex
 * fidelity |Σ y_k* m_k|². The phase read error is the standard deviation of arg m_k - arg y_k over
 * all outputs with |y_k| > 0.2, a common phase per vector removed.
 *
 * @see <a href="https://doi.org/10.1126/science.ade8450">Pai et al., Science 380, 398 (2023)</a>
 */
public final class FidelityTest {
  /** Weaker outputs have no phase to speak of; the published evaluation leaves them out too. */
  private static final double MIN_AMPLITUDE = 0.2;

  /** Two-sided 95 % of a normal distribution. */
  private static final double Z95 = 1.959963984540054;

  /** Makes the phases of a unitary; γ is applied by the computer. */
  public interface Programmer {
    /** Returns the phases of a mesh that make a unitary. */
    MeshPhases phases(Mesh mesh, ComplexMatrix unitary);
  }

  /**
   * Mean, median and 95 % confidence interval of the mean.
   *
   * @param mean mean
   * @param median median
   * @param ci95 half-open interval as {low, high}
   * @param values the values themselves, one per unitary
   */
  public record Statistic(double mean, double median, double[] ci95, double[] values) {
    static Statistic of(List<Double> list) {
      double[] values = list.stream().mapToDouble(Double::doubleValue).toArray();
      DescriptiveStatistics statistics = new DescriptiveStatistics(values);
      double half = Z95 * statistics.getStandardDeviation() / Math.sqrt(values.length);
      double mean = statistics.getMean();
      return new Statistic(
          mean,
          statistics.getPercentile(50),
          new double[] {mean - half, Math.min(1, mean + half)},
          values);
    }
  }

  /**
   * Result.
   *
   * @param amplitude amplitude fidelity
   * @param complex complex fidelity
   * @param phaseReadErrorRad standard deviation of phases read [rad]
   * @param unitaries number of unitaries
   */
  public record Result(
      Statistic amplitude, Statistic complex, double phaseReadErrorRad, int unitaries) {}

  private final PhotonicProcessor processor;
  private final Programmer programmer;

  /** Creates a test; the processor stays the caller's. */
  public FidelityTest(PhotonicProcessor processor, Programmer programmer) {
    this.processor = processor;
    this.programmer = programmer;
  }

  /**
   * Runs the test.
   *
   * @param unitaries random unitaries, one after the other
   * @param count how many, at least 2
   * @param random source of the vectors
   * @param progress told after each unitary how many are done
   */
  public Result run(
      Supplier<ComplexMatrix> unitaries, int count, RandomGenerator random, IntConsumer progress)
      throws ProcessorException {
    if (count < 2) {
      throw new IllegalArgumentException(
          "a fidelity test needs at least 2 unitaries, not " + count);
    }
    List<Double> amplitude = new ArrayList<>();
    List<Double> complex = new ArrayList<>();
    double phaseSum = 0;
    int phases = 0;
    for (int i = 0; i < count; i++) {
      ComplexMatrix unitary = unitaries.get();
      double[][] wanted = new double[2][];
      double[][] measured = new double[2][];
      measure(unitary, randomVector(random), wanted, measured);
      Comparison comparison = Comparison.of(wanted, measured);
      amplitude.add(comparison.amplitude);
      complex.add(comparison.complex);
      phaseSum += comparison.phaseSquares;
      phases += comparison.phases;
      progress.accept(i + 1);
    }
    return new Result(
        Statistic.of(amplitude),
        Statistic.of(complex),
        phases > 0 ? Math.sqrt(phaseSum / phases) : 0,
        count);
  }

  private void measure(
      ComplexMatrix unitary, double[][] vector, double[][] wanted, double[][] measured)
      throws ProcessorException {
    int ports = processor.mesh().ports();
    MeshPhases full = programmer.phases(processor.mesh(), unitary);
    double[] gamma = full.gamma();
    processor.program(MeshPhases.of(processor.mesh(), full.theta(), full.phi()));
    ComplexBatch launch = ComplexBatch.zeros(ports, 1);
    for (int port = 0; port < ports; port++) {
      launch.set(port, 0, vector[0][port], vector[1][port]);
    }
    ComplexBatch output =
        processor
            .propagate(Direction.FORWARD, launch, ReadOut.FIELDS, LaunchScale.PER_VECTOR)
            .output();
    wanted[0] = new double[ports];
    wanted[1] = new double[ports];
    measured[0] = new double[ports];
    measured[1] = new double[ports];
    for (int row = 0; row < ports; row++) {
      for (int column = 0; column < ports; column++) {
        double ur = unitary.re()[row][column];
        double ui = unitary.im()[row][column];
        wanted[0][row] += ur * vector[0][column] - ui * vector[1][column];
        wanted[1][row] += ur * vector[1][column] + ui * vector[0][column];
      }
      double c = StrictMath.cos(gamma[row]);
      double s = StrictMath.sin(gamma[row]);
      double re = output.re()[row][0];
      double im = output.im()[row][0];
      measured[0][row] = re * c - im * s;
      measured[1][row] = re * s + im * c;
    }
    normalise(measured);
  }

  private double[][] randomVector(RandomGenerator random) {
    int ports = processor.mesh().ports();
    double[][] vector = new double[2][ports];
    for (int port = 0; port < ports; port++) {
      vector[0][port] = random.nextGaussian();
      vector[1][port] = random.nextGaussian();
    }
    normalise(vector);
    return vector;
  }

  private static void normalise(double[][] vector) {
    double norm = 0;
    for (int i = 0; i < vector[0].length; i++) {
      norm += vector[0][i] * vector[0][i] + vector[1][i] * vector[1][i];
    }
    for (int i = 0; i < vector[0].length; i++) {
      vector[0][i] /= Math.sqrt(norm);
      vector[1][i] /= Math.sqrt(norm);
    }
  }

  private record Comparison(double amplitude, double complex, double phaseSquares, int phases) {
    static Comparison of(double[][] wanted, double[][] measured) {
      double amplitude = 0;
      double re = 0;
      double im = 0;
      for (int k = 0; k < wanted[0].length; k++) {
        double yr = wanted[0][k];
        double yi = wanted[1][k];
        double mr = measured[0][k];
        double mi = measured[1][k];
        amplitude += Math.hypot(yr, yi) * Math.hypot(mr, mi);
        re += yr * mr + yi * mi;
        im += yr * mi - yi * mr;
      }
      List<Double> errors = new ArrayList<>();
      double common = StrictMath.atan2(im, re);
      for (int k = 0; k < wanted[0].length; k++) {
        if (Math.hypot(wanted[0][k], wanted[1][k]) > MIN_AMPLITUDE) {
          double error =
              StrictMath.atan2(measured[1][k], measured[0][k])
                  - StrictMath.atan2(wanted[1][k], wanted[0][k])
                  - common;
          errors.add(StrictMath.atan2(StrictMath.sin(error), StrictMath.cos(error)));
        }
      }
      double mean = errors.stream().mapToDouble(Double::doubleValue).average().orElse(0);
      double squares = errors.stream().mapToDouble(e -> (e - mean) * (e - mean)).sum();
      return new Comparison(amplitude * amplitude, re * re + im * im, squares, errors.size());
    }
  }
}
