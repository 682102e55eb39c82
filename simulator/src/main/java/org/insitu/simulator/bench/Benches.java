package org.insitu.simulator.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.benchfile.BenchSpec;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;

/** Opens any bench by what a user writes: a virtual chip or a bench file of instruments. */
public final class Benches {
  private Benches() {}

  /**
   * Returns what a file says about instruments; empty for a virtual chip, by name or by file.
   *
   * @throws YamlFileException if there is no such file, or it describes neither
   */
  public static Optional<BenchSpec> instruments(String chip) {
    boolean yaml = chip.endsWith(".yaml") || chip.endsWith(".yml");
    if (!yaml && !Files.isRegularFile(Path.of(chip))) {
      return Optional.empty();
    }
    YamlNode root = YamlNode.read(Path.of(chip));
    if (BenchFile.describes(root)) {
      return Optional.of(BenchFile.read(root));
    }
    if (!VirtualBenches.describes(root)) {
      throw root.error(
          "neither \"instruments\" nor \"simulate\" is here, so this is no bench and no virtual chip");
    }
    return Optional.empty();
  }

  /**
   * Opens a bench.
   *
   * @param chip one of {@link VirtualBenches#names()}, or a file
   * @param seed seed of a virtual chip
   * @param trace takes all that goes over links
   * @throws YamlFileException if there is no such chip, the file cannot be used, or an instrument
   *     it names is not there or does not fit; nothing is energised
   */
  public static Bench open(String chip, long seed, WireTrace trace) {
    Optional<BenchSpec> spec = instruments(chip);
    return spec.isPresent() ? BenchFile.open(spec.get(), trace) : VirtualBenches.open(chip, seed);
  }
}
