package org.insitu.simulator.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchContract;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.device.DeviceException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Benches of emulated instruments on pseudo terminals keep the contract of every bench. */
abstract class InstrumentBenchContract extends BenchContract {
  @TempDir Path folder;
  private EmulatedBench emulated;

  abstract String file();

  @Override
  protected Bench open() throws DeviceException {
    try {
      Path file = EmulatedBenchFiles.write(folder, file());
      if (emulated == null) {
        emulated = EmulatedBenchFiles.start(file, "");
      }
      return BenchFile.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After the benches are closed, which a plain method of a subclass would not be. */
  @RegisterExtension
  final AfterEachCallback stopEmulators =
      context -> {
        if (emulated != null) {
          emulated.close();
        }
      };
}
