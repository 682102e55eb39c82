package org.insitu.cli.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.decompose.HaarPhases;
import org.insitu.mesh.engine.FloatBatch;
import org.insitu.mesh.engine.MeshEngine;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;

/**
 * Times the engine on rectangular meshes without errors. Every call programs new phases first, as a
 * training step does.
 */
public final class EngineBench {
  /** Fewer calls give no median worth the name. */
  private static final int LEAST_CALLS = 5;

  /** More would only fill the list; a median needs no more. */
  private static final int MOST_CALLS = 20_000;

  /** Multiplications and additions of one node and sample: two complex-by-vector rows. */
  private static final long MIX_FLOPS = 20;

  /** The product whose sum the taps need. */
  private static final long TAP_FLOPS = 8;

  /** Operations in the order in which they are timed. */
  public static final List<String> OPERATIONS = List.of("forward", "gradient", "gradientMatrix");

  private final int batch;
  private final int threads;
  private final double seconds;
  private long peakHeap;
  private long heapBefore;

  /**
   * Creates a bench.
   *
   * @param batch samples per call
   * @param threads threads to use
   * @param seconds time to spend on each figure, after half of it for warming up
   */
  public EngineBench(int batch, int threads, double seconds) {
    this.batch = batch;
    this.threads = threads;
    this.seconds = seconds;
  }

  /**
   * One line of the result.
   *
   * @param n ports
   * @param batch samples
   * @param precision {@code float} or {@code double}
   * @param threads threads
   * @param operation {@code forward}, {@code gradient} (three passes with taps) or {@code
   *     gradientMatrix}
   * @param medianSeconds median time of a call [s]
   */
  public record Figure(
      int n, int batch, String precision, int threads, String operation, double medianSeconds) {

    /** Returns the arithmetic of one call, additions and multiplications. */
    public double flops() {
      double nodes = n * (n - 1) / 2.0;
      double forward = nodes * batch * MIX_FLOPS;
      double tapped = nodes * (MIX_FLOPS + TAP_FLOPS) * 3;
      return switch (operation) {
        case "forward" -> forward;
        case "gradient" -> tapped * batch;
        default -> 2 * forward + 8.0 * n * n * batch + tapped * n;
      };
    }

    /** Returns the bytes of the batches that one call reads and writes. */
    public long bytes() {
      long vector = (precision.equals("float") ? 8L : 16L) * n * batch;
      return operation.equals("forward") ? 2 * vector : 4 * vector;
    }
  }

  /**
   * Refuses sizes that cannot fit into the memory of this process.
   *
   * @throws UserMistake with the size it would take
   */
  public void check(List<Integer> sizes) {
    for (int n : sizes) {
      // Four batches in double, and per thread and slot the engine's own blocks and sums.
      double bytes = 4.0 * 16 * n * batch + threads * 16.0 * 304 * 3 * n + 16.0 * 8 * n * n;
      double limit = 0.8 * Runtime.getRuntime().maxMemory();
      if (bytes > limit) {
        throw new UserMistake(
            ("n = %d with a batch of %d takes %s, but this process has %s; choose less or set"
                    + " INSITU_JAVA_OPTS=-Xmx...")
                .formatted(n, batch, Numbers.memory(bytes), Numbers.memory(limit)));
      }
    }
  }

  /** Times all operations in both precisions at one size and hands each figure on at once. */
  public void measure(int n, Consumer<Figure> listener) {
    Mesh mesh = Mesh.of(Topology.RECTANGULAR, n);
    MeshErrors none = MeshErrors.none(mesh);
    SplittableRandom random = new SplittableRandom(n);
    MeshPhases phases = HaarPhases.sample(mesh, random);
    ComplexBatch input = vectors(n, random);
    ComplexBatch cotangent = vectors(n, random);
    inFloat(mesh, none, phases, input, cotangent, listener);
    inDouble(mesh, none, phases, input, cotangent, listener);
  }

