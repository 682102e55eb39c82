package org.insitu.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.FloatMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products of complex matrices in single precision, 8 N² batch operations each, in one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductBenchmark {
  @Param({"64", "256"})
  private int ports;

  @Param("600")
  private int batch;

  private FloatMatrix matrix;
  private FloatBatch input;
  private FloatBatch output;

  /** Draws everything. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    FloatBatch entries = drawn(ports, random);
    matrix = new FloatMatrix(entries.re(), entries.im());
    input = drawn(batch, random);
    output = drawn(batch, random);
  }

  private FloatBatch drawn(int samples, SplittableRandom random) {
    FloatBatch drawn = FloatBatch.zeros(ports, samples);
    for (int port = 0; port < ports; port++) {
      for (int sample = 0; sample < samples; sample++) {
        drawn.re()[port][sample] = (float) random.nextDouble();
        drawn.im()[port][sample] = (float) random.nextDouble();
      }
    }
    return drawn;
  }

  /** U x of every sample. */
  @Benchmark
  public FloatBatch multiply() {
    matrix.multiply(input, output);
    return output;
  }

  /** Σ g xᵀ over the samples. */
  @Benchmark
  public FloatMatrix correlate() {
    return FloatMatrix.correlation(output, input);
  }
}
