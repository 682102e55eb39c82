package org.insitu.cli.emulate;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code insitu emulate}: instruments that exist only as their protocols. */
@Command(
    name = "emulate",
    header = "Emulates instruments on real ports, in front of a virtual chip.",
    description =
        "Serves until Ctrl-C or SIGTERM. A port is a pseudo terminal (Linux) or a TCP port of this"
            + " computer. Time for heaters to settle passes on the virtual chip only.",
    synopsisSubcommandLabel = "bench FILE|qontrol|board|switch|laser",
    subcommands = {
      EmulateBenchCommand.class,
      EmulateInstrument.Qontrol.class,
      EmulateInstrument.Board.class,
      EmulateInstrument.Switch.class,
      EmulateInstrument.LaserSource.class
    })
public final class EmulateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "insitu emulate needs what to emulate: " + String.join(", ", spec.subcommands().keySet()));
  }
}