  private void inFloat(
      Mesh mesh,
      MeshErrors none,
      MeshPhases phases,
      ComplexBatch input,
      ComplexBatch cotangent,
      Consumer<Figure> listener) {
    FloatBatch roundedInput = FloatBatch.of(input);
    FloatBatch roundedCotangent = FloatBatch.of(cotangent);
    FloatBatch output = FloatBatch.zeros(mesh.ports(), batch);
    FloatBatch adjoint = FloatBatch.zeros(mesh.ports(), batch);
    heapBefore = heapInUse();
    try (MeshEngine<FloatBatch> engine = MeshEngine.inFloat(mesh, none, threads)) {
      measure(engine, "float", phases, roundedInput, roundedCotangent, output, adjoint, listener);
    }
  }

  private void inDouble(
      Mesh mesh,
      MeshErrors none,
      MeshPhases phases,
      ComplexBatch input,
      ComplexBatch cotangent,
      Consumer<Figure> listener) {
    ComplexBatch output = ComplexBatch.zeros(mesh.ports(), batch);
    ComplexBatch adjoint = ComplexBatch.zeros(mesh.ports(), batch);
    heapBefore = heapInUse();
    try (MeshEngine<ComplexBatch> engine = MeshEngine.inDouble(mesh, none, threads)) {
      measure(engine, "double", phases, input, cotangent, output, adjoint, listener);
    }
  }

  private <B> void measure(
      MeshEngine<B> engine,
      String precision,
      MeshPhases phases,
      B input,
      B cotangent,
      B output,
      B adjoint,
      Consumer<Figure> listener) {
    int n = engine.mesh().ports();
    report(
        listener,
        n,
        precision,
        "forward",
        () -> {
          engine.program(phases);
          engine.transform(Direction.FORWARD, input, output);
        });
    report(
        listener,
        n,
        precision,
        "gradient",
        () -> {
          engine.program(phases);
          engine.gradientPerSample(input, cotangent, output, adjoint);
        });
    report(
        listener,
        n,
        precision,
        "gradientMatrix",
        () -> {
          engine.program(phases);
          engine.gradientByMatrix(input, cotangent, output, adjoint);
        });
  }

  private void report(
      Consumer<Figure> listener, int n, String precision, String operation, Runnable call) {
    repeat(call, seconds / 2);
    // Not before: code that is not compiled yet makes objects of its vectors.
    heapInUse();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    call.run();
    long peak = pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    // The engine lives on from call to call and counts, too.
    peakHeap = Math.max(0, peak - heapBefore);
    double[] times = repeat(call, seconds);
    Arrays.sort(times);
    listener.accept(new Figure(n, batch, precision, threads, operation, times[times.length / 2]));
  }

  /**
   * Returns what the engine and the last call timed took of the heap beside the batches [bytes].
   */
  public long peakHeap() {
    return peakHeap;
  }

  private static long heapInUse() {
    System.gc();
    return pools().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }

  private static Stream<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP);
  }

  /** Calls until the time is over and returns how long each call took [s]. */
  private static double[] repeat(Runnable call, double forSeconds) {
    List<Double> times = new ArrayList<>();
    long begin = System.nanoTime();
    while (times.size() < LEAST_CALLS
        || (times.size() < MOST_CALLS && System.nanoTime() - begin < forSeconds * 1e9)) {
      long start = System.nanoTime();
      call.run();
      times.add((System.nanoTime() - start) * 1e-9);
    }
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Gaussian vectors of norm about 1. */
  private ComplexBatch vectors(int n, SplittableRandom random) {
    ComplexBatch vectors = ComplexBatch.zeros(n, batch);
    double scale = 1 / Math.sqrt(2.0 * n);
    for (int port = 0; port < n; port++) {
      for (int sample = 0; sample < batch; sample++) {
        vectors.set(port, sample, scale * random.nextGaussian(), scale * random.nextGaussian());
      }
    }
    return vectors;
  }
}
