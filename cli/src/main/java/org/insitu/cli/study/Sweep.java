package org.insitu.cli.study;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.Progress;
import org.insitu.cli.mnist.MnistCell;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.large.EpochResult;
import org.insitu.trainer.large.LargeSummary;
import org.insitu.trainer.run.AtomicFiles;
import org.insitu.trainer.run.Decimals;

/** Runs the cells of a study that are not done yet, each in one thread. */
final class Sweep {
  private static final int DIGITS = 9;

  private final Path folder;
  private final ResultsFile results;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final Map<String, MnistCell.Vectors> vectors = new ConcurrentHashMap<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private int done;

  /**
   * Reads the images of jobs, each set once, and checks that they will do.
   *
   * @param vectors what was read before; Modified, gains the rest
   */
  static void read(List<Job> jobs, Map<String, MnistCell.Vectors> vectors) throws DatasetException {
    for (Job job : jobs) {
      if (!vectors.containsKey(job.run().vectorsKey())) {
        vectors.put(job.run().vectorsKey(), job.run().vectors());
      }
      job.run().check(vectors.get(job.run().vectorsKey()));
    }
  }

  /**
   * Prepares.
   *
   * @param vectors images that were read before
   * @param stop asked before every step
   */
  Sweep(
      Path folder,
      ResultsFile results,
      Progress progress,
      Map<String, MnistCell.Vectors> vectors,
      BooleanSupplier stop) {
    this.vectors.putAll(vectors);
    this.stop = stop;
    this.folder = folder;
    this.results = results;
    this.progress = progress;
  }

  /** One cell with its options understood. */
  record Job(Study.Cell cell, MnistCell run) {}

  /**
   * Runs.
   *
   * @param workers threads, at least 1
   */
  void run(List<Job> jobs, int workers) throws IOException, ProcessorException, DatasetException {
    List<Job> left = jobs.stream().filter(job -> !results.has(job.cell())).toList();
    progress.begin("running cells", Math.max(1, left.size()));
    // Before the workers start, so that they share what they read.
    read(left, vectors);
    for (Job job : left) {
      results.requireData(job.run().dataOption(), vectors.get(job.run().vectorsKey()).identity());
    }
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (Job job : left) {
        futures.add(
            pool.submit(
                () -> {
                  boolean whole = false;
                  try {
                    run(job);
                    whole = true;
                  } finally {
                    // What stops one cell, a full disk say, would stop the others, too.
                    ended.compareAndSet(false, !whole);
                  }
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        await(future);
      }
    } finally {
      ended.set(true);
      pool.shutdownNow();
    }
    progress.end(
        "%s done, %d before".formatted(Numbers.counted(done(), "cell"), jobs.size() - left.size()));
  }

  private boolean ended() {
    return ended.get() || stop.getAsBoolean();
  }

  private synchronized int done() {
    return done;
  }

  private void await(Future<?> future) throws IOException, ProcessorException {
    try {
      future.get();
    } catch (ExecutionException e) {
      ended.set(true);
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof ProcessorException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("a cell ended in an unforeseen way", e.getCause());
    } catch (InterruptedException e) {
      ended.set(true);
      Thread.currentThread().interrupt();
      throw new IOException("The sweep was interrupted; go on with --resume.", e);
    }
  }

  private void run(Job job) throws IOException, ProcessorException {
    if (ended()) {
      return;
    }
    StringBuilder curve = new StringBuilder("epoch,trainLoss,trainError,testLoss,testError\n");
    long processorTime = processorTime();
    LargeSummary summary =
        job.run()
            .train(
                vectors.get(job.run().vectorsKey()),
                this::ended,
                epoch -> curve.append(line(epoch)));
    if (summary.stopped()) {
      return;
    }
    AtomicFiles.write(
        folder.resolve("curves").resolve("cell-%03d.csv".formatted(job.cell().number())),
        curve.toString());
    results.add(
        job.cell(),
        List.of(
            text(summary.last().testError()),
            text(summary.bestTestError()),
            text(summary.trainError()),
            text(summary.last().testLoss()),
            text(summary.trainLoss()),
            String.valueOf(summary.last().epoch()),
            Decimals.significant(summary.seconds(), 4),
            Decimals.significant((processorTime() - processorTime) * 1e-9, 4)));
    report(job, summary);
  }

  /** Returns what this thread has used of a processor [ns]; a cell runs in one thread. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private synchronized void report(Job job, LargeSummary summary) {
    done++;
    progress.update(
        done,
        String.format(
            Locale.ROOT,
            "cell %d (%s): test error %.2f %%",
            job.cell().number(),
            String.join(", ", job.cell().labels()),
            100 * summary.last().testError()));
  }

  private static String line(EpochResult epoch) {
    return "%d,%s,%s,%s,%s\n"
        .formatted(
            epoch.epoch(),
            text(epoch.trainLoss()),
            text(epoch.trainError()),
            text(epoch.testLoss()),
            text(epoch.testError()));
  }

  private static String text(double value) {
    return Decimals.significant(value, DIGITS);
  }
}
