package org.insitu.cli.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.insitu.driver.calibration.CalibrationProblem;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.yaml.Nearest;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.run.RunFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command into one sentence on standard error and an exit code. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** Exit code of a fault of the program or of a device. */
  public static final int OURS = 1;

  /** Exit code of the user's mistake. */
  public static final int THEIRS = 2;

  // The request that failed with its repeats; all of it is in the file of --trace.
  private static final int TRAFFIC_LINES = 40;

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    tell(mistake.getCommandLine(), sentence(mistake));
    return THEIRS;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof StoppedException) {
      return OURS; // the process is ending by a signal, which decides the exit code
    }
    if (verbose(parsed)) {
      failure.printStackTrace(command.getErr());
      traffic(failure).ifPresent(command.getErr()::println);
    }
    if (failure instanceof UserMistake
        || failure instanceof YamlFileException
        || failure instanceof DatasetException
        || failure instanceof RunFileException
        || failure instanceof CalibrationProblem) {
      tell(command, failure.getMessage());
      return THEIRS;
    }
    if (failure instanceof ProcessorException) {
      tell(command, failure.getMessage());
      return OURS;
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      tell(command, reason(failure instanceof IOException ? failure : failure.getCause()));
      return THEIRS;
    }
    tell(
        command,
        "this is a fault of insitu, not yours: "
            + failure
            + "; please report it together with what the same command prints with --verbose.");
    return OURS;
  }

  /** Returns the last lines of what went over the wire before a device failed. */
  private static Optional<String> traffic(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DeviceException device && !device.wireTraffic().isEmpty()) {
        List<String> lines = device.wireTraffic().lines().toList();
        return Optional.of(
            String.join(
                System.lineSeparator(),
                lines.subList(Math.max(0, lines.size() - TRAFFIC_LINES), lines.size())));
      }
    }
    return Optional.empty();
  }

  private static String reason(Throwable failure) {
    if (failure instanceof FileSystemException at && at.getFile() != null) {
      String what;
      if (failure instanceof NoSuchFileException) {
        what = "there is no such file or folder";
      } else if (failure instanceof AccessDeniedException) {
        what = "access is denied; check its permissions";
      } else if (failure instanceof FileAlreadyExistsException) {
        what = "it exists already and is not a folder";
      } else {
        what = at.getReason() == null ? at.getClass().getSimpleName() : at.getReason();
      }
      return at.getFile() + ": " + what + ".";
    }
    // Whoever writes records says in its exception which file it was.
    return failure.getMessage();
  }

  private static boolean verbose(ParseResult parsed) {
    return parsed.asCommandLineList().stream()
        .anyMatch(command -> command.getParseResult().hasMatchedOption("--verbose"));
  }

  private static void tell(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    String line = sentence.strip().replaceAll("\\s*\\R\\s*", " ");
    err.println("insitu: " + line + (line.matches(".*[.?)]") ? "" : "."));
    err.flush();
  }

  private static String name(CommandLine command) {
    return "'" + command.getCommandSpec().qualifiedName() + "'";
  }

  /** Returns what is wrong with a command line, in one sentence. */
  public static String sentence(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return unmatched(command, unmatched.getUnmatched().get(0));
    }
    if (mistake instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      if (missing.getMissing().get(0) instanceof OptionSpec option) {
        return option.longestName() + " needs a value: " + description(option);
      }
      return name(command)
          + " needs "
          + missing.getMissing().stream()
              .map(argument -> argument.paramLabel() + ": " + description(argument))
              .collect(Collectors.joining(" and "));
    }
    ArgSpec argument = mistake.getArgSpec();
    if (mistake.getCause() instanceof TypeConversionException wrong && argument != null) {
      String label =
          argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
      return label + " " + wrong.getMessage();
    }
    return mistake.getMessage();
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static String unmatched(CommandLine command, String typed) {
    if (typed.startsWith("-")) {
      String word = typed.replaceFirst("=.*", "");
      List<String> options = new ArrayList<>();
      command.getCommandSpec().options().stream()
          .filter(option -> !option.hidden())
          .forEach(option -> options.add(option.longestName()));
      return name(command) + " has no option '" + word + "', " + Nearest.hint(word, options);
    }
    if (command.getSubcommands().isEmpty()
        || !command.getCommandSpec().positionalParameters().isEmpty()) {
      return name(command) + " has no use for '" + typed + "', see " + name(command) + " --help";
    }
    List<String> commands = List.copyOf(command.getSubcommands().keySet());
    return "there is no command '" + typed + "', " + Nearest.hint(typed, commands);
  }
}
