package org.insitu.cli.bench;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The bench file and what the commands on it share. */
final class BenchFileOptions {
  @Parameters(paramLabel = "FILE", description = "The bench file.")
  Path file;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Writes all that goes over the links to a file.")
  private Path trace;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  boolean json;

  Optional<TraceFile> trace() {
    return Optional.ofNullable(trace).map(TraceFile::create);
  }
}
