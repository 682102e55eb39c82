package org.insitu.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.decompose.Decomposition;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.linear.HaarUnitary;
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

/** From a Haar unitary to phases. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecompositionBenchmark {
  @Param({"TRIANGULAR", "RECTANGULAR"})
  private Topology topology;

  @Param({"64", "256"})
  private int ports;

  private Mesh mesh;
  private ComplexMatrix unitary;

  /** Draws the unitary. */
  @Setup
  public void draw() {
    mesh = Mesh.of(topology, ports);
    unitary = HaarUnitary.sample(ports, new SplittableRandom(1));
  }

  /** Reck or Clements. */
  @Benchmark
  public MeshPhases decompose() {
    return Decomposition.phases(mesh, unitary);
  }
}
