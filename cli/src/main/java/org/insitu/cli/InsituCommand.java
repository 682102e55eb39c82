package org.insitu.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.insitu.cli.bench.BenchCommand;
import org.insitu.cli.console.Failures;
import org.insitu.cli.console.QuietLogging;
import org.insitu.cli.emulate.EmulateCommand;
import org.insitu.cli.engine.GradientErrorCommand;
import org.insitu.cli.gui.GuiCommand;
import org.insitu.cli.prove.ProveCommand;
import org.insitu.cli.study.SweepCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code insitu} command itself; the work is done by its subcommands. */
@Command(
    name = "insitu",
    description = "Controls and trains photonic chips in situ.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = InsituCommand.VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 a fault of insitu or of a device, 2 a mistake in the call."
    })
public final class InsituCommand implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          GuiCommand.class,
          CalibrateCommand.class,
          FidelityCommand.class,
          BenchCommand.class,
          EmulateCommand.class,
          ProveCommand.class,
          MeshCommand.class,
          BenchEngineCommand.class,
          SweepCommand.class,
          GradientErrorCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Logs what is done, and shows where a fault happened.")
  void speakUp(boolean wanted) {
    if (wanted) {
      QuietLogging.speakUp();
    }
  }

  InsituCommand() {}

  /** Tells picocli the version. */
  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.line()};
    }
  }

  /**
   * Returns the command, ready to execute.
   *
   * @param out where results go
   * @param err where progress and mistakes go
   * @param arguments what will be executed: a subcommand that comes first is made alone, since
   *     making all takes longer than most of them need to begin
   */
  public static CommandLine commandLine(PrintStream out, PrintStream err, String... arguments) {
    Failures failures = new Failures();
    CommandLine line = new CommandLine(new InsituCommand());
    List<Class<?>> first =
        COMMANDS.stream()
            .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
            .toList();
    (first.isEmpty() ? COMMANDS : first).forEach(line::addSubcommand);
    return line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(100)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** Shows the help, since no command was given. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "insitu needs a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
