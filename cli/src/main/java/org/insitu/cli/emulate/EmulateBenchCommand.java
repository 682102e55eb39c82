package org.insitu.cli.emulate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.benchfile.BenchSpec;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.bench.VirtualBench;
import org.insitu.simulator.firmware.EmulatedBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code insitu emulate bench}: all instruments of a bench file at the ports it names. */
@Command(
    name = "bench",
    header = "Emulates all instruments of a bench file, at the ports it names.",
    description = "They share one virtual chip, so that light, heaters and taps are consistent.")
final class EmulateBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The bench file.")
  private Path file;

  @Mixin private EmulationOptions options;

  @Override
  public Integer call() throws IOException, DeviceException {
    BenchSpec bench = BenchFile.read(file);
    VirtualBench chip = options.open();
    try {
      EmulatedBench emulated = EmulatedBench.start(bench, chip, options.plan(), options.timing());
      Service service = new Service(emulated.chip(), emulated.emulators(), options.json);
      return service.serve(spec.commandLine().getOut());
    } catch (IllegalArgumentException mistake) {
      throw new UserMistake(mistake.getMessage() + "; give the chip with --chip", mistake);
    }
  }
}
