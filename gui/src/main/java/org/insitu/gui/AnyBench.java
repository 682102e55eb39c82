package org.insitu.gui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.benchfile.BenchCheck;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.benchfile.BenchCheck.Verdict;
import org.insitu.driver.benchfile.BenchFile;
import org.insitu.driver.benchfile.BenchSpec;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.instrument.FibreSwitch;
import org.insitu.driver.instrument.Instrument;
import org.insitu.driver.instrument.Laser;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.safety.InstrumentBench;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.gui.model.BenchOpener;
import org.insitu.simulator.bench.Benches;
import org.insitu.simulator.bench.VirtualBenches;

/** The virtual chips, by preset or file, and the instruments of bench files. */
public final class AnyBench implements BenchOpener {
  @Override
  public List<String> names() {
    return VirtualBenches.names();
  }

  @Override
  public Bench open(String chip, long seed) {
    Optional<BenchSpec> spec = Benches.instruments(chip);
    if (spec.isEmpty()) {
      return VirtualBenches.open(chip, seed);
    }
    try {
      return BenchFile.open(spec.get(), new WireTrace());
    } catch (YamlFileException halfWay) {
      throw new YamlFileException(halfWay.getMessage() + left(spec.get()), halfWay);
    }
  }

  /**
   * Brings what answers to the safe state, which a bench that was never open cannot do: another
   * program may have left heaters on. Returns how that went.
   */
  private static String left(BenchSpec spec) {
    List<Finding> findings;
    try (BenchCheck check = new BenchCheck(spec, new WireTrace(), finding -> {})) {
      findings = check.zero();
    }
    boolean confirmed = findings.stream().allMatch(finding -> finding.verdict() == Verdict.FINE);
    return confirmed
        ? "; what was opened is closed again, its heaters read 0 V"
        : "; what was opened is closed again and nothing was energised, but that all heaters are at 0 V could"
            + " not be read back: if anything else left them on, switch off their supply by hand";
  }

  @Override
  public List<Finding> identify(String chip, long seed, Consumer<Finding> listener)
      throws DeviceException {
    Optional<BenchSpec> spec = Benches.instruments(chip);
    if (spec.isEmpty()) {
      try (Bench bench = VirtualBenches.open(chip, seed)) {
        List<Finding> findings = describe(bench);
        findings.forEach(listener);
        return findings;
      }
    }
    try (BenchCheck check = new BenchCheck(spec.get(), new WireTrace(), listener)) {
      return check.run(false);
    }
  }

  @Override
  public List<Finding> describe(Bench open) {
    if (!(open instanceof InstrumentBench bench)) {
      return List.of(
          new Finding(
              "virtual chip",
              Verdict.FINE,
              "%s: %d rows, %d columns, %d heaters; no instrument is involved"
                  .formatted(
                      open.chipId(),
                      open.layout().rows(),
                      open.layout().columns(),
                      open.layout().heaters().size())));
    }
    List<Finding> findings = new ArrayList<>();
    for (Instrument instrument : bench.instruments()) {
      findings.add(
          new Finding(
              part(instrument),
              Verdict.FINE,
              "%s at %s".formatted(instrument.identity(), instrument.linkName())));
    }
    return findings;
  }

  /** A board may serve in several roles, which it does not tell itself. */
  private static String part(Instrument instrument) {
    if (instrument instanceof BoardInstrument) {
      return "board";
    }
    if (instrument instanceof Laser) {
      return "laser";
    }
    return instrument instanceof FibreSwitch ? "switch" : "heaters";
  }
}
