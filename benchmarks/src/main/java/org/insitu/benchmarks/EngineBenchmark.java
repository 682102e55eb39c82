package org.insitu.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.decompose.HaarPhases;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.MeshEngine;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The engine in single precision on a rectangular mesh, new phases in every call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class EngineBenchmark {
  @Param({"16", "64", "256"})
  private int ports;

  @Param("600")
  private int batch;

  @Param({"1", "2"})
  private int threads;

  /** Whether couplers have errors, which takes the general way of making plans. */
  @Param({"false", "true"})
  private boolean imperfect;

  private MeshEngine<FloatBatch> engine;
  private MeshPhases phases;
  private FloatBatch input;
  private FloatBatch cotangent;
  private FloatBatch output;
  private FloatBatch adjoint;

  /** Makes a random mesh and random vectors of norm about 1. */
  @Setup
  public void open() {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, ports);
    SplittableRandom random = new SplittableRandom(1);
    double[] couplerError = new double[mesh.nodeCount()];
    for (int node = 0; imperfect && node < couplerError.length; node++) {
      couplerError[node] = 0.1 * random.nextGaussian();
    }
    double[] noLoss = new double[mesh.nodeCount()];
    engine = MeshEngine.inFloat(mesh, new MeshErrors(couplerError, couplerError, noLoss), threads);
    phases = HaarPhases.sample(mesh, random);
    input = vectors(random);
    cotangent = vectors(random);
    output = FloatBatch.zeros(ports, batch);
    adjoint = FloatBatch.zeros(ports, batch);
  }

  /** Lets the threads go. */
  @TearDown
  public void close() {
    engine.close();
  }

  /** Fields only. */
  @Benchmark
  public FloatBatch forward() {
    engine.program(phases);
    engine.transform(Direction.FORWARD, input, output);
    return output;
  }

  /** Three passes of every sample with a tap at every heater. */
  @Benchmark
  public MeshGradient gradientPerSample() {
    engine.program(phases);
    return engine.gradientPerSample(input, cotangent, output, adjoint);
  }

  /** Three passes of the basis vectors. */
  @Benchmark
  public MeshGradient gradientByMatrix() {
    engine.program(phases);
    return engine.gradientByMatrix(input, cotangent, output, adjoint);
  }

  private FloatBatch vectors(SplittableRandom random) {
    ComplexBatch vectors = ComplexBatch.zeros(ports, batch);
    double scale = 1 / Math.sqrt(2.0 * ports);
    for (int port = 0; port < ports; port++) {
      for (int sample = 0; sample < batch; sample++) {
        vectors.set(port, sample, scale * random.nextGaussian(), scale * random.nextGaussian());
      }
    }
    return FloatBatch.of(vectors);
  }
}
