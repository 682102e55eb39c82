package org.insitu.cli.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.insitu.cli.console.JsonOutput;
import org.insitu.driver.benchfile.BenchCheck;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.benchfile.BenchSpec;
import org.insitu.driver.link.WireTrace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu bench check}: is everything there, and as the bench file says? */
@Command(
    name = "check",
    header = "Connects to all instruments of a bench file and tells what is wrong.",
    description =
        "Identifies every instrument, reads every channel and tap, sets and reads the limits and the"
            + " switch. Heaters stay at 0 V and the laser dark unless --exercise is given.")
final class CheckCommand implements Callable<Integer> {
  /** How long the exercise may take to come to an end after a signal; one heater takes less. */
  private static final long STEP_SECONDS = 3;

  @Spec private CommandSpec spec;

  @Mixin private BenchFileOptions options;

  @Option(
      names = "--exercise",
      description =
          "Also gives every heater in turn up to 1 V, and the chip up to 1 mW of light from both"
              + " sides.")
  private boolean exercise;

  @Override
  public Integer call() {
    BenchSpec bench = BenchFile.read(options.file);
    PrintWriter out = spec.commandLine().getOut();
    Optional<TraceFile> trace = options.trace();
    CountDownLatch ended = new CountDownLatch(1);
    List<Finding> findings;
    try (BenchCheck check =
        new BenchCheck(
            bench,
            trace.map(TraceFile::wires).orElseGet(WireTrace::new),
            finding -> {
              if (!options.json) {
                FindingsTable.print(out, finding);
              }
            })) {
      Thread onSignal = new Thread(() -> end(check, ended), "insitu-safe-state");
      Runtime.getRuntime().addShutdownHook(onSignal);
      try {
        findings = check.run(exercise);
      } finally {
        ended.countDown();
        forget(onSignal);
      }
    } finally {
      trace.ifPresent(TraceFile::close);
    }
    if (options.json) {
      JsonOutput.print(out, FindingsTable.json(bench.file(), findings));
    }
    return FindingsTable.exitCode(findings);
  }

  private static void forget(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException alreadyEnding) {
      // The signal came just now; the hook finds the check ended.
    }
  }

  /**
   * The exercise ends with heaters at 0 V and the laser dark by itself; otherwise it is done here.
   */
  private static void end(BenchCheck check, CountDownLatch ended) {
    check.stop();
    try {
      if (!ended.await(STEP_SECONDS, TimeUnit.SECONDS)) {
        check.zero();
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
