package org.insitu.cli;

import org.insitu.cli.console.Numbers;
import picocli.CommandLine.Option;

/** Which chip, and how much to say: the options that all commands with a chip share. */
final class ChipOptions {
  @Option(
      names = "--chip",
      paramLabel = "CHIP",
      defaultValue = "sim:amf420",
      description =
          "sim:amf420, sim:static, sim:ideal, or a FILE.yaml that describes a virtual chip"
              + " (default: ${DEFAULT-VALUE}).")
  String chip;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of everything random, the virtual chip included (default: 1).")
  long seed;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  boolean json;

  @Option(names = "--quiet", description = "Shows no progress.")
  boolean quiet;
}
