package org.insitu.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code insitu bench}: real instruments, before and after they serve a chip. */
@Command(
    name = "bench",
    header = "Looks after a bench of instruments: check, ports, zero.",
    synopsisSubcommandLabel = "check FILE|ports|zero FILE",
    subcommands = {CheckCommand.class, PortsCommand.class, ZeroCommand.class})
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "insitu bench needs what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
