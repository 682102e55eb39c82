package org.insitu.cli.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.insitu.cli.console.JsonOutput;
import org.insitu.driver.benchfile.BenchCheck;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.benchfile.BenchSpec;
import org.insitu.driver.link.WireTrace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code insitu bench zero}: heaters to 0 V and the laser dark, whatever was before. */
@Command(
    name = "zero",
    header = "Brings all heaters of a bench to 0 V and its laser to dark, and reads both back.")
final class ZeroCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BenchFileOptions options;

  @Override
  public Integer call() {
    BenchSpec bench = BenchFile.read(options.file);
    PrintWriter out = spec.commandLine().getOut();
    Optional<TraceFile> trace = options.trace();
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
      findings = check.zero();
    } finally {
      trace.ifPresent(TraceFile::close);
    }
    if (options.json) {
      JsonOutput.print(out, FindingsTable.json(bench.file(), findings));
    }
    int code = FindingsTable.exitCode(findings);
    if (code != 0) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "insitu: DANGER: the safe state of "
              + bench.file()
              + " is not confirmed; switch off its supplies by hand.");
      err.flush();
    }
    return code;
  }
}
