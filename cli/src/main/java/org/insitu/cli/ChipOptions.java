package org.insitu.cli;

import java.nio.file.Path;
import org.insitu.cli.console.Numbers;
import picocli.CommandLine.Option;

/** Which chip, and how much to say: the options that all commands with a chip share. */
final class ChipOptions {
  @Option(
      names = "--chip",
      paramLabel = "CHIP",
      defaultValue = "sim:amf420",
      description =
          "sim:amf420, sim:static, sim:ideal, or a FILE.yaml that describes a virtual chip or a bench"
              + " of instruments (default: ${DEFAULT-VALUE}).")
  String chip;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of everything random, the virtual chip included (default: 1).")
  long seed;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Writes all that goes over the links to instruments to a file.")
  Path trace;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  boolean json;

  @Option(names = "--quiet", description = "Shows no progress.")
  boolean quiet;
}
