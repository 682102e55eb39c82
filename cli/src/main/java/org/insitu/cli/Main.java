package org.insitu.cli;

import org.insitu.cli.console.Failures;

/** Starts the {@code insitu} command. The only place that ends the Java machine. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and exits with its code: 0 done, 1 our fault or a device's, 2 the user's
   * mistake.
   */
  public static void main(String[] arguments) {
    // Scripts and launchers ask this most; setting up the whole command line takes twice as long.
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      System.out.println(Version.line());
      return;
    }
    // Plots are drawn without a screen; a machine in a laboratory rack has none.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    try {
      return InsituCommand.commandLine(System.out, System.err, arguments).execute(arguments);
    } catch (OutOfMemoryError e) {
      // By now what was open is closed, a bench in its safe state, and their memory is free again.
      System.err.println(
          "insitu: Java has run out of memory; give it more, such as INSITU_JAVA_OPTS=-Xmx4g.");
      return Failures.OURS;
    }
  }
}
