package org.insitu.cli.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insitu.cli.console.JsonOutput;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.SerialPorts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu bench ports}: what an instrument may be plugged into. */
@Command(
    name = "ports",
    header = "Lists serial ports, their lasting names and latency timers.",
    description =
        "Pseudo terminals are not listed, though a bench file can name them. An FTDI latency timer"
            + " above 1 ms slows every exchange; opening a port sets it to 1 ms on Linux.")
final class PortsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws DeviceException {
    List<SerialPorts.Found> ports = SerialPorts.list();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonOutput.print(out, Map.of("ports", ports.stream().map(PortsCommand::json).toList()));
      return 0;
    }
    if (ports.isEmpty()) {
      out.println("no serial ports; plug an instrument in, and see that its adapter has a driver");
    }
    for (SerialPorts.Found port : ports) {
      List<String> parts = new ArrayList<>(List.of(port.path(), port.description()));
      port.latencyTimerMillis().ifPresent(timer -> parts.add("latency timer " + timer + " ms"));
      out.println(String.join("  ", parts));
      port.byId().forEach(name -> out.println("  serial:" + name));
    }
    out.flush();
    return 0;
  }

  private static Map<String, Object> json(SerialPorts.Found port) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("path", port.path());
    entry.put("description", port.description());
    entry.put("byId", port.byId());
    entry.put(
        "latencyTimerMillis",
        port.latencyTimerMillis().isPresent() ? port.latencyTimerMillis().getAsInt() : null);
    return entry;
  }
}
