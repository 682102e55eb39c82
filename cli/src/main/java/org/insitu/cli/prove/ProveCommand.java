package org.insitu.cli.prove;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code insitu prove}: what the drivers can do, shown on emulated instruments. */
@Command(
    name = "prove",
    header = "Shows what the drivers of instruments can do, on emulated ones.",
    description =
        "Each demonstration runs the production drivers against emulators on pseudo terminals,"
            + " prints figures, and ends with exit code 1 if one of them is not what it has to be.",
    synopsisSubcommandLabel = "timing|soak|kills|fuzz",
    subcommands = {TimingCommand.class, SoakCommand.class, KillsCommand.class, FuzzCommand.class})
public final class ProveCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "insitu prove needs what to show: " + String.join(", ", spec.subcommands().keySet()));
  }
}
