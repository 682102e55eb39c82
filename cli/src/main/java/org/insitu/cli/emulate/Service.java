package org.insitu.cli.emulate;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.insitu.cli.console.JsonOutput;
import org.insitu.simulator.firmware.EmulatedChip;
import org.insitu.simulator.firmware.Emulator;

/** Emulators at work, until a signal ends the process. */
final class Service {
  private final EmulatedChip chip;
  private final List<Emulator> emulators;
  private final boolean json;
  private final CountDownLatch ended = new CountDownLatch(1);

  Service(EmulatedChip chip, List<Emulator> emulators, boolean json) {
    this.chip = chip;
    this.emulators = emulators;
    this.json = json;
  }

  /** Says where the instruments are, serves, and says at the end what happened. */
  int serve(PrintWriter out) {
    Thread onSignal = new Thread(() -> end(out), "insitu-emulators");
    Runtime.getRuntime().addShutdownHook(onSignal);
    if (!json) {
      emulators.forEach(emulator -> out.printf("%-8s %s%n", emulator.kind(), emulator.address()));
      out.println("ready, Ctrl-C ends");
      out.flush();
    }
    try {
      ended.await();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private void end(PrintWriter out) {
    emulators.forEach(Emulator::close);
    if (json) {
      JsonOutput.print(out, report());
    } else {
      emulators.forEach(emulator -> out.println(line(emulator)));
      StringJoiner live = new StringJoiner(", ");
      new TreeMap<>(chip.live())
          .forEach((channel, v) -> live.add(String.format(Locale.ROOT, "%d (%.4f V)", channel, v)));
      out.println(
          live.length() == 0 ? "all channels are at 0 V" : "channels that are not at 0 V: " + live);
      out.flush();
    }
    ended.countDown();
  }

  private static String line(Emulator emulator) {
    Map<String, Long> faults = faults(emulator);
    return "%-8s %d requests, %s"
        .formatted(
            emulator.kind(),
            emulator.requests(),
            faults.isEmpty() ? "no faults" : "faults " + faults);
  }

  private static Map<String, Long> faults(Emulator emulator) {
    Map<String, Long> happened = new LinkedHashMap<>();
    emulator
        .faults()
        .forEach(
            (kind, count) -> {
              if (count > 0) {
                happened.put(kind.id(), count);
              }
            });
    return happened;
  }

  private Map<String, Object> report() {
    List<Map<String, Object>> instruments = new ArrayList<>();
    for (Emulator emulator : emulators) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("kind", emulator.kind());
      entry.put("address", emulator.address());
      entry.put("requests", emulator.requests());
      entry.put("faults", faults(emulator));
      instruments.add(entry);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("instruments", instruments);
    report.put("liveVolts", new TreeMap<>(chip.live()));
    return report;
  }
}
