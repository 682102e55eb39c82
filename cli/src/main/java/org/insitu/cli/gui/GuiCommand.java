package org.insitu.cli.gui;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.insitu.cli.Version;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.gui.AnyBench;
import org.insitu.gui.GuiLauncher;
import org.insitu.gui.GuiOptions;
import org.insitu.gui.NoScreenException;
import org.insitu.gui.model.Alarm;
import org.insitu.gui.model.AlarmLog;
import org.insitu.gui.model.WindowSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code insitu gui}: the window. No other command loads a class of the toolkit; this one only when
 * it runs.
 */
@Command(
    name = "gui",
    description = {
      "Opens the window: live phases, taps, loss and calibration.",
      "A virtual chip is connected at once, a bench file when you press Connect."
    })
public final class GuiCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--chip",
      paramLabel = "CHIP",
      defaultValue = "sim:amf420",
      description = {
        "sim:amf420, sim:static, sim:ideal, or a FILE.yaml that describes a chip or a bench",
        "(default: ${DEFAULT-VALUE})."
      })
  private String chip;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of a virtual chip (default: 1).")
  private long seed;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where runs are recorded, each in a folder of its own (default: runs).")
  private Path runs;

  /** Made by the command line. */
  public GuiCommand() {}

  @Override
  public Integer call() {
    AnyBench chips = new AnyBench();
    PrintWriter err = spec.commandLine().getErr();
    try {
      GuiLauncher.run(
          new GuiOptions(
              chips,
              chip,
              seed,
              chips.names().contains(chip),
              Optional.of(runs),
              WindowSettings.defaultFile(),
              Version.text(),
              Clock.systemUTC(),
              log -> warn(log, err)));
    } catch (NoScreenException none) {
      throw new UserMistake(none.getMessage(), none);
    }
    return 0;
  }

  /** The window is gone; what may be dangerous must not go with it. */
  private static void warn(AlarmLog log, PrintWriter err) {
    for (Alarm alarm : log.after(0)) {
      if (alarm.severity() == Alarm.Severity.DANGER) {
        err.println("insitu: DANGER: " + alarm.text());
      }
    }
    err.flush();
  }
}
