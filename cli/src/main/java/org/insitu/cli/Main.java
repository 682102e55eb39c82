package org.insitu.cli;

/** Starts the {@code insitu} command. The only place that ends the Java machine. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and exits with its code: 0 done, 1 our fault or a device's, 2 the user's
   * mistake.
   */
  public static void main(String[] arguments) {
    // Plots are drawn without a screen; a machine in a laboratory rack has none.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    int code = InsituCommand.commandLine(System.out, System.err).execute(arguments);
    System.exit(code);
  }
}
