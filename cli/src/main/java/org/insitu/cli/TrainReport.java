package org.insitu.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.insitu.cli.console.TimeLeft;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.trainer.run.RunInfo;
import org.insitu.trainer.run.RunSummary;

/** A finished run in a few lines, for a person. */
final class TrainReport {
  private TrainReport() {}

  static void print(PrintWriter out, RunInfo info, RunSummary summary, Path folder) {
    out.printf(
        Locale.ROOT,
        "%s on %s, seed %d, %s gradient, %d iterations%s%n",
        summary.plan().task(),
        info.chip(),
        summary.plan().seed(),
        summary.plan().gradient().id(),
        summary.iterations(),
        summary.stopped() ? " (stopped)" : "");
    summary
        .last()
        .ifPresent(
            last ->
                out.printf(
                    Locale.ROOT,
                    "accuracy on the chip   test %.3f, train %.3f (test on the model %.3f)%n",
                    last.test(),
                    last.train(),
                    last.digitalTest()));
    summary
        .spread()
        .ifPresent(
            spread ->
                out.printf(
                    Locale.ROOT,
                    "last 100 iterations    test between %.3f and %.3f%n",
                    spread.min(),
                    spread.max()));
    summary
        .gradientErrorMedian()
        .ifPresent(
            error ->
                out.printf(Locale.ROOT, "gradient error         %.4f median of 1 - cos%n", error));
    ProcessorCounters counters = summary.counters();
    out.printf(
        Locale.ROOT,
        "cost on the chip       %,d launches, %,d heater writes, %,d tap reads, %,d switches, %s%n",
        counters.launches(),
        counters.heaterWrites(),
        counters.tapReads(),
        counters.directionSwitches(),
        TimeLeft.text(counters.chipTime()));
    out.printf("time here              %s%n", TimeLeft.text(summary.elapsed()));
    out.printf("written to             %s%n", folder);
    out.flush();
  }
}
