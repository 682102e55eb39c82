package org.insitu.cli.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.insitu.mesh.processor.ProcessorException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command into one sentence on standard error and an exit code. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** Exit code of a fault of the program or of a device. */
  public static final int OURS = 1;

  /** Exit code of the user's mistake. */
  public static final int THEIRS = 2;

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    tell(command, sentence(mistake) + " See '" + name(command) + " --help'.");
    return THEIRS;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (verbose(parsed)) {
      failure.printStackTrace(command.getErr());
    }
    if (failure instanceof UserMistake) {
      tell(command, failure.getMessage());
      return THEIRS;
    }
    if (failure instanceof ProcessorException) {
      tell(command, failure.getMessage());
      return OURS;
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      tell(command, "could not read or write a file: " + reason(failure) + ".");
      return THEIRS;
    }
    tell(
        command,
        "stopped by a fault of insitu ("
            + failure
            + "); please report it with what '--verbose' adds.");
    return OURS;
  }

  private static String reason(Exception failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    String kind = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? kind : cause.getMessage() + " (" + kind + ")";
  }

  private static boolean verbose(ParseResult parsed) {
    ParseResult root = parsed;
    while (root.hasSubcommand()) {
      if (root.hasMatchedOption("--verbose")) {
        return true;
      }
      root = root.subcommand();
    }
    return root.hasMatchedOption("--verbose");
  }

  private static void tell(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    err.println("insitu: " + sentence.replaceAll("\\s*\\R\\s*", " "));
    err.flush();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static String sentence(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return unmatched(command, unmatched.getUnmatched().get(0));
    }
    if (mistake instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      List<String> names = new ArrayList<>();
      missing.getMissing().forEach(argument -> names.add(argument.paramLabel()));
      return name(command) + " needs " + String.join(" and ", names) + ".";
    }
    String message = mistake.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }

  private static String unmatched(CommandLine command, String typed) {
    if (typed.startsWith("-")) {
      String word = typed.replaceFirst("=.*", "");
      List<String> options = new ArrayList<>();
      command.getCommandSpec().options().stream()
          .filter(option -> !option.hidden())
          .forEach(option -> options.add(option.longestName()));
      return name(command) + " has no option '" + word + "': " + Nearest.hint(word, options) + ".";
    }
    if (command.getSubcommands().isEmpty()) {
      return name(command) + " has no use for '" + typed + "'.";
    }
    return "there is no command '"
        + typed
        + "': "
        + Nearest.hint(typed, command.getSubcommands().keySet())
        + ".";
  }
}
