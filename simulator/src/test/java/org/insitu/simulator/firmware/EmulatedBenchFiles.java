package org.insitu.simulator.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;

/** Bench files for tests, and the emulated instruments that serve them. */
final class EmulatedBenchFiles {
  static final long SEED = 3;

  /** Four instruments, the heaters on a Qontrol chain. */
  static final String FOUR =
      """
      chip: amf420
      instruments:
        heaters: {kind: qontrol, link: "serial:ports/heaters", mode: ascii}
        taps: {kind: board, link: "serial:ports/taps"}
        switch: {kind: osw, link: "serial:ports/switch"}
        laser: {kind: hp816x, link: "serial:ports/laser"}
      """;

  /** One board and a laser. */
  static final String BOARD =
      """
      chip: amf420
      instruments:
        heaters: {kind: board, link: "serial:ports/board"}
        taps: {same: heaters}
        switch: {same: heaters}
        laser: {kind: hp816x, link: "serial:ports/laser"}
      """;

  private EmulatedBenchFiles() {}

  static Path write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("bench.yaml"), text);
  }

  static EmulatedBench start(Path file, String faults) throws IOException, DeviceException {
    return EmulatedBench.start(
        BenchFile.read(file),
        VirtualBenches.open("sim:amf420", SEED),
        FaultPlan.parse(faults),
        WireTiming.INSTANT);
  }
}
